"""Real connections race for stock: nothing is sold twice and nobody waits for ever (STOCK-7, TX-2, TX-3)."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial

import pytest

from handsel.core.invariants import broken
from handsel.core.transactions import command
from handsel.offers.models import Offer
from handsel.stock.errors import NotEnoughStock
from handsel.stock.models import Reservation, StockLevel
from handsel.stock.services.levels import set_on_hand
from handsel.stock.services.reserving import release, reserve, ship
from tests.races.running import at_once
from tests.world import AT, World, build_world

BUYERS = 8
pytestmark = pytest.mark.django_db(transaction=True)


@command
def buy(*, wanted: Mapping[int, Decimal], store_id: int, purpose: str) -> int:
    return len(reserve(wanted=wanted, store_id=store_id, purpose=purpose))


@command
def cancel(*, purpose: str) -> int:
    return release(purpose=purpose)


@command
def send(*, purpose: str) -> int:
    return ship(purpose=purpose)


@pytest.fixture
def market(transactional_db: None) -> Iterator[World]:
    yield build_world()
    assert broken() == []


def buying(market: World, purpose: str, *offers: Offer, quantity: int = 1) -> Callable[[], object]:
    wanted = {offer.pk: Decimal(quantity) for offer in offers}
    store_id = market.stores["DE"].pk
    return lambda: buy(wanted=wanted, store_id=store_id, purpose=purpose)


def reserved() -> int:
    return sum(int(level.reserved) for level in StockLevel.objects.all())


def test_of_many_buyers_of_the_last_unit_exactly_one_wins(market: World) -> None:
    offer = market.offer("ofr-1", on_hand="1")
    answers = at_once([buying(market, f"line:{number}", offer) for number in range(BUYERS)])
    assert sorted(type(answer).__name__ for answer in answers) == ["NotEnoughStock"] * (BUYERS - 1) + ["int"]
    assert (reserved(), Reservation.objects.count()) == (1, 1)


def test_as_many_buyers_win_as_there_are_units_in_two_warehouses(market: World) -> None:
    offer = market.offer("ofr-1", on_hand="3")
    market.warehouse("North")
    market.stock(offer, "2", warehouse="North")
    answers = at_once([buying(market, f"line:{number}", offer) for number in range(BUYERS)])
    assert [type(answer) for answer in answers].count(int) == 5
    assert (reserved(), [type(a) for a in answers].count(NotEnoughStock)) == (5, BUYERS - 5)


def test_two_offers_bought_in_opposite_order_never_deadlock(market: World) -> None:
    one, two = market.offer("ofr-1", on_hand="1000"), market.offer("ofr-2", on_hand="1000")
    for round_number in range(10):
        answers = at_once(
            [
                buying(market, f"a:{round_number}:{number}", *((one, two) if number % 2 else (two, one)))
                for number in range(BUYERS)
            ]
        )
        assert answers == [2] * BUYERS
    assert reserved() == 2 * 10 * BUYERS


def test_the_same_purpose_from_many_connections_holds_once(market: World) -> None:
    offer = market.offer("ofr-1", on_hand="10")
    answers = at_once([buying(market, "line:1", offer, quantity=3) for _ in range(BUYERS)])
    assert (answers, reserved()) == ([1] * BUYERS, 3)


def test_a_purpose_is_cancelled_or_shipped_but_never_both(market: World) -> None:
    offer = market.offer("ofr-1", on_hand="10")
    for number in range(10):
        purpose = f"line:{number}"
        assert buying(market, purpose, offer)() == 1
        answers = at_once([partial(cancel, purpose=purpose), partial(send, purpose=purpose)])
        assert sorted(map(str, answers)) == ["0", "1"]
    level = StockLevel.objects.get()
    shipped = Reservation.objects.filter(state="shipped").count()
    assert (int(level.reserved), int(level.on_hand)) == (0, 10 - shipped)


def test_counting_the_stock_while_it_is_sold_loses_no_reservation(market: World) -> None:
    offer, mia = market.offer("ofr-1", on_hand="100"), market.actor("mia")

    def count_again(quantity: int) -> Callable[[], object]:
        return lambda: set_on_hand(
            actor=mia, offer_id=offer.pk, warehouse="M-1 Warehouse 1", on_hand=Decimal(quantity), at=AT
        )

    calls = [buying(market, f"line:{number}", offer) for number in range(5)]
    answers = at_once([*calls, *(count_again(50 + number) for number in range(3))])
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert reserved() == 5
