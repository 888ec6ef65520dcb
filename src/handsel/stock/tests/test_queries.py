"""How much can be bought, and what the shop says about it (STOCK-1 to STOCK-4, STOCK-8, STOCK-12)."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from handsel.offers.models import Offer
from handsel.stock.models import StockLevel
from handsel.stock.queries import StockAnswer, StockState, levels_of, stock_for
from tests.world import World

Counting = Callable[[int], AbstractContextManager[object]]


def stock(world: World, offer: Offer, store: str = "DE") -> StockAnswer:
    return stock_for([offer.pk], world.stores[store].pk)[offer.pk]


def test_available_is_on_hand_less_reserved_over_the_active_warehouses_of_the_store(world: World) -> None:
    offer = world.offer("ofr-1", on_hand="10")
    world.warehouse("North", stores="DE")
    world.warehouse("South", stores="AT")
    world.warehouse("Closed", stores="DE", is_active=False)
    for name, quantity in (("North", "5"), ("South", "7"), ("Closed", "100")):
        world.stock(offer, quantity, warehouse=name)
    StockLevel.objects.filter(warehouse__name="North").update(reserved=2)
    assert {
        store: (stock(world, offer, store).available, stock(world, offer, store).level_count)
        for store in ("DE", "AT", "US")
    } == {
        "DE": (Decimal(13), 2),
        "AT": (Decimal(17), 2),
        "US": (Decimal(10), 1),
    }


def test_available_is_never_below_zero_but_debts_of_one_warehouse_count(world: World) -> None:
    offer = world.offer("ofr-1", on_hand="3")
    StockLevel.objects.update(reserved=5)
    assert stock(world, offer).available == 0
    world.warehouse("North", stores="DE")
    world.stock(offer, "10", warehouse="North")
    assert stock(world, offer).available == 8


def test_one_warehouse_that_is_never_out_makes_the_offer_never_out_in_its_stores(world: World) -> None:
    offer = world.offer("ofr-1", on_hand="0")
    world.warehouse("Endless", stores="AT")
    world.stock(offer, "0", warehouse="Endless", never_out=True)
    assert [stock(world, offer, store).is_never_out_of_stock for store in ("DE", "AT")] == [False, True]
    assert stock(world, offer, "AT").can_cover(Decimal(10) ** 9)
    assert not stock(world, offer, "DE").can_cover(Decimal(1))


def test_no_level_means_nothing_is_available(world: World) -> None:
    offer = world.offer("ofr-1")
    assert stock(world, offer) == StockAnswer(Decimal(0), is_never_out_of_stock=False, level_count=0)


@pytest.mark.parametrize(
    ("answer", "state", "words"),
    [
        (StockAnswer(Decimal("12.5000000000")), StockState.IN_STOCK, "12.5 in stock"),
        (StockAnswer(Decimal("1E+3")), StockState.IN_STOCK, "1000 in stock"),
        (StockAnswer(Decimal(0)), StockState.OUT_OF_STOCK, "Out of stock"),
        (StockAnswer(Decimal(0), is_never_out_of_stock=True), StockState.AVAILABLE, "Available"),
        (StockAnswer(Decimal(5), is_never_out_of_stock=True), StockState.AVAILABLE, "Available"),
    ],
)
def test_the_shop_says_n_in_stock_available_or_out_of_stock(answer: StockAnswer, state: StockState, words: str) -> None:
    assert (answer.state, answer.words) == (state, words)


@pytest.mark.parametrize(("quantity", "covered"), [("5", True), ("5.0001", False), ("0.5", True)])
def test_stock_covers_what_is_available_and_not_more(quantity: str, covered: bool) -> None:  # noqa: FBT001 - a column
    assert StockAnswer(Decimal(5)).can_cover(Decimal(quantity)) is covered


def test_the_stock_of_ten_or_twenty_offers_is_one_query(world: World, django_assert_num_queries: Counting) -> None:
    ids = [world.offer(f"ofr-{number}", on_hand=str(number)).pk for number in range(30)]
    for batch in (ids[:10], ids[10:]):
        with django_assert_num_queries(1):
            answers = stock_for(batch, world.stores["DE"].pk)
        assert [answers[pk].available for pk in batch] == [Decimal(ids.index(pk)) for pk in batch]
    assert stock_for([], world.stores["DE"].pk) == {}


def test_levels_are_listed_by_the_name_of_their_warehouse(world: World) -> None:
    offer = world.offer("ofr-1", on_hand="1")
    world.warehouse("A.1 North")
    world.stock(offer, "2", warehouse="A.1 North")
    assert [level.warehouse.name for level in levels_of(offer.pk)] == ["A.1 North", "M-1 Warehouse 1"]


@pytest.mark.parametrize("field", ["on_hand", "reserved"])
def test_the_database_refuses_less_than_nothing(world: World, field: str) -> None:
    world.offer("ofr-1", on_hand="1")
    with pytest.raises(IntegrityError, match="not_negative"), transaction.atomic():
        StockLevel.objects.update(**{field: -1})
