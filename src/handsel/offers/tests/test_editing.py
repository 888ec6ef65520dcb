"""Offers change, every change is kept, and what never changes is refused (OFFER-5, OFFER-8, OFFER-17 to OFFER-20)."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from handsel.core.errors import DomainError, InvalidValue, NotAllowed, NotFound, StaleVersion
from handsel.offers.errors import IdentityIsPermanent, MerchantSkuTaken
from handsel.offers.models import Offer, OfferChange
from handsel.offers.queries import history_of
from handsel.offers.services.editing import activate_offer, deactivate_offer, edit_offer, set_offers_activity
from tests.traces import marked, nothing_written, one_audit_row
from tests.world import CAST, World

Counting = Callable[[int], AbstractContextManager[object]]


def changes_of(offer: Offer) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    return list(OfferChange.objects.filter(offer=offer).order_by("pk").values_list("area", "before", "after"))


def test_each_changed_field_is_kept_with_its_value_before_and_after(world: World, at: datetime) -> None:
    offer, until = world.offer("ofr-1", stores="DE AT"), at + timedelta(days=1)
    with one_audit_row("offer.edited"), marked(world.concrete, among=[world.product("SKU-2")]):
        edit_offer(
            actor=world.actor("mia"),
            offer_id=offer.pk,
            edit={
                "merchant_sku": "A-77",
                "is_active": False,
                "valid_to": until,
                "minimum_quantity": Decimal("2.50"),
                "store_ids": (world.stores["US"].pk, world.stores["DE"].pk),
            },
            at=at,
        )
    assert changes_of(offer) == [
        ("offer", {"merchant_sku": "", "minimum_quantity": None}, {"merchant_sku": "A-77", "minimum_quantity": "2.5"}),
        ("visibility", {"is_active": True}, {"is_active": False}),
        ("validity", {"valid_to": None}, {"valid_to": until.isoformat()}),
        ("stores", {"stores": ["AT", "DE"]}, {"stores": ["DE", "US"]}),
    ]
    row = Offer.objects.get(pk=offer.pk)
    assert (row.merchant_sku, row.is_active, row.valid_to, row.minimum_quantity) == (
        "A-77",
        False,
        until,
        Decimal("2.5"),
    )
    assert sorted(store.name for store in row.stores.all()) == ["DE", "US"]
    assert row.updated_at == at


def test_the_history_says_who_through_which_channel_and_when(world: World, at: datetime) -> None:
    offer = world.offer("ofr-1")
    deactivate_offer(actor=world.actor("mia"), offer_id=offer.pk, at=at)
    activate_offer(actor=world.actor("ola"), offer_id=offer.pk, at=at + timedelta(hours=1))
    lines = [(line.who, line.area, line.before, line.after, line.at) for line in history_of(offer.pk)]
    assert lines[:2] == [
        ("Ola", "visibility", {"is_active": False}, {"is_active": True}, at + timedelta(hours=1)),
        ("Mia", "visibility", {"is_active": True}, {"is_active": False}, at),
    ]
    assert lines[2][1] == "created"


def test_an_edit_that_changes_nothing_writes_nothing(world: World, at: datetime) -> None:
    offer = world.offer("ofr-1", stores="DE", merchant_sku="A-77", minimum_quantity=Decimal(2))
    with nothing_written():
        edit_offer(
            actor=world.actor("mia"),
            offer_id=offer.pk,
            edit={
                "merchant_sku": "A-77 ",
                "is_active": True,
                "valid_from": None,
                "minimum_quantity": Decimal("2.000"),
                "store_ids": (world.stores["DE"].pk,),
            },
            at=at,
        )
        edit_offer(actor=world.actor("mia"), offer_id=offer.pk, edit={}, at=at)
        activate_offer(actor=world.actor("mia"), offer_id=offer.pk, at=at)


@pytest.mark.parametrize(
    "field", ["reference", "sku", "concrete_product", "concrete_product_id", "merchant", "merchant_id"]
)
@pytest.mark.parametrize("who", ["mia", "ola"])
def test_reference_sku_and_merchant_never_change_through_a_service(
    world: World, at: datetime, field: str, who: str
) -> None:
    offer = world.offer("ofr-1")
    with nothing_written(), pytest.raises(IdentityIsPermanent):
        edit_offer(actor=world.actor(who), offer_id=offer.pk, edit={field: "x", "is_active": False}, at=at)  # type: ignore[misc]  # what a careless caller sends


@pytest.mark.parametrize("field", ["reference", "concrete_product", "merchant"])
def test_nor_through_anything_that_reaches_the_table(world: World, field: str) -> None:
    offer = world.offer("ofr-1")
    values = {"reference": "OFR-1", "concrete_product": world.product("SKU-2"), "merchant": world.merchants["max"]}
    with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(**{field: values[field]})


@pytest.mark.parametrize("field", ["approval_status", "approved_at", "denial_reason", "created_at"])
def test_a_state_is_no_field_that_can_be_set(world: World, at: datetime, field: str) -> None:
    offer = world.offer("ofr-1", approval_status="waiting_for_approval", approved_at=None)
    with nothing_written(), pytest.raises(InvalidValue):
        edit_offer(actor=world.actor("mia"), offer_id=offer.pk, edit={field: "approved"}, at=at)  # type: ignore[misc]  # what a careless caller sends


def test_a_merchant_sku_of_another_offer_of_the_merchant_is_refused(world: World, at: datetime) -> None:
    world.offer("ofr-1", merchant_sku="A-1")
    offer = world.offer("ofr-2")
    with nothing_written(), pytest.raises(MerchantSkuTaken):
        edit_offer(actor=world.actor("mia"), offer_id=offer.pk, edit={"merchant_sku": "A-1"}, at=at)


def test_validity_ends_after_it_begins_also_when_only_one_bound_is_given(world: World, at: datetime) -> None:
    offer = world.offer("ofr-1", valid_from=at)
    with nothing_written(), pytest.raises(InvalidValue):
        edit_offer(actor=world.actor("mia"), offer_id=offer.pk, edit={"valid_to": at}, at=at)
    with one_audit_row("offer.edited"):
        edit_offer(actor=world.actor("mia"), offer_id=offer.pk, edit={"valid_from": None, "valid_to": at}, at=at)


def test_a_form_that_showed_an_older_offer_is_refused(world: World, at: datetime) -> None:
    offer, mia = world.offer("ofr-1", updated_at=at), world.actor("mia")
    edit_offer(actor=mia, offer_id=offer.pk, edit={"is_active": False}, seen_at=at, at=at + timedelta(minutes=1))
    with nothing_written(), pytest.raises(StaleVersion):
        edit_offer(actor=mia, offer_id=offer.pk, edit={"is_active": True}, seen_at=at, at=at + timedelta(minutes=2))


REFUSED: dict[str, type[DomainError] | None] = {
    "bea": NotFound,
    "bob": NotFound,
    "cai": NotFound,
    "mia": None,
    "max": NotFound,
    "rex": NotFound,
    "sue": NotFound,
    "ola": None,
    "mod": NotAllowed,
    "nemo": NotFound,
}


@pytest.mark.parametrize("who", CAST)
def test_an_offer_is_changed_by_its_merchant_or_the_marketplace_manager(world: World, at: datetime, who: str) -> None:
    offer, refusal = world.offer("ofr-1"), REFUSED[who]
    if refusal is None:
        assert deactivate_offer(actor=world.actor(who), offer_id=offer.pk, at=at).is_active is False
        return
    with nothing_written(), pytest.raises(refusal):
        deactivate_offer(actor=world.actor(who), offer_id=offer.pk, at=at)
    with nothing_written(), pytest.raises(refusal):
        edit_offer(actor=world.actor(who), offer_id=offer.pk, edit={"merchant_sku": "x"}, at=at)


def test_an_offer_that_does_not_exist_answers_like_somebody_elses(world: World, at: datetime) -> None:
    offer = world.offer("ofr-1", merchant="max")
    answers = []
    for offer_id in (offer.pk, 10**9):
        with pytest.raises(NotFound) as refusal:
            deactivate_offer(actor=world.actor("mia"), offer_id=offer_id, at=at)
        answers.append(str(refusal.value))
    assert answers[0] == answers[1]


def test_many_offers_are_switched_at_once_and_each_is_judged_on_its_own(world: World, at: datetime) -> None:
    mine, off = world.offer("ofr-1"), world.offer("ofr-2", is_active=False)
    others = world.offer("ofr-3", merchant="max")
    outcomes = set_offers_activity(
        actor=world.actor("mia"), offer_ids=[others.pk, mine.pk, off.pk, 10**9, mine.pk], is_active=False, at=at
    )
    assert [(o.offer_id, o.reference, o.is_done) for o in outcomes] == [
        (others.pk, "", False),
        (mine.pk, "ofr-1", True),
        (off.pk, "ofr-2", True),
        (10**9, "", False),
    ]
    assert list(Offer.objects.filter(is_active=True)) == [others]
    assert [change.offer_id for change in OfferChange.objects.all()] == [mine.pk]


def test_switching_ten_or_twenty_offers_costs_the_same_queries(
    world: World, at: datetime, django_assert_num_queries: Counting
) -> None:
    mia, ids = world.actor("mia"), [world.offer(f"ofr-{number}").pk for number in range(30)]
    for batch in (ids[:10], ids[10:]):
        with django_assert_num_queries(7):
            set_offers_activity(actor=mia, offer_ids=batch, is_active=False, at=at)
