"""What an offer costs a customer, asked of the database."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from handsel.catalog.models import TaxRate
from handsel.offers.models import Offer
from handsel.parties.models import Contract
from handsel.pricing.queries import PriceAnswer, PriceSource, price_for, prices_for
from tests.world import World

ONE = Decimal(1)


def ask(world: World, offer: Offer, at: datetime, **asked: Any) -> PriceAnswer | None:
    question: dict[str, Any] = {
        "store": "DE",
        "currency": "EUR",
        "mode": "NET_MODE",
        "quantity": ONE,
        "customer": None,
    } | asked
    customer = question.pop("customer")
    question["store"] = world.stores[question["store"]]
    return price_for(
        offer_id=offer.pk, customer_id=world.organizations[customer].pk if customer else None, at=at, **question
    )


def unit(answer: PriceAnswer | None) -> tuple[str, str] | None:
    return None if answer is None else (str(answer.unit.amount), answer.source.value)


def test_a_contract_of_one_merchant_never_prices_another_merchants_offer(world: World, at: datetime) -> None:
    """PRICE-4, PRICE-1."""
    mias, maxs = world.offer("mias", price="10"), world.offer("maxs", merchant="max", price="12")
    contract = world.contract("brennhoff-mia")
    world.contract_price(contract, world.concrete, net="5")
    world.contract_price(contract, world.abstract, net="4")

    assert unit(ask(world, mias, at, customer="brennhoff")) == ("5.00", "contract_concrete")
    assert unit(ask(world, maxs, at, customer="brennhoff")) == ("12.00", "offer")


def test_a_contract_row_that_names_another_merchants_offer_prices_nothing(world: World, at: datetime) -> None:
    """PRICE-4: not even by a row that should not exist."""
    maxs = world.offer("maxs", merchant="max", price="12")
    world.contract_price(world.contract("brennhoff-mia"), maxs, net="5")

    assert unit(ask(world, maxs, at, customer="brennhoff")) == ("12.00", "offer")


def test_a_contract_prices_its_assigned_companies_and_nobody_else(world: World, at: datetime) -> None:
    """ORG-11, PRICE-1: not the public, not another company, not a company that merely owns the contract."""
    offer = world.offer("o", price="10")
    world.contract_price(world.contract("brennhoff-mia"), offer, net="5")
    owned = Contract.objects.create(key="owned", merchant=world.merchants["mia"], owner=world.organizations["caldera"])
    world.contract_price(owned, offer, net="3")

    assert unit(ask(world, offer, at, customer="brennhoff")) == ("5.00", "contract_offer")
    assert unit(ask(world, offer, at, customer="caldera")) == ("10.00", "offer")
    assert unit(ask(world, offer, at)) == ("10.00", "offer")


def test_a_contract_price_in_one_currency_leaves_the_ordinary_price_in_another(world: World, at: datetime) -> None:
    """PRICE-5."""
    offer = world.offer("o", price="10")
    world.price(offer, net="11", currency="CHF")
    world.contract_price(world.contract("c"), offer, net="5", currency="EUR")

    assert unit(ask(world, offer, at, customer="brennhoff", currency="CHF")) == ("11.00", "offer")
    assert unit(ask(world, offer, at, customer="brennhoff", currency="EUR")) == ("5.00", "contract_offer")


def test_the_most_specific_level_is_found_by_store_and_currency(world: World, at: datetime) -> None:
    """PRICE-2: a row on the offer in another currency or store does not hide the product's row in this one."""
    offer = world.offer("o", price="10", stores="DE AT")
    contract = world.contract("c")
    world.contract_price(contract, offer, net="5", currency="CHF")
    world.contract_price(contract, offer, net="6", store="AT")
    world.contract_price(contract, world.concrete, net="7")

    assert unit(ask(world, offer, at, customer="brennhoff")) == ("7.00", "contract_concrete")


def test_an_offer_priced_in_euro_only_costs_a_customer_in_francs_what_the_product_costs(
    world: World, at: datetime
) -> None:
    """PRICE-16."""
    offer = world.offer("o", price="10")
    assert ask(world, offer, at, currency="CHF") is None

    world.product_price(world.abstract, gross="12", currency="CHF")
    assert unit(ask(world, offer, at, currency="CHF", mode="GROSS_MODE")) == ("12.00", "abstract")
    assert unit(ask(world, offer, at)) == ("10.00", "offer")


def test_inheritance_is_decided_per_store(world: World, at: datetime) -> None:
    """PRICE-6, PRICE-16: a price in DE stops nothing in AT."""
    offer = world.offer("o", price="10", stores="DE AT")
    world.product_price(world.concrete, net="7", store="AT")
    world.product_price(world.concrete, net="8", store="DE")

    assert unit(ask(world, offer, at, store="AT")) == ("7.00", "concrete")
    assert unit(ask(world, offer, at, store="DE")) == ("10.00", "offer")


def test_a_price_is_taxed_by_the_first_country_of_its_store(world: World, at: datetime) -> None:
    """STORE-6, PRICE-10."""
    offer = world.offer("o", stores="DE AT US")
    for store, currency in (("DE", "EUR"), ("AT", "EUR"), ("US", "USD")):
        world.price(offer, net="10", store=store, currency=currency)

    found = {
        store: ask(world, offer, at, store=store, currency=currency, mode="GROSS_MODE")
        for store, currency in (("DE", "EUR"), ("AT", "EUR"), ("US", "USD"))
    }
    told = {store: (str(a.unit.amount), str(a.tax_rate), a.derived) for store, a in found.items() if a is not None}
    assert told == {
        "DE": ("11.90", "19.000", True),
        "AT": ("12.00", "20.000", True),
        "US": ("10.00", "0.000", True),
    }


def test_without_a_tax_set_or_a_rate_nothing_is_added(world: World, at: datetime) -> None:
    """STORE-6."""
    offer = world.offer("o", price="10")
    TaxRate.objects.filter(country="DE").delete()
    without_rate = ask(world, offer, at, mode="GROSS_MODE")
    world.abstract.tax_set = None
    world.abstract.save()
    without_set = ask(world, offer, at, mode="GROSS_MODE")

    assert [(str(a.unit.amount), a.tax_rate) for a in (without_rate, without_set) if a] == [("10.00", Decimal(0))] * 2


def test_a_price_is_known_to_hold_until_the_offer_or_its_product_ends(world: World, at: datetime) -> None:
    """PRICE-19."""
    day = timedelta(days=1)
    endless = world.offer("endless", price="1")
    ending = world.offer("ending", price="1", valid_to=at + day)
    ended = world.offer("ended", price="1", valid_to=at - day)
    product = world.product("ENDS", valid_to=at + 2 * day)
    of_product = world.offer("of-product", concrete=product, price="1", valid_to=at + 3 * day)

    answers = [ask(world, offer, at) for offer in (endless, ending, ended, of_product)]
    assert [answer and answer.valid_until for answer in answers] == [None, at + day, None, at + 2 * day]


def test_an_offer_that_does_not_exist_has_no_price(world: World, at: datetime) -> None:
    assert (
        price_for(
            offer_id=0,
            store=world.stores["DE"],
            currency="EUR",
            mode="NET_MODE",
            quantity=ONE,
            customer_id=None,
            at=at,
        )
        is None
    )


def test_price_types_that_nobody_sells_at_are_ignored(world: World, at: datetime) -> None:
    """PRICE-7: a file may bring further types; they neither sell nor stop inheritance."""
    offer = world.offer("o")
    world.price(offer, net="1", price_type="STAFF")
    world.product_price(world.concrete, net="9")

    assert unit(ask(world, offer, at)) == ("9.00", "concrete")


def test_every_line_is_priced_for_its_own_quantity(world: World, at: datetime) -> None:
    """PRICE-3."""
    first, second = world.offer("first"), world.offer("second")
    for offer in (first, second):
        world.price(offer, net="10", tiers=[{"quantity": "5", "net": "8", "gross": None}])

    answers = prices_for(
        quantities={first.pk: Decimal(5), second.pk: Decimal(4)},
        store=world.stores["DE"],
        currency="EUR",
        mode="NET_MODE",
        customer_id=None,
        at=at,
    )
    assert {pk: unit(answer) for pk, answer in answers.items()} == {
        first.pk: ("8.00", "offer"),
        second.pk: ("10.00", "offer"),
    }


@pytest.mark.parametrize(("customer", "queries"), [(None, 4), ("brennhoff", 5)])
@pytest.mark.parametrize("count", [10, 20])
def test_many_offers_cost_as_many_queries_as_few(
    world: World,
    at: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
    customer: str | None,
    queries: int,
) -> None:
    contract = world.contract("c")
    quantities = {}
    for number in range(count):
        product = world.product(f"P-{number}")
        offer = world.offer(f"o-{number}", concrete=product, price="10")
        world.product_price(product, net="9", currency="CHF")
        world.contract_price(contract, offer, net=str(number))
        quantities[offer.pk] = ONE
    with django_assert_num_queries(queries):
        answers = prices_for(
            quantities=quantities,
            store=world.stores["DE"],
            currency="EUR",
            mode="NET_MODE",
            customer_id=world.organizations[customer].pk if customer else None,
            at=at,
        )
    assert len(answers) == count
    assert {answer.source for answer in answers.values() if answer} == {
        PriceSource.CONTRACT_OFFER if customer else PriceSource.OFFER
    }
