"""What lies in a warehouse is said by the merchant or the operator (STOCK-1, STOCK-5, STOCK-10, STOCK-11)."""

from datetime import datetime
from decimal import Decimal

import pytest

from handsel.core.errors import DomainError, InvalidValue, NotAllowed, NotFound
from handsel.offers.models import Offer, OfferChange
from handsel.stock.errors import UnknownWarehouse
from handsel.stock.models import StockLevel
from handsel.stock.queries import stock_for
from handsel.stock.services.levels import LevelSet, set_on_hand
from tests.traces import marked, nothing_written, one_audit_row
from tests.world import CAST, World

HOUSE = "M-1 Warehouse 1"


def put(
    world: World,
    offer: Offer,
    quantity: str,
    at: datetime,
    *,
    who: str = "mia",
    warehouse: str = HOUSE,
    never_out: bool | None = None,
) -> LevelSet:
    return set_on_hand(
        actor=world.actor(who),
        offer_id=offer.pk,
        warehouse=warehouse,
        on_hand=Decimal(quantity),
        is_never_out_of_stock=never_out,
        at=at,
    )


def test_a_new_level_and_a_changed_one_are_kept_in_the_history_and_marked(world: World, at: datetime) -> None:
    offer = world.offer("ofr-1")
    with one_audit_row("stock.on_hand_set"), marked(world.concrete, among=[world.product("SKU-2")]):
        put(world, offer, "5", at)
    with one_audit_row("stock.on_hand_set"), marked(world.concrete):
        put(world, offer, "7.5", at, never_out=True)
    assert list(OfferChange.objects.order_by("pk").values_list("area", "before", "after")) == [
        (
            "stock",
            {f"{HOUSE}: on_hand": None, f"{HOUSE}: is_never_out_of_stock": None},
            {f"{HOUSE}: on_hand": "5", f"{HOUSE}: is_never_out_of_stock": False},
        ),
        (
            "stock",
            {f"{HOUSE}: on_hand": "5", f"{HOUSE}: is_never_out_of_stock": False},
            {f"{HOUSE}: on_hand": "7.5", f"{HOUSE}: is_never_out_of_stock": True},
        ),
    ]


def test_the_same_quantity_again_writes_nothing(world: World, at: datetime) -> None:
    offer = world.offer("ofr-1", on_hand="5")
    with nothing_written():
        result = put(world, offer, "5.000", at)
    assert (result.has_changed, result.warning) == (False, "")


def test_zero_is_a_quantity(world: World, at: datetime) -> None:
    offer = world.offer("ofr-1")
    assert put(world, offer, "0", at).has_changed is True
    assert stock_for([offer.pk], world.stores["DE"].pk)[offer.pk].level_count == 1


def test_less_than_is_reserved_is_accepted_with_a_warning_and_nothing_is_available(world: World, at: datetime) -> None:
    offer = world.offer("ofr-1", on_hand="10")
    StockLevel.objects.update(reserved=8)
    result = put(world, offer, "5", at)
    assert (result.missing, result.level.reserved) == (Decimal(3), Decimal(8))
    assert result.warning == "8 are reserved but only 5 are on hand: nothing is available."
    assert stock_for([offer.pk], world.stores["DE"].pk)[offer.pk].available == 0


def test_without_a_word_about_it_never_out_of_stock_stays(world: World, at: datetime) -> None:
    offer = world.offer("ofr-1")
    put(world, offer, "1", at, never_out=True)
    put(world, offer, "2", at)
    assert StockLevel.objects.get().is_never_out_of_stock is True
    put(world, offer, "2", at, never_out=False)
    assert StockLevel.objects.get().is_never_out_of_stock is False


def test_a_warehouse_name_may_hold_dots(world: World, at: datetime) -> None:
    offer = world.offer("ofr-1")
    world.warehouse("DE.North.1")
    assert put(world, offer, "3", at, warehouse="DE.North.1").level.warehouse.name == "DE.North.1"


@pytest.mark.parametrize("name", ["M-2 Warehouse 1", "m-1 warehouse 1", "Nowhere", ""])
def test_a_merchant_uses_only_the_warehouses_linked_to_it(world: World, at: datetime, name: str) -> None:
    offer = world.offer("ofr-1")
    with nothing_written(), pytest.raises(UnknownWarehouse):
        put(world, offer, "3", at, warehouse=name)


@pytest.mark.parametrize("quantity", ["-1", "NaN", "Infinity", "1E+10", "0.00000000001"])
def test_what_is_no_quantity_is_refused(world: World, at: datetime, quantity: str) -> None:
    offer = world.offer("ofr-1", on_hand="1")
    with nothing_written(), pytest.raises(InvalidValue):
        put(world, offer, quantity, at)


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
def test_stock_is_set_by_the_merchant_or_the_marketplace_manager(world: World, at: datetime, who: str) -> None:
    offer, refusal = world.offer("ofr-1"), REFUSED[who]
    if refusal is None:
        assert put(world, offer, "3", at, who=who).has_changed is True
        return
    with nothing_written(), pytest.raises(refusal):
        put(world, offer, "3", at, who=who)
