"""What a product card says and where it leads."""

import re

import pytest

from handsel.board.services.refreshing import rebuild_all
from handsel.parties.states import MerchantStatus
from handsel.portals.storefront import search
from handsel.portals.storefront.tests.conftest import Get, Page, words
from tests.world import AT, World


def test_a_card_leads_to_the_variant_that_has_its_price(shelf: World, get: Get) -> None:
    second = shelf.product("BOTTLE-2")
    second.abstract_product = shelf.abstract
    second.save()
    shelf.offer("CHEAPER", concrete=second, price="3.10", on_hand="7")
    rebuild_all(store=shelf.stores["DE"], at=AT)

    page = get("categories/lab/")
    assert "from €3.10 net" in words(page)
    assert 'href="/de/en/products/BOTTLE-2"' in page.content.decode()
    assert "€3.10" in words(get("products/BOTTLE-2"))


def test_a_card_says_whether_anything_can_be_bought_now(shelf: World, get: Get) -> None:
    """Without a price there is nothing to say of stock; *Available* stays the word for never out of stock."""
    shelf.offer("EMPTY", concrete=shelf.product("EMPTY"), price="1.00", on_hand="0")
    shelf.offer("ASK", concrete=shelf.product("ASK"), on_hand="9")
    rebuild_all(store=shelf.stores["DE"], at=AT)

    text = words(get("categories/lab/"))
    assert "Product SKU-1 SKU-1 from €8.10 net 2 merchants In stock" in text
    assert "Product EMPTY EMPTY €1.00 net 1 merchant Out of stock" in text
    assert "Price on request 1 merchant" in text
    assert text.count("Out of stock") == 1
    assert "Available" not in text
    assert words(get("merchants/M-1")).count("Out of stock") == 1


def test_a_price_by_contract_of_one_of_several_variants_is_the_lowest(shelf: World, get_as: Get) -> None:
    second = shelf.product("BOTTLE-2")
    second.abstract_product = shelf.abstract
    second.save()
    shelf.offer("DEARER", concrete=second, price="9.10", on_hand="7")
    rebuild_all(store=shelf.stores["DE"], at=AT)
    assert "your price from €7.95 net 2 merchants In stock" in words(get_as("bea", "categories/lab/"))


def test_the_number_of_a_variant_leads_to_it_and_a_merchants_number_to_his_offer(shelf: World, get: Get) -> None:
    second = shelf.product("BOTTLE-2", name={"en_US": "Bottle two"})
    second.abstract_product = shelf.abstract
    second.save()
    shelf.offer("MIA-B2", concrete=second, price="3.10", on_hand="7", merchant_sku="KE10007")
    shelf.offer("MAX-B2", concrete=second, price="2.90", merchant="max", on_hand="1")
    shelf.offer("HIDDEN", concrete=second, price="1.00", merchant_sku="SECRET-1", is_active=False)
    rebuild_all(store=shelf.stores["DE"], at=AT)

    by_sku = get("search", q="bottle-2")
    assert "Bottle two BOTTLE-2 from €2.90 net 2 merchants In stock" in words(by_sku)
    assert 'href="/de/en/products/BOTTLE-2"' in by_sku.content.decode()
    by_merchant = get("search", q="ke10007")
    assert "Bottle two BOTTLE-2 €3.10 net M-1 7 in stock" in words(by_merchant)
    assert 'href="/de/en/products/BOTTLE-2?offer=MIA-B2"' in by_merchant.content.decode()
    assert "Nothing found" in words(get("search", q="secret-1"))


def test_what_is_only_similar_says_so(shelf: World, get: Get) -> None:
    assert "No product is called exactly that; these are similar: 1 to 1 of 1" in words(get("search", q="prodct"))
    assert "similar" not in words(get("search", q="product"))
    assert "Nothing found" in words(get("search", q="x" * 300))


def test_a_merchants_name_finds_the_merchant(shelf: World, get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only while its page is shown, the first few, and not by a letter or two."""
    for who, name in (("mia", "Lindquist Glass"), ("max", "Max & Lindquist")):
        organization = shelf.merchants[who].organization
        organization.name = name
        organization.save()
    assert merchants_found(get("search", q="LINDquist")) == ["M-1", "M-2"]
    assert merchants_found(get("search", q="glass lindquist")) == ["M-1"]
    assert [merchants_found(get("search", q=text)) for text in ("li", "l i n", "product", "")] == [[], [], [], []]
    with monkeypatch.context() as patched:
        patched.setattr(search, "MERCHANTS", 1)
        assert merchants_found(get("search", q="lindquist")) == ["M-1"]

    shelf.merchants["max"].is_active = False
    shelf.merchants["max"].status = MerchantStatus.DENIED
    shelf.merchants["max"].save()
    assert merchants_found(get("search", q="lindquist")) == ["M-1"]


def merchants_found(page: Page) -> list[str]:
    return re.findall(r'class="hs-merchant" href="/de/en/merchants/([^"]+)"', page.content.decode())
