"""`/product-offers`, their prices and availabilities, and the offers of a product (API-6, API-7, API-11 to API-16)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from handsel.api.tests.conftest import Call
from handsel.catalog.services.marking import touch
from handsel.offers.models import Offer, OfferStore
from handsel.parties.models import Merchant
from handsel.pricing.models import ORIGINAL
from tests.world import World

ROOT = "http://testserver/api"
EURO = {"code": "EUR", "name": "Euro", "symbol": "€"}
ALL = "product-offer-prices,product-offer-availabilities,merchants"


def two_offers(world: World) -> None:
    """Mia sells SKU-1 for 100 net with a tier, Max for 90 net; Mia has 7 in stock, Max is never out of stock."""
    cheap = world.offer("ofr-2", merchant="max", price="90", merchant_sku="X-9")
    world.stock(cheap, "0", never_out=True)
    dear = world.offer("ofr-1", merchant="mia", merchant_sku="A-77", on_hand="7")
    world.price(dear, net="100", gross="119", tiers=[{"quantity": "5", "net": "85", "gross": "101.15"}])
    world.price(dear, gross="130", price_type=ORIGINAL)


def test_the_offers_of_a_product_come_in_the_order_of_sold_by_with_all_they_bring(
    answer_of: Call, world: World
) -> None:
    two_offers(world)
    query = f"?include={ALL}&priceMode=GROSS_MODE&fields[merchants]=merchantName"
    document = answer_of(f"/concrete-products/SKU-1/product-offers{query}")
    assert document == {
        "data": [
            {
                "type": "product-offers",
                "id": reference,
                "attributes": {"merchantSku": sku, "merchantReference": merchant, "isDefault": is_default},
                "links": {"self": f"{ROOT}/product-offers/{reference}"},
                "relationships": {
                    "product-offer-prices": {"data": [{"type": "product-offer-prices", "id": reference}]},
                    "product-offer-availabilities": {
                        "data": [{"type": "product-offer-availabilities", "id": reference}]
                    },
                    "merchants": {"data": [{"type": "merchants", "id": merchant}]},
                },
            }
            for reference, sku, merchant, is_default in (("ofr-2", "X-9", "M-2", True), ("ofr-1", "A-77", "M-1", False))
        ],
        "links": {"self": f"{ROOT}/concrete-products/SKU-1/product-offers{query}"},
        "included": [
            prices("ofr-2", 10710, [price_row("DEFAULT", gross=10710)]),
            availability("ofr-2", "0.0000000000", is_never_out=True),
            merchant("M-2"),
            prices(
                "ofr-1",
                11900,
                [
                    price_row("DEFAULT", gross=11900, tiers=[(8500, 10115, 5)]),
                    price_row("ORIGINAL", gross=13000),
                ],
            ),
            availability("ofr-1", "7.0000000000"),
            merchant("M-1"),
        ],
    }


def prices(reference: str, price: int, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "type": "product-offer-prices",
        "id": reference,
        "attributes": {"price": price, "prices": rows},
        "links": {"self": f"{ROOT}/product-offers/{reference}/product-offer-prices"},
    }


def price_row(
    name: str, *, net: int | None = None, gross: int | None = None, tiers: list[tuple[int, int, int]] | None = None
) -> dict[str, Any]:
    return {
        "priceTypeName": name,
        "netAmount": net,
        "grossAmount": gross,
        "currency": EURO,
        "volumePrices": [{"netAmount": n, "grossAmount": g, "quantity": q} for n, g, q in tiers or []],
    }


def availability(reference: str, quantity: str, *, is_never_out: bool = False) -> dict[str, Any]:
    return {
        "type": "product-offer-availabilities",
        "id": reference,
        "attributes": {"isNeverOutOfStock": is_never_out, "availability": True, "quantity": quantity},
        "links": {"self": f"{ROOT}/product-offers/{reference}/product-offer-availabilities"},
    }


def merchant(reference: str) -> dict[str, Any]:
    return {
        "type": "merchants",
        "id": reference,
        "attributes": {"merchantName": reference},
        "links": {"self": f"{ROOT}/merchants/{reference}"},
    }


def test_an_offer_is_one_object_and_its_prices_an_array_of_one(answer_of: Call, world: World) -> None:
    two_offers(world)
    assert answer_of("/product-offers/ofr-2") == {
        "data": {
            "type": "product-offers",
            "id": "ofr-2",
            "attributes": {"merchantSku": "X-9", "merchantReference": "M-2", "isDefault": True},
            "links": {"self": f"{ROOT}/product-offers/ofr-2"},
        }
    }
    address = "/product-offers/ofr-2/product-offer-prices?priceMode=GROSS_MODE"
    assert answer_of(address) == {
        "data": [prices("ofr-2", 10710, [price_row("DEFAULT", gross=10710)])],
        "links": {"self": ROOT + address},
    }
    address = "/product-offers/ofr-1/product-offer-availabilities"
    assert answer_of(address) == {
        "data": [availability("ofr-1", "7.0000000000")],
        "links": {"self": ROOT + address},
    }


PRICE_CASES = [
    ("", "NET", 10000, "EUR"),
    ("?priceMode=NET_MODE", "NET", 10000, "EUR"),
    ("?priceMode=GROSS_MODE", "GROSS", 11900, "EUR"),
    ("?currency=CHF", "NET", 20000, "CHF"),
    ("?priceMode=GROSS_MODE&currency=CHF", "GROSS", 23800, "CHF"),
]


@pytest.mark.parametrize(("query", "mode", "amount", "currency"), PRICE_CASES)
def test_price_mode_and_currency_choose_the_amount(
    answer_of: Call, world: World, query: str, mode: str, amount: int, currency: str
) -> None:
    offer = world.offer("ofr-1", price="100")
    world.price(offer, net="200", currency="CHF")
    [found] = answer_of(f"/product-offers/ofr-1/product-offer-prices{query}")["data"]
    [row] = found["attributes"]["prices"]
    assert found["attributes"]["price"] == amount
    assert (row["netAmount"], row["grossAmount"]) == ((amount, None) if mode == "NET" else (None, amount))
    assert (
        row["currency"]
        == {
            "EUR": {"code": "EUR", "name": "Euro", "symbol": "€"},
            "CHF": {"code": "CHF", "name": "Swiss Franc", "symbol": "CHF"},
        }[currency]
    )


def test_without_a_price_in_the_currency_there_is_none(answer_of: Call, world: World) -> None:
    world.offer("ofr-1", price="100")
    document = answer_of("/product-offers/ofr-1?include=product-offer-prices&currency=CHF")
    assert document["data"]["attributes"]["isDefault"] is False
    assert document["included"][0]["attributes"] == {"price": None, "prices": []}


def test_an_offer_with_only_a_price_before_sells_at_it(answer_of: Call, world: World) -> None:
    offer = world.offer("ofr-1")
    world.price(offer, net="130", price_type=ORIGINAL)
    [found] = answer_of("/product-offers/ofr-1/product-offer-prices")["data"]
    assert found["attributes"] == {"price": 13000, "prices": [price_row("ORIGINAL", net=13000)]}


def test_a_price_before_that_is_not_higher_is_not_told(answer_of: Call, world: World) -> None:
    offer = world.offer("ofr-1", price="130")
    world.price(offer, net="130", price_type=ORIGINAL)
    [found] = answer_of("/product-offers/ofr-1/product-offer-prices")["data"]
    assert [row["priceTypeName"] for row in found["attributes"]["prices"]] == ["DEFAULT"]


@pytest.mark.parametrize(
    ("on_hand", "never_out", "expected"),
    [
        (None, False, (False, False, "0.0000000000")),
        ("0", False, (False, False, "0.0000000000")),
        ("0", True, (True, True, "0.0000000000")),
        ("9", True, (True, True, "0.0000000000")),
        ("0.5", False, (False, True, "0.5000000000")),
        ("12345678.1234567891", False, (False, True, "12345678.1234567891")),
    ],
)
def test_availability_is_told_with_ten_decimals(
    answer_of: Call, world: World, on_hand: str | None, expected: tuple[bool, bool, str], *, never_out: bool
) -> None:
    offer = world.offer("ofr-1", price="100")
    if on_hand is not None:
        world.stock(offer, on_hand, never_out=never_out)
    [found] = answer_of("/product-offers/ofr-1/product-offer-availabilities")["data"]
    is_never_out, is_available, quantity = expected
    assert found["attributes"] == {
        "isNeverOutOfStock": is_never_out,
        "availability": is_available,
        "quantity": quantity,
    }


@pytest.mark.parametrize(
    "sku", ["123456789", "sku-1", "ABS-SKU-1", "~!@$^&*()_+", "%F0%9F%8D%BA", "%27%3BDROP", "x" * 3000]
)
def test_an_unknown_sku_has_an_empty_list_of_offers(answer_of: Call, world: World, sku: str) -> None:
    two_offers(world)
    address = f"/concrete-products/{sku}/product-offers?include={ALL}"
    assert answer_of(address)["data"] == []


HIDDEN: dict[str, dict[str, Any]] = {
    "inactive": {"is_active": False},
    "waiting": {"approval_status": "waiting_for_approval"},
    "denied": {"approval_status": "denied"},
    "not yet valid": {"valid_from": timedelta(seconds=1)},
    "no longer valid": {"valid_to": timedelta(0)},
}


@pytest.mark.parametrize("why", [*HIDDEN, "other store", "merchant off", "product draft"])
@pytest.mark.parametrize("who", ["anonymous", "bea", "mia", "max", "ola", "mod"])
def test_a_hidden_offer_and_one_that_does_not_exist_answer_alike(
    error_of: Call, answer_of: Call, world: World, at: datetime, why: str, who: str
) -> None:
    offer = world.offer("ofr-1", price="100")
    changes = {
        name: at + value if isinstance(value, timedelta) else value for name, value in HIDDEN.get(why, {}).items()
    }
    Offer.objects.filter(pk=offer.pk).update(**changes or {"merchant_sku": "x"})
    if why == "other store":
        OfferStore.objects.filter(offer=offer).update(store=world.stores["AT"])
    if why == "merchant off":
        Merchant.objects.filter(pk=offer.merchant_id).update(is_active=False)
    if why == "product draft":
        world.abstract.approval_status = "draft"
        world.abstract.save()
    for below, words in (
        ("", "Product offer not found."),
        ("/product-offer-prices", "Product offer not found."),
        ("/product-offer-availabilities", "Product offer was not found."),
    ):
        for query in ("", "?include=product-offer-prices") if not below else ("",):
            hidden = error_of(f"/product-offers/ofr-1{below}{query}", who=who)
            assert hidden == error_of(f"/product-offers/NONE{below}{query}", who=who) == [(404, "3701", words)]
    assert answer_of("/concrete-products/SKU-1/product-offers", who=who)["data"] == []


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/product-offers", (400, "3702", "Product offer ID is not specified.")),
        ("/product-offers/", (400, "3702", "Product offer ID is not specified.")),
        ("/product-offers//product-offer-prices", (400, "3702", "Product offer ID is not specified.")),
        ("/product-offers//product-offer-availabilities", (400, "3702", "Product offer ID is not specified.")),
        ("/concrete-products//product-offers", (400, "312", "Concrete product sku is not specified.")),
        ("/product-offers/1", (404, "3701", "Product offer not found.")),
        ("/product-offers/%25", (404, "3701", "Product offer not found.")),
        ("/product-offers/%ED%A0%80", (404, "3701", "Product offer not found.")),
        ("/product-offers/" + "x" * 3000, (404, "3701", "Product offer not found.")),
        ("/product-offers/ofr-1?include=stores", (400, "unknown_include", "stores cannot be included here.")),
        ("/product-offers/ofr-1?page[limit]=1", (400, "unknown_parameter", "Query parameter page[limit] is not known here.")),
        ("/product-offers/ofr-1?currency=USD", (400, "313", "Currency is invalid.")),
        ("/product-offers/ofr-1?priceMode=BOTH", (400, "314", "Price mode is invalid.")),
        ("/product-offers/ofr-1?quantity=5", (400, "unknown_parameter", "Query parameter quantity is not known here.")),
    ],
)  # fmt: skip
def test_wrong_offers_are_refused_with_code_and_words(
    error_of: Call, world: World, path: str, problem: tuple[int, str, str]
) -> None:
    two_offers(world)
    assert error_of(path) == [problem]


def test_a_missing_part_is_told_before_anything_else(error_of: Call, world: World) -> None:
    missing = [(400, "3702", "Product offer ID is not specified.")]
    assert error_of("/product-offers//product-offer-prices?currency=X&z=1", Authorization="Bearer x") == missing
    assert error_of("/product-offers", X_Store="XX") == missing


def test_a_reference_is_found_whatever_its_case(answer_of: Call, world: World) -> None:
    world.offer("Ofr-Ä/1", price="1")
    for spelled in ("Ofr-Ä/1", "OFR-Ä%2F1", "ofr-%C3%A4/1"):
        assert answer_of(f"/product-offers/{spelled}")["data"]["id"] == "Ofr-Ä/1"
    link = answer_of("/concrete-products/SKU-1/product-offers")["data"][0]["links"]["self"]
    assert link == f"{ROOT}/product-offers/Ofr-%C3%84%2F1"
    assert answer_of(link.removeprefix(ROOT))["data"]["id"] == "Ofr-Ä/1"


@pytest.mark.parametrize(
    ("who", "amount", "default"),
    [
        ("anonymous", 10000, "ofr-2"),
        ("bea", 8000, "ofr-1"),
        ("bob", 8000, "ofr-1"),
        ("cai", 10000, "ofr-2"),
        ("mia", 10000, "ofr-2"),
        ("max", 10000, "ofr-2"),
        ("ola", 10000, "ofr-2"),
        ("nemo", 10000, "ofr-2"),
    ],
)
def test_only_the_assigned_company_sees_its_contract_price_and_the_order_it_makes(
    answer_of: Call, call: Call, world: World, who: str, amount: int, default: str
) -> None:
    two_offers(world)
    offer = Offer.objects.get(reference="ofr-1")
    world.contract_price(world.contract("C-1"), offer, net="80", tiers=[{"quantity": "10", "net": "70", "gross": None}])
    call("/concrete-products/SKU-1/product-offers", who="bea")  # the first reader keeps the row for everybody
    [prices_of_mia] = answer_of("/product-offers/ofr-1/product-offer-prices", who=who)["data"]
    assert prices_of_mia["attributes"]["price"] == amount
    offers = answer_of("/concrete-products/SKU-1/product-offers", who=who)["data"]
    assert [row["id"] for row in offers if row["attributes"]["isDefault"]] == [default] == [offers[0]["id"]]
    response = call("/product-offers/ofr-1/product-offer-prices", who=who)
    assert response["Cache-Control"] == ("public, no-cache" if who == "anonymous" else "private, no-cache")


def test_a_change_is_seen_by_the_next_read_and_changes_the_etag(call: Call, world: World) -> None:
    offer = world.offer("ofr-1", price="100")
    before = call("/product-offers/ofr-1/product-offer-prices")
    with transaction.atomic():
        offer.prices.update(net="99")
        touch([offer.concrete_product_id])
    after = call("/product-offers/ofr-1/product-offer-prices", If_None_Match=before["ETag"])
    assert (after.status_code, after.json()["data"][0]["attributes"]["price"]) == (200, 9900)


def test_offers_can_be_paged_after_they_are_in_order(answer_of: Call, world: World) -> None:
    for index in range(5):
        world.offer(f"ofr-{index}", price=str(50 - index))
    document = answer_of("/concrete-products/SKU-1/product-offers?page[offset]=2&page[limit]=2")
    assert [row["id"] for row in document["data"]] == ["ofr-2", "ofr-1"]
    assert document["links"]["next"].endswith("/product-offers?page[offset]=4&page[limit]=2")
    assert answer_of("/concrete-products/SKU-1/product-offers?page[offset]=9")["data"] == []
    assert list(answer_of("/concrete-products/SKU-1/product-offers")["links"]) == ["self"]


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("/concrete-products/SKU-1/product-offers", 3),
        ("/concrete-products/SKU-1/product-offers?include=product-offer-prices,product-offer-availabilities", 3),
        (f"/concrete-products/SKU-1/product-offers?include={ALL}", 4),
        (f"/concrete-products/SKU-1?include=product-offers,{ALL},abstract-products", 6),
        (f"/abstract-products/ABS-SKU-1?include=concrete-products,product-offers,{ALL}", 6),
    ],
)
def test_twenty_offers_take_as_many_queries_as_ten(answer_of: Call, world: World, path: str, number: int) -> None:
    """Stores and their currencies are two of them; the board answers in one."""
    counts = []
    for start in (0, 10):
        for index in range(start, start + 10):
            world.offer(f"ofr-{index}", merchant=("mia", "max")[index % 2], price=str(index + 1), on_hand="1")
        with transaction.atomic():
            touch([world.concrete.pk])
        answer_of(path)
        with CaptureQueriesContext(connection) as queries:
            answer_of(path)
        counts.append(len(queries))
    assert counts == [number, number]


def test_products_bring_their_offers_at_any_depth(answer_of: Call, world: World) -> None:
    two_offers(world)
    document = answer_of(f"/abstract-products/ABS-SKU-1?include=concrete-products,product-offers,{ALL}")
    assert [(row["type"], row["id"]) for row in document["included"]] == [
        ("product-offer-prices", "ofr-2"),
        ("product-offer-availabilities", "ofr-2"),
        ("merchants", "M-2"),
        ("product-offers", "ofr-2"),
        ("product-offer-prices", "ofr-1"),
        ("product-offer-availabilities", "ofr-1"),
        ("merchants", "M-1"),
        ("product-offers", "ofr-1"),
        ("concrete-products", "SKU-1"),
    ]
    dotted = answer_of("/abstract-products/ABS-SKU-1?include=concrete-products.product-offers.product-offer-prices")
    assert [(row["type"], row["id"]) for row in dotted["included"]] == [
        ("product-offer-prices", "ofr-2"),
        ("product-offers", "ofr-2"),
        ("product-offer-prices", "ofr-1"),
        ("product-offers", "ofr-1"),
        ("concrete-products", "SKU-1"),
    ]


def test_one_merchant_of_many_offers_is_included_once(answer_of: Call, world: World) -> None:
    for index in range(3):
        world.offer(f"ofr-{index}", price="1")
    document = answer_of("/concrete-products/SKU-1/product-offers?include=merchants")
    assert [row["id"] for row in document["included"]] == ["M-1"]


def test_a_flat_name_brings_nothing_where_what_leads_to_it_was_not_asked_for(answer_of: Call, world: World) -> None:
    two_offers(world)
    assert list(answer_of("/concrete-products/SKU-1?include=product-offer-prices,merchants")) == ["data"]
