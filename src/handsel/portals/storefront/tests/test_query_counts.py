"""A page asks the database as often for twenty rows as for ten."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from handsel.board.services.refreshing import rebuild_all
from tests.plugin import ClientOf
from tests.world import AT, World


def fill(world: World, *, products: range) -> None:
    """So many products with an offer of Mia each, and as many offers of Max for SKU-1."""
    for number in products:
        product = world.product(f"FILL-{number}")
        world.offer(f"FILL-{number}", concrete=product, price="5.00", on_hand="3")
        world.offer(f"MANY-{number}", merchant="max", price="9.00", on_hand="3")
    rebuild_all(store=world.stores["DE"], at=AT)


def queries(client: Client, path: str) -> int:
    client.get(path)  # whatever is made on first sight
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


@pytest.mark.parametrize("who", ["anonymous", "bea"])
@pytest.mark.parametrize(
    "path",
    [
        "",
        "search",
        "search?q=fill",
        "search?q=FILL-3",
        "categories/lab/",
        "products/SKU-1",
        "merchants/",
        "merchants/M-1",
        "merchants/M-2",
    ],
)
def test_twenty_rows_cost_as_many_queries_as_ten(world: World, client_of: ClientOf, path: str, who: str) -> None:
    contract = world.contract("K-1")
    world.contract_price(contract, world.offer("BASE", price="4.00"), net="3.00")
    client = client_of(who)
    fill(world, products=range(10))
    few = queries(client, f"/de/en/{path}")
    fill(world, products=range(10, 20))
    assert queries(client, f"/de/en/{path}") == few
    assert few <= 18
