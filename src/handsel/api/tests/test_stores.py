"""`/stores` (API-10, API-14, API-23)."""

import pytest
from django.test import override_settings

from handsel.api.tests.conftest import Call
from tests.world import World

AUSTRIA = {
    "iso2Code": "AT",
    "iso3Code": "AUT",
    "name": "Österreich",
    "postalCodeMandatory": True,
    "postalCodeRegex": r"\d{4}",
    "regions": [],
}


def test_a_store_tells_its_zone_currencies_languages_and_countries(answer_of: Call, world: World) -> None:
    assert answer_of("/stores/AT", Accept_Language="de", X_Store="AT") == {
        "data": {
            "type": "stores",
            "id": "AT",
            "attributes": {
                "timeZone": "Europe/Vienna",
                "defaultCurrency": "EUR",
                "currencies": [{"code": "CHF", "name": "Swiss Franc"}, {"code": "EUR", "name": "Euro"}],
                "locales": [{"code": "de", "name": "de_DE"}, {"code": "en", "name": "en_US"}],
                "countries": [AUSTRIA],
            },
            "links": {"self": "http://testserver/api/stores/AT"},
        }
    }


def test_all_stores_are_listed_in_the_order_of_their_foundation(answer_of: Call, world: World) -> None:
    document = answer_of("/stores?fields[stores]=timeZone")
    assert document == {
        "data": [
            {
                "type": "stores",
                "id": name,
                "attributes": {"timeZone": zone},
                "links": {"self": f"http://testserver/api/stores/{name}"},
            }
            for name, zone in (("DE", "Europe/Berlin"), ("AT", "Europe/Vienna"), ("US", "America/New_York"))
        ],
        "links": {"self": "http://testserver/api/stores?fields[stores]=timeZone"},
    }


def test_a_country_without_a_fixed_postal_code_asks_for_none(answer_of: Call, world: World) -> None:
    world.stores["AT"].countries = ["IE"]
    world.stores["AT"].save()
    assert answer_of("/stores/AT")["data"]["attributes"]["countries"] == [
        {
            "iso2Code": "IE",
            "iso3Code": "IRL",
            "name": "Irland",
            "postalCodeMandatory": False,
            "postalCodeRegex": None,
            "regions": [],
        }
    ]


@pytest.mark.parametrize("name", ["XX", "de", "D%C3%A9", "1"])
def test_an_unknown_store_is_not_found(error_of: Call, world: World, name: str) -> None:
    assert error_of(f"/stores/{name}") == [(404, "601", "Store not found.")]
    assert error_of("/stores", X_Store=name) == [(404, "601", "Store not found.")]


@override_settings(ALLOWED_HOSTS=["*"], PUBLIC_URL="https://shop.example")
@pytest.mark.parametrize(
    ("host", "header", "greeting"),
    [
        ("shop.example", None, "Produkt SKU-1"),
        ("us.shop.example", None, "Product SKU-1"),
        ("us.shop.example:8000", None, "Product SKU-1"),
        ("us.elsewhere.example", None, "Produkt SKU-1"),
        ("us.shop.example", "DE", "Produkt SKU-1"),
    ],
)
def test_the_store_comes_from_the_header_else_the_host_else_it_is_the_first(
    answer_of: Call, world: World, host: str, header: str | None, greeting: str
) -> None:
    headers = {"Host": host} | ({"X-Store": header} if header else {})
    assert answer_of("/concrete-products/SKU-1", **headers)["data"]["attributes"]["name"] == greeting


def test_without_any_store_nothing_can_be_answered(call: Call, world: World) -> None:
    for name in ("DE", "AT", "US"):
        world.stores[name].delete()
    assert call("/stores").status_code == 404
