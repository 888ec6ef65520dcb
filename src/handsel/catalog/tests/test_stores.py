"""A store's settings alter what it shows, so all of its products are marked (STORE rules)."""

from datetime import datetime

import pytest

from handsel.catalog.errors import UnknownCurrency
from handsel.catalog.models import Store
from handsel.catalog.services.stores import StoreEdit, assign_currency, change_store, unassign_currency
from handsel.catalog.states import BuyBoxStrategy, Reapproval
from handsel.core.errors import InvalidValue, NotAllowed, NotFound
from tests.traces import marked, nothing_written, one_audit_row
from tests.world import CAST, World


def test_changing_a_store_marks_every_product_in_it_and_no_other(world: World, at: datetime) -> None:
    elsewhere = world.product("SKU-2", stores="AT")
    with one_audit_row("store.changed"), marked(world.concrete, among=[elsewhere]):
        store = change_store(
            actor=world.actor("ola"),
            store_id=world.stores["DE"].pk,
            edit={"buy_box_strategy": BuyBoxStrategy.STOCK, "default_currency": "CHF", "reapproval": Reapproval.ANY},
            at=at,
        )
    store = Store.objects.select_related("default_currency").get(pk=store.pk)
    assert (store.buy_box_strategy, str(store.default_currency), store.reapproval) == ("stock", "CHF", "any")


def test_a_setting_that_is_the_same_changes_nothing(world: World, at: datetime) -> None:
    with nothing_written():
        change_store(
            actor=world.actor("ola"),
            store_id=world.stores["DE"].pk,
            edit={"time_zone": "Europe/Berlin", "default_currency": "EUR", "countries": ["DE"]},
            at=at,
        )


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"countries": []}, "countries"),
        ({"countries": ["Germany"]}, "countries"),
        ({"locales": ["de"]}, "locales"),
        ({"default_price_mode": "both"}, "default_price_mode"),
        ({"buy_box_strategy": "luck"}, "buy_box_strategy"),
        ({"reapproval": "sometimes"}, "reapproval"),
        ({"reapproval_percent": 101}, "reapproval_percent"),
        ({"name": "FR"}, "name"),
    ],
)
def test_a_setting_no_store_can_have_is_refused(world: World, at: datetime, edit: StoreEdit, field: str) -> None:
    with nothing_written(), pytest.raises(InvalidValue) as refusal:
        change_store(actor=world.actor("ola"), store_id=world.stores["DE"].pk, edit=edit, at=at)
    assert refusal.value.facts["field"] == field


def test_a_default_currency_is_one_of_the_store(world: World, at: datetime) -> None:
    with nothing_written(), pytest.raises(UnknownCurrency):
        change_store(actor=world.actor("ola"), store_id=world.stores["DE"].pk, edit={"default_currency": "USD"}, at=at)


def test_a_currency_comes_and_goes_but_the_default_stays(world: World, at: datetime) -> None:
    ola, us = world.actor("ola"), world.stores["US"].pk
    with one_audit_row("store.currency_assigned"), marked(world.concrete):
        assign_currency(actor=ola, store_id=us, code="EUR", at=at)
    with nothing_written():
        assign_currency(actor=ola, store_id=us, code="EUR", at=at)
    with one_audit_row("store.currency_unassigned"), marked(world.concrete):
        unassign_currency(actor=ola, store_id=us, code="EUR", at=at)
    for code, refusal in {"EUR": UnknownCurrency, "USD": InvalidValue}.items():
        with nothing_written(), pytest.raises(refusal):
            unassign_currency(actor=ola, store_id=us, code=code, at=at)
    with nothing_written(), pytest.raises(UnknownCurrency):
        assign_currency(actor=ola, store_id=us, code="XXX", at=at)


@pytest.mark.parametrize("who", [who for who in CAST if who != "ola"])
def test_only_the_marketplace_manager_changes_stores(world: World, at: datetime, who: str) -> None:
    with nothing_written(), pytest.raises(NotAllowed):
        change_store(actor=world.actor(who), store_id=world.stores["DE"].pk, edit={"time_zone": "Europe/Vienna"}, at=at)
    with nothing_written(), pytest.raises(NotAllowed):
        assign_currency(actor=world.actor(who), store_id=world.stores["DE"].pk, code="USD", at=at)


def test_a_store_that_does_not_exist_is_not_found(world: World, at: datetime) -> None:
    with pytest.raises(NotFound):
        change_store(actor=world.actor("ola"), store_id=10**9, edit={"time_zone": "UTC"}, at=at)
