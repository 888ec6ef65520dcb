"""Wrong store, language, currency, page, key, reference, quantity: a page with words and a 4xx, never a crash."""

import pytest
from django.test import Client

from handsel.portals.storefront.tests.conftest import Get, words
from tests.plugin import ClientOf
from tests.world import World

TRICKS = (
    "%00",
    "%ff%fe",
    "'",
    '"',
    "<script>alert(1)</script>",
    "../../etc",
    "%0d%0aSet-Cookie:x=1",
    "\U0001d518" * 300,
    "a" * 4000,
)


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/xx/en/", 404, "The store “xx” was not found."),
        ("/de/fr/", 404, "The language “fr” in this store was not found."),
        ("/de/en/nothing", 404, "This page was not found."),
        ("/de/en/categories/none/", 404, "This category was not found."),
        ("/de/en/products/NONE", 404, "This product was not found."),
        ("/de/en/merchants/NONE", 404, "This merchant was not found."),
        ("/de/en/?currency=USD", 400, "This store does not sell in that currency. It sells in EUR, CHF."),
        ("/de/en/?currency=", 400, "This store does not sell in that currency."),
        ("/de/en/?prices=cheap", 400, "Prices are shown as net or as gross."),
        ("/de/en/search?page=0", 400, "A page is a number from 1 on."),
        ("/de/en/search?page=-1", 400, "A page is a number from 1 on."),
        ("/de/en/search?page=one", 400, "A page is a number from 1 on."),
        ("/de/en/search?page=1e9999", 400, "A page is a number from 1 on."),
        ("/de/en/search?page=%C2%B2", 400, "A page is a number from 1 on."),
        ("/de/en/search?page=" + "9" * 5000, 400, "A page is a number from 1 on."),
        ("/de/en/search?page=2", 404, "Page 2 of this list was not found."),
        ("/de/en/search?sort=magic", 400, "Lists are sorted by relevance, name or price."),
        ("/remember?theme=pink", 400, "The appearance is system, light or dark."),
        ("/remember?language=xx", 400, "This language is not spoken here."),
    ],
)
def test_a_wrong_address_is_answered_with_words(
    shelf: World, client: Client, path: str, status: int, said: str
) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert said in words(response)
    assert "Back to the start page" in words(response)


@pytest.mark.parametrize(
    ("quantity", "reason"),
    [
        ("0", "it must be greater than zero"),
        ("-1", "it must be greater than zero"),
        ("-0.0000", "it must be greater than zero"),
        ("99999999999", "it is too large"),
        ("0.00001", "at most four decimals are possible"),
        ("1e9999", "it is not a number"),
        ("1e-9999", "it is not a number"),
        ("NaN", "it is not a number"),
        ("sNaN", "it is not a number"),
        ("Infinity", "it is not a number"),
        ("many", "it is not a number"),
        ("<b>1</b>", "it is not a number"),
        ("1" * 5000, "it is not a number"),
    ],
)
def test_a_wrong_quantity_stays_in_the_field_with_the_reason(
    shelf: World, get: Get, quantity: str, reason: str
) -> None:
    page = get("products/SKU-1", quantity=quantity)
    assert page.status_code == 422
    assert reason in words(page)
    assert 'aria-invalid="true"' in page.content.decode()
    assert "<b>1</b>" not in page.content.decode()


@pytest.mark.parametrize(
    "button", ["", "set", "set:", "set:-1", "set:1e9999", "step:x", "step:-1e9999", "sing:1", "choose:"]
)
def test_a_wrong_button_never_breaks_the_page(shelf: World, get: Get, button: str) -> None:
    assert get("products/SKU-1", quantity="3", do=button).status_code in {200, 422}


@pytest.mark.parametrize(
    "where",
    [
        "/{}/en/",
        "/de/en/{}",
        "/de/en/categories/{}/",
        "/de/en/products/{}",
        "/de/en/merchants/{}",
        "/de/en/search?q={}",
        "/de/en/search?page={}",
        "/de/en/search?sort={}",
        "/de/en/products/SKU-1?offer={}",
        "/de/en/products/SKU-1?quantity={}",
        "/de/en/products/SKU-1?do=choose:{}",
        "/de/en/?currency={}",
        "/de/en/?prices={}",
        "/remember?next={}",
    ],
)
def test_tricks_in_any_place_are_answered_calmly(shelf: World, client: Client, where: str) -> None:
    for trick in TRICKS:
        response = client.get(where.format(trick), follow=True)
        assert response.status_code < 500, trick
        assert b"<script>alert(1)" not in response.content, trick


def test_repeated_parameters_are_no_trouble(shelf: World, client: Client) -> None:
    response = client.get("/de/en/products/SKU-1?quantity=2&quantity=3&offer=MIA-1&offer=MAX-1")
    assert response.status_code == 200


@pytest.mark.parametrize(
    "path", ["/de/en/", "/de/en/products/SKU-1", "/de/en/search", "/de/en/merchants/", "/remember"]
)
def test_pages_are_for_reading_only(shelf: World, client: Client, path: str) -> None:
    for method in (client.post, client.put, client.delete, client.patch):
        assert method(path).status_code == 405
    assert client.head(path).status_code in {200, 302}


PAYLOAD = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7|add:7 }}"


def test_no_content_of_a_merchant_can_run_script(shelf: World, client_of: ClientOf) -> None:
    merchant, product = shelf.merchants["mia"], shelf.concrete
    organization = merchant.organization
    organization.name = PAYLOAD
    organization.save()
    merchant.texts = {"en_US": dict.fromkeys(("description", "imprint", "terms_conditions", "delivery_time"), PAYLOAD)}
    merchant.logo_url, merchant.public_email = "javascript:alert(3)", PAYLOAD
    merchant.public_phone = PAYLOAD
    merchant.save()
    product.name, product.description = {"en_US": PAYLOAD}, {"en_US": PAYLOAD}
    product.attributes = {"_": {PAYLOAD: PAYLOAD}}
    product.image = "//evil.example/x.svg"
    product.save()
    client = client_of("bea")
    for path in ("", "search", "categories/lab/", "products/SKU-1", "merchants/", "merchants/M-1", "nothing"):
        body = client.get(f"/de/en/{path}").content.decode()
        for dangerous in ("<script>alert", "<img src=x", "javascript:alert", "evil.example", ">14<"):
            assert dangerous not in body, (path, dangerous)
