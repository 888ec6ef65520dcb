"""Every page of the storefront for everybody of the cast."""

import pytest

from handsel.parties.states import MerchantStatus
from handsel.portals.storefront.tests.conftest import Get, words
from tests.plugin import ClientOf
from tests.world import CAST, World

PAGES = {
    "": "Browse by category",
    "categories/lab/": "Laboratory",
    "search": "All products",
    "search?q=sku": "Results for “sku”",
    "products/SKU-1": "Product SKU-1",
    "merchants/": "M-2",
    "merchants/M-1": "Products of M-1",
}


@pytest.mark.parametrize("who", ["anonymous", *CAST])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_for_everybody(shelf: World, client_of: ClientOf, path: str, who: str) -> None:
    response = client_of(who).get(f"/de/en/{path}")
    assert response.status_code == 200
    assert PAGES[path] in words(response)
    assert ("Sign in" in words(response)) == (who == "anonymous")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_speaks_german(shelf: World, client_of: ClientOf, path: str) -> None:
    response = client_of("anonymous").get(f"/de/de/{path}")
    assert response.status_code == 200
    assert 'lang="de"' in response.content.decode()
    for english in ("Sign in", "Merchants", "Sold by", "Back to", "in stock", "Appearance"):
        assert english not in words(response)


def test_pages_are_private_because_they_differ_by_who_asks(shelf: World, get: Get) -> None:
    response = get("products/SKU-1")
    assert response["Cache-Control"] == "private, no-cache"
    assert {"Cookie", "HX-Request"} <= {name.strip() for name in response["Vary"].split(",")}


def test_a_category_shows_its_products_as_cards(shelf: World, get: Get) -> None:
    text = words(get("categories/lab/"))
    assert "Product SKU-1 SKU-1 from €8.10 net 2 merchants In stock" in text
    assert "1 to 1 of 1" in text


def test_a_card_of_a_company_with_a_contract_shows_its_price(shelf: World, get_as: Get) -> None:
    text = words(get_as("bea", "categories/lab/"))
    assert "your price €7.95 net" in text
    assert "7.95" not in words(get_as("cai", "categories/lab/"))


@pytest.mark.parametrize("text", ["SKU-1", "sku-1", "Produkt", "prodct sku", "4006381333931", "max-no-2"])
def test_search_finds_by_name_sku_gtin_and_merchant_sku(shelf: World, get: Get, text: str) -> None:
    assert "Product SKU-1" in words(get("search", q=text))


def test_search_without_a_find_offers_ways_on(shelf: World, get: Get) -> None:
    page = get("search", q="zzzzqqqq")
    assert page.status_code == 200
    assert "Nothing found" in words(page)


def test_a_merchant_page_shows_his_own_offers_and_prices(shelf: World, get: Get) -> None:
    page = get("merchants/m-1")
    assert "from €8.60 net 2 offers 300 in stock" in words(page)
    assert "/de/en/products/SKU-1?offer=MIA-1" in page.content.decode()


def test_profile_and_legal_texts_stand_on_the_merchant_page(shelf: World, get: Get) -> None:
    merchant = shelf.merchants["mia"]
    merchant.texts = {
        "en_US": {"description": "Glass since 1950.", "imprint": "M-1 Ltd", "delivery_time": "1-2 days"},
        "de_DE": {"description": "Glas seit 1950.", "terms_conditions": "Nur an Unternehmen."},
    }
    merchant.public_email = "hello@m-1.example"
    merchant.save()
    text = words(get("merchants/M-1"))
    for said in ("Glass since 1950.", "Imprint M-1 Ltd", "Delivers in 1-2 days", "hello@m-1.example"):
        assert said in text
    assert "Terms and conditions Nur an Unternehmen." in text  # another language of the store rather than nothing


def test_a_merchant_that_is_switched_off_has_no_page_and_is_on_no_list(shelf: World, get: Get) -> None:
    merchant = shelf.merchants["max"]
    merchant.is_active, merchant.status = False, MerchantStatus.DENIED
    merchant.save()
    assert get("merchants/M-2").status_code == 404
    assert "M-2" not in words(get("merchants/"))


def test_a_product_that_the_store_does_not_show_is_not_found(shelf: World, get: Get) -> None:
    shelf.product("US-ONLY", stores="US")
    shelf.product("DRAFT", approval="draft")
    assert [get(f"products/{sku}").status_code for sku in ("US-ONLY", "DRAFT", "NEVER")] == [404, 404, 404]


def test_variants_lead_to_each_other_in_natural_order(shelf: World, get: Get) -> None:
    for millilitres in ("1000", "250"):
        sister = shelf.product(f"BOTTLE-{millilitres}", attributes={"_": {"volume": f"{millilitres} ml"}})
        sister.abstract_product = shelf.abstract
        sister.save()
    page = get("products/BOTTLE-250")
    text = words(page)
    assert text.index("250 ml") < text.index("1000 ml")
    assert "Volume with the lowest price" in text
    assert "/de/en/products/BOTTLE-1000" in page.content.decode()
