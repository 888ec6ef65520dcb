"""What storefront tests start from: a shelf of offers in every shape, and how to read a page."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from handsel.board.services.refreshing import rebuild_all
from tests.plugin import ClientOf
from tests.world import AT, World

# `_MonkeyPatchedWSGIResponse` is what the test client answers with.
Page = Any
Get = Callable[..., Page]


def words(response: Page) -> str:
    """The visible words of a page, tags and repeated spaces taken out."""
    text = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    text = html.unescape(re.sub(r"<[^>]+>", " ", text))
    return re.sub(r"\s+", " ", text.replace("\N{NO-BREAK SPACE}", " "))


def offers_on(response: Page) -> list[str]:
    """The merchants of *Sold by*, in the order of the page."""
    return re.findall(r'class="(?:name)"[^>]*>([^<]+)<', response.content.decode())


@pytest.fixture
def shelf(world: World) -> World:
    """SKU-1 in DE: Mia at 8.60 with tiers, Max at 8.10 struck from 9.40, a second offer of Max never out, one unpriced.

    Brennhoff (Bea, Bob) has a contract with Mia: 7.95. Max has 5 pieces, Mia 300.
    """
    world.concrete.gtin = "4006381333931"
    world.concrete.save()
    first = world.offer("MIA-1", merchant="mia", on_hand="300")
    world.price(first, net="8.60", tiers=[{"quantity": "12", "net": "8.00", "gross": None}])
    second = world.offer("MAX-1", merchant="max", price="8.10", on_hand="5")
    world.price(second, net="9.40", price_type="ORIGINAL")
    third = world.offer("MAX-2", merchant="max", price="8.90", merchant_sku="max-no-2")
    world.stock(third, "0", never_out=True)
    world.offer("MIA-9", merchant="mia", on_hand="1")
    world.contract_price(world.contract("K-1"), first, net="7.95")
    for store in world.stores.values():
        rebuild_all(store=store, at=AT)
    return world


@pytest.fixture
def get(client: Client) -> Get:
    """Fetch a page of the German store in English as nobody, following redirects."""

    def fetch(path: str, **query: str) -> Page:
        return client.get(f"/de/en/{path}", query, follow=True)

    return fetch


@pytest.fixture
def get_as(client_of: ClientOf) -> Get:
    """Fetch a page of the German store in English as one of the cast."""

    def fetch(who: str, path: str, **query: str) -> Page:
        return client_of(who).get(f"/de/en/{path}", query, follow=True)

    return fetch
