"""Who sells a product: the order, the default, what can be bought, and why the first is first."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from handsel.board.queries import WhyFirst, default_offer, offer_in_store, sold_by, sold_by_many
from handsel.board.tests.asking import ask, references
from handsel.catalog.services.marking import touch
from handsel.pricing.queries import PriceSource
from tests.world import World

DAY = timedelta(days=1)
FIVE_AND_MORE = [{"quantity": "5", "net": "7", "gross": None}]


def strategy(world: World, name: str) -> None:
    store = world.stores["DE"]
    store.buy_box_strategy = name
    store.save()


def test_the_cheapest_comes_first_and_is_the_default(world: World, at: datetime) -> None:
    """SORT-1, SORT-4."""
    world.offer("dear", price="12", on_hand="5")
    world.offer("cheap", merchant="max", price="9")
    world.offer("middle", price="10", on_hand="5")
    sold = ask(world, at)

    assert [(row.offer.reference, row.is_default, row.position) for row in sold.rows] == [
        ("cheap", True, 0),
        ("middle", False, 1),
        ("dear", False, 2),
    ]
    assert sold.default is sold.rows[0]


def test_the_order_follows_the_quantity(world: World, at: datetime) -> None:
    """SORT-1, PRICE-3."""
    world.price(world.offer("tiered"), net="10", tiers=FIVE_AND_MORE)
    world.offer("flat", merchant="max", price="8")

    assert references(ask(world, at, quantity=Decimal(4))) == ["flat", "tiered"]
    assert references(ask(world, at, quantity=Decimal(5))) == ["tiered", "flat"]


def test_equal_prices_are_ordered_by_what_can_be_bought_then_approval_then_reference(
    world: World, at: datetime
) -> None:
    """SORT-2."""
    world.offer("d", price="10", approved_at=at - DAY)
    world.offer("C", price="10", on_hand="5")
    world.offer("b", merchant="max", price="10", on_hand="5")
    world.offer("a", merchant="max", price="10", on_hand="5", approved_at=at - DAY)

    assert references(ask(world, at)) == ["a", "b", "C", "d"]


def test_an_offer_without_a_price_is_last_and_never_the_default(world: World, at: datetime) -> None:
    """SORT-3, SORT-4, PRICE-9."""
    world.offer("unpriced", on_hand="5", approved_at=at - DAY)
    alone = ask(world, at)
    assert [(row.price, row.is_default, row.is_purchasable) for row in alone.rows] == [(None, False, False)]
    assert (alone.default, alone.first_purchasable, alone.why_first) == (None, None, None)

    world.offer("dear", merchant="max", price="1000")
    with_dear = rebuilt(world, at)
    assert references(with_dear) == ["dear", "unpriced"]
    assert with_dear.default is with_dear.rows[0]


def rebuilt(world: World, at: datetime, **asked: Any) -> Any:
    """Ask after rows were written past the services."""
    touch([world.concrete.pk])
    return ask(world, at, **asked)


def test_a_bare_sku_takes_the_first_that_can_be_bought(world: World, at: datetime) -> None:
    """SORT-5, SHOW-12."""
    world.offer("sold-out", price="8", on_hand="0")
    world.offer("few", price="9", on_hand="3")
    never_out = world.offer("never-out", merchant="max", price="10")
    world.stock(never_out, "0", never_out=True)

    def first(quantity: str) -> str | None:
        row = default_offer(
            store=world.stores["DE"],
            sku="SKU-1",
            currency="EUR",
            mode="NET_MODE",
            quantity=Decimal(quantity),
            at=at,
        )
        return row.offer.reference if row else None

    assert [first("1"), first("3"), first("3.5"), first("1000")] == ["few", "few", "never-out", "never-out"]
    assert ask(world, at).default is not None
    assert references(ask(world, at))[0] == "sold-out"


def test_nothing_can_be_bought_when_nothing_is_there(world: World, at: datetime) -> None:
    """STOCK-12, SHOW-13: no stock hides nothing and sells nothing."""
    world.offer("empty", price="8")
    assert references(ask(world, at)) == ["empty"]
    assert ask(world, at).first_purchasable is None


def test_a_reference_in_the_address_preselects_its_offer_ignoring_case(world: World, at: datetime) -> None:
    """SORT-6."""
    world.offer("first", price="8")
    world.offer("Second", merchant="max", price="9")
    sold = ask(world, at)

    def selected(reference: str | None) -> tuple[str | None, bool]:
        row, is_known = sold.preselect(reference)
        return row.offer.reference if row else None, is_known

    assert selected("sECOND") == ("Second", True)
    assert selected(None) == ("first", True)
    assert selected("nobody's") == ("first", False)


@pytest.mark.parametrize(
    ("name", "order", "why"),
    [
        ("price", ["cheap", "ready", "full", "endless"], WhyFirst.LOWEST_PRICE),
        ("price_available", ["ready", "full", "endless", "cheap"], WhyFirst.LOWEST_PRICE),
        ("stock", ["endless", "full", "ready", "cheap"], WhyFirst.NEVER_OUT_OF_STOCK),
    ],
)
def test_the_store_decides_what_puts_an_offer_first(
    world: World, at: datetime, name: str, order: list[str], why: WhyFirst
) -> None:
    """SORT-7, SORT-8."""
    world.offer("cheap", price="8", on_hand="0")
    world.offer("ready", price="9", on_hand="1")
    world.offer("full", merchant="max", price="10", on_hand="50")
    world.stock(world.offer("endless", merchant="max", price="11"), "0", never_out=True)
    world.offer("unpriced", on_hand="100")
    strategy(world, name)

    sold = ask(world, at)
    assert references(sold) == [*order, "unpriced"]
    assert sold.why_first is not None
    assert sold.why_first.code == why


@pytest.mark.parametrize(
    ("name", "second", "why", "saving"),
    [
        ("price", {"price": "12", "on_hand": "5"}, WhyFirst.LOWEST_PRICE, "2.00"),
        ("price", {"price": "10", "on_hand": "0"}, WhyFirst.CAN_BE_BOUGHT, None),
        ("price", {"price": "10", "on_hand": "5"}, WhyFirst.EARLIEST_APPROVED, None),
        ("price_available", {"price": "9", "on_hand": "0"}, WhyFirst.CAN_BE_BOUGHT, None),
        ("stock", {"price": "9", "on_hand": "4"}, WhyFirst.MOST_AVAILABLE, None),
        ("stock", {"price": "12", "on_hand": "5"}, WhyFirst.LOWEST_PRICE, "2.00"),
    ],
)
def test_the_page_can_say_why_the_first_is_first(
    world: World, at: datetime, name: str, second: dict[str, Any], why: WhyFirst, saving: str | None
) -> None:
    """SORT-8."""
    world.offer("first", price="10", on_hand="5", approved_at=at - DAY)
    world.offer("second", merchant="max", **second)
    strategy(world, name)
    sold = ask(world, at)

    assert references(sold) == ["first", "second"]
    assert sold.why_first is not None
    told = sold.why_first.saving
    assert (sold.why_first.code, str(told.amount) if told else None, sold.why_first.others) == (why, saving, 1)


def test_an_only_offer_is_first_because_it_is_the_only_one(world: World, at: datetime) -> None:
    """SORT-8."""
    world.offer("only", price="10")
    alone = ask(world, at)
    world.offer("unpriced", merchant="max")
    beside_unpriced = rebuilt(world, at)
    world.offer("same", price="10")
    beside_same = rebuilt(world, at)

    why = [sold.why_first and sold.why_first.code for sold in (alone, beside_unpriced, beside_same)]
    assert why == [WhyFirst.ONLY_OFFER, WhyFirst.ONLY_PRICED, WhyFirst.REFERENCE]


def test_a_customers_own_price_takes_part_in_the_order_he_sees(world: World, at: datetime) -> None:
    """SORT-9, BOARD-7: and nobody else sees anything of it."""
    world.offer("public", merchant="max", price="9", on_hand="1")
    agreed = world.offer("agreed", price="10", on_hand="1")
    unpriced = world.offer("unpriced", on_hand="1")
    contract = world.contract("c")
    world.contract_price(contract, agreed, net="5")
    world.contract_price(contract, unpriced, net="7")

    mine = ask(world, at, customer="brennhoff")
    assert [(row.offer.reference, row.price and row.price.source) for row in mine.rows] == [
        ("agreed", PriceSource.CONTRACT_OFFER),
        ("unpriced", PriceSource.CONTRACT_OFFER),
        ("public", PriceSource.OFFER),
    ]
    assert mine.why_first is not None
    assert mine.why_first.by_contract
    for customer in (None, "caldera"):
        assert references(ask(world, at, customer=customer)) == ["public", "agreed", "unpriced"]


def test_a_row_tells_everything_of_its_currency_and_which_others_there_are(world: World, at: datetime) -> None:
    """PRICE-19, PRICE-20."""
    offer = world.offer("o", merchant_sku="M-77", minimum_quantity=Decimal(2), on_hand="3")
    world.price(offer, net="10", gross="11.90", tiers=FIVE_AND_MORE)
    world.price(offer, net="12", price_type="ORIGINAL")
    world.price(offer, net="9", currency="CHF")
    [row] = ask(world, at).rows

    assert row.card is not None
    rungs = [(str(rung.quantity), rung.net, rung.gross) for rung in row.card.ladder]
    assert rungs == [("1", 1000, 1190), ("5", 700, 833)]
    assert row.card.original is not None
    assert (row.card.original.net, row.card.original.gross) == (1200, 1428)
    assert row.offer.currencies == ("CHF", "EUR")
    assert (row.offer.merchant.reference, row.offer.merchant_sku) == ("M-1", "M-77")
    assert (row.offer.rule.minimum, row.offer.rule.step) == (Decimal(2), Decimal(1))
    assert (row.offer.stock.available, row.offer.stock.words) == (Decimal(3), "3 in stock")


def test_an_unknown_sku_is_sold_by_nobody(world: World, at: datetime) -> None:
    """API-6."""
    sold = ask(world, at, sku="NO-SUCH")
    assert (sold.sku, sold.rows, sold.default, sold.product) == ("NO-SUCH", (), None, None)


@pytest.mark.parametrize("sku", ["", "SKU-1\x00", "\ud800", "x" * 10_000, "'; --"])
def test_a_sku_that_cannot_be_is_sold_by_nobody(world: World, at: datetime, sku: str) -> None:
    assert ask(world, at, sku=sku).rows == ()
    store = world.stores["DE"]
    assert offer_in_store(reference=sku, store=store, currency="EUR", mode="NET_MODE", at=at) is None


def test_a_sku_counts_letter_by_letter(world: World, at: datetime) -> None:
    """CAT-2."""
    world.offer("o", price="1")
    assert references(ask(world, at, sku="sku-1")) == []
    assert references(ask(world, at, sku="SKU-1")) == ["o"]


def test_an_offer_is_found_by_its_reference_where_it_is_displayed(world: World, at: datetime) -> None:
    """SHOW-16, API-7, API-16: hidden and unknown give the same answer."""
    world.offer("Cheap", price="8")
    world.offer("dear", merchant="max", price="9")
    world.offer("hidden", price="1", is_active=False)

    def found(reference: str, store: str = "DE") -> tuple[str, bool] | None:
        answer = offer_in_store(reference=reference, store=world.stores[store], currency="EUR", mode="NET_MODE", at=at)
        return answer and (answer[1].offer.reference, answer[1].is_default)

    assert [found("cHEAP"), found("dear")] == [("Cheap", True), ("dear", False)]
    assert [found("hidden"), found("unknown"), found("cheap", "AT"), found("")] == [None] * 4


def test_a_stored_answer_is_one_statement_and_a_customers_two(
    world: World, at: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    world.offer("o", price="1")
    question: dict[str, Any] = {
        "store": world.stores["DE"],
        "sku": "SKU-1",
        "currency": "EUR",
        "mode": "NET_MODE",
        "at": at,
    }
    first = sold_by(**question)
    with django_assert_num_queries(1):
        assert sold_by(**question) == first
    with django_assert_num_queries(2):
        sold_by(**question, customer_id=world.organizations["brennhoff"].pk)


@pytest.mark.parametrize("count", [10, 20])
def test_twenty_offers_cost_as_many_queries_as_ten(
    world: World, at: datetime, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    contract = world.contract("c")
    for number in range(count):
        offer = world.offer(f"o-{number}", merchant=("mia", "max")[number % 2], price=str(number + 1), on_hand="1")
        if number % 2 == 0:
            world.contract_price(contract, offer, net="1")
    world.product("SKU-2")
    question: dict[str, Any] = {
        "store": world.stores["DE"],
        "skus": ["SKU-1", "SKU-2"],
        "currency": "EUR",
        "mode": "NET_MODE",
        "customer_id": world.organizations["brennhoff"].pk,
        "at": at,
    }
    with django_assert_num_queries(11):  # the statement, nine to build, one for the contract prices
        built = sold_by_many(**question)
    with django_assert_num_queries(2):
        assert sold_by_many(**question) == built
    assert (len(built["SKU-1"].rows), len(built["SKU-2"].rows)) == (count, 0)
