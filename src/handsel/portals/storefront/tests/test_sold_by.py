"""The product page compares every merchant for the quantity, and each customer sees his own prices."""

import re

import pytest

from handsel.portals.storefront.tests.conftest import Get, offers_on, words
from tests.plugin import ClientOf
from tests.world import World

PRODUCT = "products/SKU-1"


def test_offers_stand_by_price_and_the_unpriced_one_last(shelf: World, get: Get) -> None:
    page = get(PRODUCT)
    assert offers_on(page) == ["M-2", "M-1", "M-2", "M-1"]
    assert "Price on request" in words(page)


def test_the_first_offer_is_chosen_and_the_page_says_why(shelf: World, get: Get) -> None:
    page = get(PRODUCT)
    text = words(page)
    assert page.content.decode().count("checked") == 1
    assert 'value="MAX-1" checked' in page.content.decode()
    assert "Why first? Lowest price for 1 piece: €0.50 less each than the next. Places are not for sale." in text


def test_a_quantity_works_out_every_row_again(shelf: World, get: Get) -> None:
    text = words(get(PRODUCT, quantity="12"))
    assert "prices for 12 pieces, net" in text
    assert "€96.00 for 12" in text  # Mia's tier of 8.00
    assert "€97.20 for 12" in text  # Max has one price
    assert "Lowest price for 12 pieces: €0.10 less each than the next." in text


def test_a_first_offer_without_enough_names_the_first_that_has(shelf: World, get: Get) -> None:
    text = words(get(PRODUCT, quantity="6"))
    assert "It does not have enough for 6 pieces now; M-1 has, at €8.60 each. Places are not for sale." in text


def test_the_next_volume_price_is_a_sentence_with_a_button(shelf: World, get: Get) -> None:
    page = get(PRODUCT, offer="MIA-1", quantity="10")
    assert "2 more: €8.00 each 12 pieces in all, 7% less each Add 2" in words(page)
    assert 'name="do" value="set:12"' in page.content.decode()


def test_a_button_leads_to_the_one_address_of_the_choice(shelf: World, client_of: ClientOf) -> None:
    response = client_of("anonymous").get("/de/en/products/SKU-1", {"quantity": "10", "offer": "MIA-1", "do": "set:12"})
    assert (response.status_code, response["Location"]) == (302, "/de/en/products/SKU-1?quantity=12&offer=MIA-1")


@pytest.mark.parametrize(
    ("button", "address"),
    [
        ("step:1", "?quantity=11"),
        ("step:-1", "?quantity=9"),
        ("step:-50", ""),
        ("choose:MAX-2", "?quantity=10&offer=MAX-2"),
    ],
)
def test_every_button_of_the_page_works_without_scripts(
    shelf: World, client_of: ClientOf, button: str, address: str
) -> None:
    response = client_of("anonymous").get("/de/en/products/SKU-1", {"quantity": "10", "do": button})
    assert response["Location"] == f"/de/en/products/SKU-1{address}"


def test_keeping_the_first_offer_is_no_choice(shelf: World, client_of: ClientOf) -> None:
    """Whoever never chose sees the first offer of the new quantity, too."""
    kept = {"quantity": "12", "offer": "MAX-1", "first": "MAX-1"}
    response = client_of("anonymous").get("/de/en/products/SKU-1", kept)
    assert response["Location"] == "/de/en/products/SKU-1?quantity=12"
    chosen = kept | {"offer": "MAX-2"}
    response = client_of("anonymous").get("/de/en/products/SKU-1", chosen)
    assert response["Location"] == "/de/en/products/SKU-1?quantity=12&offer=MAX-2"


def test_a_reference_in_the_address_preselects_ignoring_case(shelf: World, get: Get) -> None:
    page = get(PRODUCT, offer="mia-1")
    assert 'value="MIA-1" checked' in page.content.decode()
    assert "is not sold here" not in words(page)


def test_an_unknown_reference_gives_a_message_and_the_first_stays_selected(shelf: World, get: Get) -> None:
    page = get(PRODUCT, offer="GONE-7")
    assert page.status_code == 200
    assert "The offer “GONE-7” is not sold here, or no longer. The first offer is selected." in words(page)
    assert 'value="MAX-1" checked' in page.content.decode()


@pytest.mark.parametrize("who", ["bea", "bob"])
def test_a_company_with_a_contract_sees_its_price_first(shelf: World, get_as: Get, who: str) -> None:
    page = get_as(who, PRODUCT)
    text = words(page)
    assert offers_on(page)[0] == "M-1"
    assert "€7.95 net / piece" in text
    assert text.count("Your contract") == 2  # in the row and in the buy box
    assert "It is the price your company agreed with M-1." in text


@pytest.mark.parametrize("who", ["anonymous", "cai", "mia", "max", "rex", "sue", "ola", "mod", "nemo"])
def test_nobody_else_sees_a_contract_price(shelf: World, get_as: Get, who: str) -> None:
    text = words(get_as(who, PRODUCT))
    assert "7.95" not in text
    assert "Your contract" not in text


def test_original_is_struck_and_said_to_be_before(shelf: World, get: Get) -> None:
    assert "<s " in get(PRODUCT).content.decode()
    assert "before €9.40" in words(get(PRODUCT))


def test_stock_speaks_in_three_ways_and_warns_when_it_is_too_little(shelf: World, get: Get) -> None:
    text = words(get(PRODUCT, quantity="6"))
    assert "300 in stock" in text
    assert "5 of 6 in stock" in text
    assert "Available" in text


def test_out_of_stock_never_hides_an_offer(shelf: World, get: Get) -> None:
    page = get(PRODUCT, quantity="1000")
    assert len(offers_on(page)) == 4


def test_several_offers_of_one_merchant_are_told_apart_by_his_number(shelf: World, get: Get) -> None:
    text = words(get(PRODUCT))
    assert "max-no-2" in text
    assert "MAX-1" in text


def test_gross_prices_say_so_everywhere(shelf: World, get: Get) -> None:
    text = words(get(PRODUCT, prices="gross"))
    assert "€9.64 gross / piece" in text
    assert "€8.10 without 19% VAT" in text
    assert "net / piece" not in text


def test_a_currency_without_prices_leaves_offers_on_request(shelf: World, get: Get) -> None:
    text = words(get(PRODUCT, currency="CHF"))
    assert text.count("Price on request") == 5  # in every row and in the buy box
    assert "€" not in text.partition("Sold by 2 merchants")[2]


def test_a_product_without_offers_says_so(shelf: World, client_of: ClientOf) -> None:
    text = words(client_of("anonymous").get("/us/en/products/SKU-1"))
    assert "No merchant sells this here" in text


def test_htmx_gets_the_changing_parts_and_the_address_to_show(shelf: World, client_of: ClientOf) -> None:
    response = client_of("anonymous").get(
        "/de/en/products/SKU-1", {"quantity": "10", "offer": "MIA-1", "do": "set:12"}, headers={"HX-Request": "true"}
    )
    body = response.content.decode()
    assert (response.status_code, response["HX-Push-Url"]) == (200, "/de/en/products/SKU-1?quantity=12&offer=MIA-1")
    assert "<html" not in body
    assert 'id="box"' in body
    assert "Prices for 12 pieces. First: M-1, €8.00." in words(response)


def test_packs_are_explained_with_the_quantity_that_fits(shelf: World, get: Get) -> None:
    product = shelf.product("PACKED", minimum_quantity=6, quantity_step=6, pack_size=6)
    shelf.offer("PACK-1", concrete=product, price="2.00", on_hand="60")
    assert 'value="6"' in get("products/PACKED").content.decode()
    page = get("products/PACKED", quantity="8")
    assert "Quantity 8 is not possible: it is sold in steps of 6." in words(page)
    assert 'name="do" value="set:12"' in page.content.decode()


def test_a_german_types_a_comma_and_buys_half_a_metre(shelf: World, client_of: ClientOf) -> None:
    product = shelf.product("CABLE", unit="metre", minimum_quantity="0.5", quantity_step="0.5", pack_size="0.5")
    shelf.offer("CABLE-1", concrete=product, price="2.00", on_hand="60")
    page = client_of("anonymous").get("/de/de/products/CABLE", {"quantity": "2,5"})
    assert page.status_code == 200
    assert "5,00 € für 2,5" in words(page)
    stepped = client_of("anonymous").get("/de/de/products/CABLE", {"quantity": "2,5", "do": "step:1"})
    assert stepped["Location"] == "/de/de/products/CABLE?quantity=3"


def test_a_tab_left_open_for_another_reader_is_loaded_anew(shelf: World, client_of: ClientOf) -> None:
    client = client_of("bea")
    page = client.get(f"/de/en/{PRODUCT}").content.decode()
    [seen_as] = re.findall('"X-Seen-As": "([0-9a-f]{16})"', page)
    asked = {"HX-Request": "true", "X-Seen-As": seen_as}
    part = client.get(f"/de/en/{PRODUCT}?quantity=2", headers=asked)
    assert (part.status_code, "HX-Refresh" in part.headers) == (200, False)
    client.logout()
    stale = client.get(f"/de/en/{PRODUCT}?quantity=2", headers=asked)
    assert (stale.headers["HX-Refresh"], stale.content) == ("true", b"")
    other_currency = client_of("bea").get(f"/de/en/{PRODUCT}?currency=CHF", headers=asked)
    assert other_currency.headers["HX-Refresh"] == "true"
