"""Lists and search: one card a product, found by what people type, shown as things are now."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from handsel.board.queries import Card, Listing, ListingRequest, Sort, listing
from handsel.board.services.refreshing import rebuild_all
from handsel.catalog.models import Category, ConcreteProduct
from handsel.catalog.services.marking import touch
from handsel.offers.services.approving import deny_offer
from handsel.pricing.models import OfferPrice
from handsel.pricing.services.checking import PriceDraft
from handsel.pricing.services.offer_prices import set_offer_price
from tests.world import World

HOUR = timedelta(hours=1)
ASKED = (("EUR", "GROSS_MODE"), ("CHF", "NET_MODE"), ("CHF", "GROSS_MODE"), ("USD", "NET_MODE"))


def find(world: World, at: datetime, **asked: Any) -> Listing:
    """The list of DE in English, euro, net, unless said otherwise, from cards as they are."""
    question: dict[str, Any] = {"locale": "en_US", "currency": "EUR", "mode": "NET_MODE"} | asked
    return listing(ListingRequest(world.stores[question.pop("store", "DE")], **question), at=at)


def fresh(world: World, at: datetime, **asked: Any) -> Listing:
    """The same after background work has caught up."""
    for store in world.stores.values():
        rebuild_all(store=store, at=at)
    return find(world, at, **asked)


def skus(found: Listing) -> list[str]:
    return [card.abstract_sku.removeprefix("ABS-") for card in found.cards]


def told(card: Card) -> tuple[Any, ...]:
    price, other = card.price, card.counterpart
    return (
        price and str(price.amount),
        other and str(other.amount),
        card.merchant_count,
        card.offer_count,
        card.is_available,
        card.skus,
    )


def catalogue(world: World) -> None:
    """Four products: dear, cheap, unpriced, and one that nobody offers."""
    for sku, price in (("DEAR", "30"), ("CHEAP", "3"), ("UNPRICED", None), ("NOBODYS", None)):
        product = world.product(sku)
        if sku != "NOBODYS":
            world.offer(f"of-{sku}", concrete=product, price=price)


def test_a_card_tells_the_lowest_price_of_all_variants_and_merchants(world: World, at: datetime) -> None:
    """BOARD-1: one card an abstract product."""
    second = ConcreteProduct.objects.create(sku="SKU-2", abstract_product=world.abstract)
    world.offer("a", price="10")
    world.offer("b", merchant="max", price="12", on_hand="3")
    world.offer("c", concrete=second, price="9")
    world.offer("hidden", concrete=second, price="1", is_active=False)

    [card] = fresh(world, at).cards
    assert told(card) == ("9.00", "10.71", 2, 3, True, ("SKU-1", "SKU-2"))
    assert (card.abstract_sku, card.name, card.url) == ("ABS-SKU-1", "Product SKU-1", "/en/product-sku-1")
    [in_gross] = find(world, at, mode="GROSS_MODE", locale="de_DE").cards
    assert (told(in_gross)[:2], in_gross.name) == (("10.71", "9.00"), "Produkt SKU-1")


def test_a_card_names_the_variant_that_has_its_price(world: World, at: datetime) -> None:
    """In each currency and mode; the first variant where there is no price."""
    second = ConcreteProduct.objects.create(sku="SKU-2", abstract_product=world.abstract)
    third = ConcreteProduct.objects.create(sku="SKU-3", abstract_product=world.abstract)
    dear = world.offer("a", price="10")
    world.price(dear, net="1", currency="CHF")
    cheap = world.offer("b", concrete=second, price="9")
    world.price(cheap, net="2", currency="CHF")
    world.offer("c", concrete=third, price="9")

    [card] = fresh(world, at).cards
    assert (card.sku, card.price and str(card.price.amount)) == ("SKU-2", "9.00")
    shown = [find(world, at, currency=code, mode=mode).cards[0].sku for code, mode in ASKED]
    assert shown == ["SKU-2", "SKU-1", "SKU-1", "SKU-1"]


def test_a_product_that_cannot_be_bought_is_listed_as_such(world: World, at: datetime) -> None:
    """SHOW-13: an unpriced offer with stock can be bought as little as a priced one without."""
    world.offer("no-stock", price="10")
    world.offer("no-price", merchant="max", on_hand="5")
    [card] = fresh(world, at).cards
    assert told(card) == ("10.00", "11.90", 2, 2, False, ("SKU-1",))


def test_only_products_with_displayed_offers_are_listed(world: World, at: datetime) -> None:
    catalogue(world)
    found = fresh(world, at)
    assert (sorted(skus(found)), found.total) == (["CHEAP", "DEAR", "UNPRICED"], 3)
    assert find(world, at, store="AT", currency="EUR").total == 0


@pytest.mark.parametrize("mode", ["NET_MODE", "GROSS_MODE"])
@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (Sort.PRICE_ASC, ["CHEAP", "DEAR", "UNPRICED"]),
        (Sort.PRICE_DESC, ["DEAR", "CHEAP", "UNPRICED"]),
        (Sort.NAME_ASC, ["CHEAP", "DEAR", "UNPRICED"]),
        (Sort.NAME_DESC, ["UNPRICED", "DEAR", "CHEAP"]),
        (Sort.RELEVANCE, ["DEAR", "CHEAP", "UNPRICED"]),
    ],
)
def test_a_list_can_be_sorted(world: World, at: datetime, sort: Sort, mode: str, expected: list[str]) -> None:
    """SORT-3: without a price last, whichever way prices are sorted."""
    catalogue(world)
    assert skus(fresh(world, at, sort=sort, mode=mode)) == expected


def test_prices_are_sorted_by_the_currency_asked(world: World, at: datetime) -> None:
    for sku, euro, franc in (("A", "1", "2"), ("B", "2", "1"), ("C", "3", None)):
        offer = world.offer(f"of-{sku}", concrete=world.product(sku), price=euro)
        if franc:
            world.price(offer, net=franc, currency="CHF")
    assert skus(fresh(world, at, sort=Sort.PRICE_ASC)) == ["A", "B", "C"]
    assert skus(find(world, at, sort=Sort.PRICE_ASC, currency="CHF")) == ["B", "A", "C"]


def test_names_are_sorted_in_the_readers_language_and_without_regard_to_accents(world: World, at: datetime) -> None:
    for sku, english, german in (("1", "Zebra", "Äther"), ("2", "apple", "Zange"), ("3", "Éclair", "beil")):
        product = world.product(sku)
        product.abstract_product.name = {"en_US": english, "de_DE": german}
        product.abstract_product.save()
        world.offer(f"of-{sku}", concrete=product, price="1")
    assert skus(fresh(world, at, sort=Sort.NAME_ASC)) == ["2", "3", "1"]
    assert skus(find(world, at, sort=Sort.NAME_ASC, locale="de_DE")) == ["1", "3", "2"]
    assert skus(find(world, at, sort=Sort.NAME_ASC, locale="xx_XX")) == ["1", "3", "2"]


def test_a_category_lists_what_lies_below_it_too(world: World, at: datetime) -> None:
    """CAT-8."""
    glass = Category.objects.create(key="glass", parent=world.category)
    hidden = Category.objects.create(key="hidden", parent=glass, is_active=False)
    below_hidden = Category.objects.create(key="below", parent=hidden)
    other = Category.objects.create(key="other")
    for category in (world.category, glass, hidden, below_hidden, other):
        product = world.product(category.key)
        product.abstract_product.category = category
        product.abstract_product.save()
        world.offer(f"of-{category.key}", concrete=product, price="1")

    assert sorted(skus(fresh(world, at, category_keys=("lab",)))) == ["glass", "lab"]
    assert skus(find(world, at, category_keys=("glass",))) == ["glass"]
    assert sorted(skus(find(world, at, category_keys=("glass", "other")))) == ["glass", "other"]
    assert [find(world, at, category_keys=(key,)).total for key in ("hidden", "unknown")] == [0, 0]


def test_a_list_can_be_of_one_merchant_whose_reference_ignores_case(world: World, at: datetime) -> None:
    """ID-4."""
    catalogue(world)
    world.offer("maxs", merchant="max", price="5")
    assert skus(fresh(world, at, merchant_reference="m-2")) == ["SKU-1"]
    assert sorted(skus(find(world, at, merchant_reference="M-1"))) == ["CHEAP", "DEAR", "UNPRICED"]
    assert find(world, at, merchant_reference="nobody").total == 0


def test_pages_follow_each_other_without_gap_or_overlap(world: World, at: datetime) -> None:
    for number in range(7):
        world.offer(f"o-{number}", concrete=world.product(f"P-{number}"), price="1")
    fresh(world, at)
    offsets = (0, 3, 6, 9, 10**30)
    pages = [find(world, at, sort=Sort.PRICE_ASC, offset=offset, limit=3) for offset in offsets]
    assert [page.total for page in pages] == [7] * 5
    assert [len(page.cards) for page in pages] == [3, 3, 1, 0, 0]
    assert [len(find(world, at, offset=offset, limit=limit).cards) for offset, limit in ((-5, 3), (0, -1))] == [3, 0]
    assert sorted(sku for page in pages for sku in skus(page)) == [f"P-{number}" for number in range(7)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bottle", ["GLASS-1"]),
        ("Laborflasche", ["GLASS-1"]),
        ("flasche", ["GLASS-1"]),
        ("bott", ["GLASS-1"]),
        ("500 bottle", ["GLASS-1"]),
        ("BOTTLE   Acme", ["GLASS-1"]),
        ("GRÖSSE", ["SCREW-8"]),
        ("große", ["SCREW-8"]),
        ("grosse", ["SCREW-8"]),
        ("screw-8", ["SCREW-8"]),
        ("ABS-SCREW-8", ["SCREW-8"]),
        ("4006381333931", ["GLASS-1"]),
        ("MS-77/ä", ["SCREW-8"]),
        ("bottel", ["GLASS-1"]),
        ("laborflashe", ["GLASS-1"]),
        ("m8", ["SCREW-8"]),
        ("ac", ["GLASS-1"]),
        ("bottle screw", []),
        ("xylophone", []),
        ("100%", []),
        ("_", []),
        ("'); drop table \\ \" :* & | ! <->", []),
        ("\x00", ["GLASS-1", "SCREW-8"]),
        ("bot\ud800tle", ["GLASS-1"]),
        ("bottle\udfff", ["GLASS-1"]),
        ("   ", ["GLASS-1", "SCREW-8"]),
        ("a" * 5000, []),
        ("x " * 500, []),
    ],
)
def test_search_finds_names_in_every_language_and_every_number_people_know(
    world: World, at: datetime, text: str, expected: list[str]
) -> None:
    glass = world.product("GLASS-1", gtin="4006381333931")
    glass.abstract_product.name = {"en_US": "Bottle, 500 ml", "de_DE": "Laborflasche, 500 ml"}
    glass.abstract_product.brand = "Acme"
    screw = world.product("SCREW-8")
    screw.abstract_product.name = {"en_US": "Bolt M8", "de_DE": "Schraube Größe 8"}
    for product in (glass, screw):
        product.abstract_product.save()
    world.offer("of-glass", concrete=glass, price="1")
    world.offer("of-screw", concrete=screw, price="1", merchant_sku="MS-77/ä")

    found = fresh(world, at, text=text)
    assert (sorted(skus(found)), found.total) == (expected, len(expected))


@pytest.mark.parametrize(
    ("text", "total", "is_similar"),
    [
        ("bottle", 1, False),
        ("bottel", 1, True),
        ("bottel 500", 1, True),
        ("bottel 50", 1, True),
        ("bottel 51", 0, False),
        ("b", 1, False),
        ("xy", 0, False),
        ("x", 1, False),
        ("x" * 300, 0, False),
        ("bottle" * 7, 0, False),
        ("qqqqqqqq", 0, False),
    ],
)
def test_only_words_that_may_be_mistyped_find_what_is_similar_and_the_list_says_so(
    world: World,
    at: datetime,
    text: str,
    total: int,
    is_similar: bool,  # noqa: FBT001 - a column
) -> None:
    for name in ("Bottle 500", "Xxxl glove"):
        product = world.product(name.split()[0][1:].upper())
        product.abstract_product.name = {"en_US": name}
        product.abstract_product.save()
        world.offer(f"of-{name}", concrete=product, price="1")
    found = fresh(world, at, text=text)
    assert (found.total, found.is_similar) == (total, is_similar)


def test_the_number_typed_whole_comes_first(world: World, at: datetime) -> None:
    for sku in ("AB-10", "AB-1", "AB-100"):
        world.offer(f"of-{sku}", concrete=world.product(sku), price="1")
    assert skus(fresh(world, at, text="ab-1"))[0] == "AB-1"
    assert find(world, at, text="ab-1").total == 3


def test_the_very_number_of_a_variant_finds_that_variant(world: World, at: datetime) -> None:
    """A merchant's number too, as long as the offer that has it is displayed."""
    second = ConcreteProduct.objects.create(
        sku="Var-2", abstract_product=world.abstract, gtin="4006381333931", name={"en_US": "Second", "de_DE": "Zweite"}
    )
    world.offer("a", price="1", on_hand="5", merchant_sku="KE-1")
    world.offer("b", concrete=second, price="9", merchant_sku="KE-2")
    world.offer("hidden", concrete=second, merchant="max", price="8", merchant_sku="SECRET-2", is_active=False)
    fresh(world, at)

    for text in ("var-2", " VAR-2 ", "4006381333931"):
        [card] = find(world, at, text=text).cards
        assert (card.name, card.sku, card.merchant_skus) == ("Second", "Var-2", ())
        assert told(card) == ("9.00", "10.71", 1, 1, False, ("Var-2",))
    [by_merchant] = find(world, at, text="ke-2", locale="de_DE").cards
    assert (by_merchant.name, by_merchant.sku, by_merchant.merchant_skus) == ("Zweite", "Var-2", ("KE-2",))
    [of_all] = find(world, at, text="abs-sku-1").cards
    assert (of_all.sku, of_all.skus, of_all.merchant_skus) == ("SKU-1", ("SKU-1", "Var-2"), ())
    assert find(world, at, text="secret-2").total == 0


def test_a_number_hidden_since_its_card_was_made_finds_nothing(world: World, at: datetime) -> None:
    offer = world.offer("a", price="1", merchant_sku="SECRET-7")
    world.offer("b", price="2", merchant="max")
    assert fresh(world, at, text="secret-7").total == 1
    deny_offer(actor=world.actor("ola"), offer_id=offer.pk, reason="no", at=at)
    assert find(world, at, text="secret-7").total == 0


def test_a_variant_that_is_not_searchable_in_a_language_is_not_found_by_its_name_there(
    world: World, at: datetime
) -> None:
    product = world.product(
        "VAR",
        name={"en_US": "Secret special", "de_DE": "Sonderausgabe"},
        is_searchable={"en_US": False, "de_DE": True},
    )
    world.offer("o", concrete=product, price="1")
    assert fresh(world, at, text="secret").total == 0
    assert find(world, at, text="sonderausgabe").total == 1


def test_search_and_category_narrow_each_other(world: World, at: datetime) -> None:
    catalogue(world)
    other = Category.objects.create(key="other")
    assert fresh(world, at, text="cheap", category_keys=("lab",)).total == 1
    assert find(world, at, text="cheap", category_keys=(other.key,)).total == 0


def test_the_page_shows_prices_as_they_are_and_in_their_order(world: World, at: datetime) -> None:
    """BOARD-8: without background work in between."""
    catalogue(world)
    assert skus(fresh(world, at, sort=Sort.PRICE_ASC)) == ["CHEAP", "DEAR", "UNPRICED"]
    offer_id = ConcreteProduct.objects.get(sku="CHEAP").offers.get().pk
    price = PriceDraft(world.stores["DE"].pk, "EUR", net=Decimal(50))
    set_offer_price(actor=world.actor("ola"), offer_id=offer_id, price=price, at=at)

    found = find(world, at, sort=Sort.PRICE_ASC)
    assert [(card.abstract_sku, card.price and str(card.price.amount)) for card in found.cards] == [
        ("ABS-DEAR", "30.00"),
        ("ABS-CHEAP", "50.00"),
        ("ABS-UNPRICED", None),
    ]


def test_what_is_no_longer_displayed_is_on_no_page(world: World, at: datetime) -> None:
    """BOARD-8: the count follows as soon as the page has noticed."""
    catalogue(world)
    fresh(world, at)
    offer_id = ConcreteProduct.objects.get(sku="CHEAP").offers.get().pk
    deny_offer(actor=world.actor("ola"), offer_id=offer_id, reason="no", at=at)

    found = find(world, at)
    assert (sorted(skus(found)), found.total) == (["DEAR", "UNPRICED"], 2)


def test_a_page_knows_of_validities_that_have_ended(world: World, at: datetime) -> None:
    """BOARD-4."""
    world.offer("o", price="1", valid_to=at + HOUR)
    world.offer("always", merchant="max", price="2")
    [before] = fresh(world, at).cards
    [after] = find(world, at + HOUR).cards
    assert (told(before)[0], told(after)[0]) == ("1.00", "2.00")


def test_products_whose_first_offer_was_just_approved_are_found_after_background_work(
    world: World, at: datetime
) -> None:
    """BOARD-8: counts may be a moment old."""
    fresh(world, at)
    world.offer("o", price="1")
    touch([world.concrete.pk])
    assert find(world, at).total == 0
    assert fresh(world, at).total == 1


@pytest.mark.parametrize("count", [10, 20])
@pytest.mark.parametrize("text", ["", "product"])
def test_twenty_cards_cost_as_many_queries_as_ten(
    world: World, at: datetime, django_assert_num_queries: DjangoAssertNumQueries, count: int, text: str
) -> None:
    for number in range(count):
        product = world.product(f"P-{number}")
        world.offer(f"o-{number}", concrete=product, price="1")
        world.offer(f"m-{number}", concrete=product, merchant="max", price="2")
    fresh(world, at)
    with django_assert_num_queries(5):
        assert len(find(world, at, text=text).cards) == count


def test_twenty_stale_cards_cost_as_many_queries_as_ten(world: World, at: datetime) -> None:
    counts = []
    for total in (10, 20):
        for number in range(total - 10, total):
            world.offer(f"o-{number}", concrete=world.product(f"P-{number}"), price="1")
        fresh(world, at)
        OfferPrice.objects.update(net=Decimal(total))
        touch(list(ConcreteProduct.objects.values_list("pk", flat=True)))
        with CaptureQueriesContext(connection) as queries:
            found = find(world, at)
        assert [str(card.price and card.price.amount) for card in found.cards] == [f"{total}.00"] * total
        counts.append(len(queries))
    assert counts[0] == counts[1]
