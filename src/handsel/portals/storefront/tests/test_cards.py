"""What a product card says and where it leads."""

from handsel.board.services.refreshing import rebuild_all
from handsel.portals.storefront.tests.conftest import Get, words
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
