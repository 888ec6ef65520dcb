"""Stock is held, given back, shipped: all or nothing, and a repeat is harmless (STOCK-6, STOCK-7)."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal

import pytest
from django.db import transaction

from handsel.core.errors import InvalidValue
from handsel.offers.models import Offer
from handsel.stock.errors import NotEnoughOnHand, NotEnoughStock
from handsel.stock.models import Reservation, StockLevel
from handsel.stock.queries import reserved_for, stock_for
from handsel.stock.services.reserving import release, reserve, ship
from tests.traces import marked, nothing_written
from tests.world import World

Counting = Callable[[int], AbstractContextManager[object]]


def hold(world: World, purpose: str, *wanted: tuple[Offer, str], store: str = "DE") -> None:
    with transaction.atomic():
        reserve(
            wanted={offer.pk: Decimal(quantity) for offer, quantity in wanted},
            store_id=world.stores[store].pk,
            purpose=purpose,
        )


def levels(offer: Offer) -> dict[str, tuple[int, int]]:
    """On hand and reserved by the last word of the warehouse's name."""
    rows = StockLevel.objects.filter(offer=offer).select_related("warehouse").order_by("warehouse__name")
    return {row.warehouse.name.split()[-1]: (int(row.on_hand), int(row.reserved)) for row in rows}


def in_houses(world: World, reference: str = "ofr-1", **on_hand: str) -> Offer:
    """An offer with stock in warehouses of these names; a trailing `*` makes one never out of stock."""
    offer = world.offer(reference)
    for name, quantity in on_hand.items():
        if name not in world.warehouses:
            world.warehouse(name)
        world.stock(offer, quantity.rstrip("*"), warehouse=name, never_out=quantity.endswith("*"))
    return offer


def test_what_is_reserved_is_not_available_any_more(world: World) -> None:
    offer = in_houses(world, A="5")
    with marked(world.concrete):
        hold(world, "line:1", (offer, "3"))
    assert levels(offer) == {"A": (5, 3)}
    assert stock_for([offer.pk], world.stores["DE"].pk)[offer.pk].available == 2
    assert reserved_for("line:1") == {offer.pk: Decimal(3)}


def test_the_warehouse_with_most_gives_first_then_the_name_decides(world: World) -> None:
    offer = in_houses(world, C="5", B="9", A="5")
    hold(world, "line:1", (offer, "9"))
    hold(world, "line:2", (offer, "5"))
    assert levels(offer) == {"A": (5, 5), "B": (9, 9), "C": (5, 0)}


def test_several_warehouses_share_what_none_has_alone(world: World) -> None:
    offer = in_houses(world, A="4", B="6", C="3")
    hold(world, "line:1", (offer, "11"))
    assert levels(offer) == {"A": (4, 4), "B": (6, 6), "C": (3, 1)}


def test_a_warehouse_that_is_never_out_gives_what_is_missing(world: World) -> None:
    offer = in_houses(world, A="4", B="1*", C="0*")
    hold(world, "line:1", (offer, "100"))
    assert levels(offer) == {"A": (4, 4), "B": (1, 96), "C": (0, 0)}
    assert stock_for([offer.pk], world.stores["DE"].pk)[offer.pk].can_cover(Decimal(1000))


def test_more_than_there_is_is_refused_with_what_is_left_and_nothing_is_taken(world: World) -> None:
    plenty, scarce = in_houses(world, "ofr-1", A="50"), in_houses(world, "ofr-2", A="2", B="1")
    with nothing_written(), pytest.raises(NotEnoughStock) as refusal:
        hold(world, "order:1", (plenty, "5"), (scarce, "4"))
    assert refusal.value.facts == {"left": "3", "reference": "ofr-2"}
    assert str(refusal.value) == "Only 3 of ofr-2 are left."


def test_what_one_warehouse_owes_is_not_promised_from_another(world: World) -> None:
    offer = in_houses(world, A="5", B="10")
    StockLevel.objects.filter(warehouse__name="A").update(reserved=8)
    with nothing_written(), pytest.raises(NotEnoughStock) as refusal:
        hold(world, "line:1", (offer, "8"))
    assert refusal.value.facts["left"] == "7"
    hold(world, "line:1", (offer, "7"))
    assert levels(offer) == {"A": (5, 8), "B": (10, 7)}


def test_only_the_active_warehouses_of_the_store_give(world: World) -> None:
    offer = world.offer("ofr-1")
    world.warehouse("Vienna", stores="AT")
    world.warehouse("Closed", stores="DE", is_active=False)
    for name in ("Vienna", "Closed"):
        world.stock(offer, "5", warehouse=name)
    with nothing_written(), pytest.raises(NotEnoughStock):
        hold(world, "line:1", (offer, "1"), store="DE")
    hold(world, "line:1", (offer, "1"), store="AT")
    assert levels(offer) == {"Closed": (5, 0), "Vienna": (5, 1)}


def test_reserving_again_for_the_same_purpose_changes_nothing(world: World) -> None:
    offer = in_houses(world, A="5", B="5")
    hold(world, "line:1", (offer, "7"))
    with nothing_written():
        hold(world, "line:1", (offer, "7"))


def test_what_was_given_back_can_be_held_again_for_the_same_purpose(world: World) -> None:
    offer = in_houses(world, A="5")
    hold(world, "line:1", (offer, "3"))
    release(purpose="line:1")
    hold(world, "line:1", (offer, "4"))
    assert (levels(offer), Reservation.objects.count()) == ({"A": (5, 4)}, 1)


@pytest.mark.parametrize("quantity", ["0", "-1", "NaN", "Infinity"])
def test_nothing_or_less_cannot_be_reserved(world: World, quantity: str) -> None:
    offer = in_houses(world, A="5")
    with nothing_written(), pytest.raises(InvalidValue):
        hold(world, "line:1", (offer, quantity))


def test_a_cancelled_purpose_gives_everything_back_once(world: World) -> None:
    offer = in_houses(world, A="5", B="4")
    hold(world, "line:1", (offer, "7"))
    hold(world, "line:2", (offer, "1"))
    with marked(world.concrete):
        assert release(purpose="line:1") == 2
    assert sum(reserved for _, reserved in levels(offer).values()) == 1
    with nothing_written():
        assert release(purpose="line:1") == 0
        assert release(purpose="never:heard") == 0


def test_a_shipment_takes_what_was_held_out_of_the_house_once(world: World) -> None:
    offer = in_houses(world, A="5", B="4")
    hold(world, "line:1", (offer, "7"))
    assert ship(purpose="line:1") == 2
    assert levels(offer) == {"A": (0, 0), "B": (2, 0)}
    with nothing_written():
        assert ship(purpose="line:1") == 0
        assert release(purpose="line:1") == 0


def test_a_shipment_from_a_warehouse_that_is_never_out_stops_at_zero(world: World) -> None:
    offer = in_houses(world, A="2*")
    hold(world, "line:1", (offer, "5"))
    ship(purpose="line:1")
    assert levels(offer) == {"A": (0, 0)}


def test_a_shipment_of_more_than_lies_there_is_refused_as_a_whole(world: World) -> None:
    offer = in_houses(world, A="5", B="4")
    hold(world, "line:1", (offer, "9"))
    StockLevel.objects.filter(warehouse__name="B").update(on_hand=3)

    def ship_in_a_transaction() -> None:
        with transaction.atomic():
            ship(purpose="line:1")

    with nothing_written(), pytest.raises(NotEnoughOnHand, match="Only 3 of ofr-1 lie in B"):
        ship_in_a_transaction()


def test_reserving_ten_or_twenty_offers_costs_the_same_queries(
    world: World, django_assert_num_queries: Counting
) -> None:
    offers = [in_houses(world, f"ofr-{number}", A="5") for number in range(30)]
    for purpose, batch in (("order:1", offers[:10]), ("order:2", offers[10:])):
        with django_assert_num_queries(6):
            reserve(wanted={offer.pk: Decimal(1) for offer in batch}, store_id=world.stores["DE"].pk, purpose=purpose)
