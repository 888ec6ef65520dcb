"""Background work: what has changed is followed once, in chunks, and nothing else is written."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handsel.board import building
from handsel.board.models import BoardCard, BoardPrice, BoardRow
from handsel.board.services import refreshing
from handsel.board.services.refreshing import rebuild_all, refresh_stale
from handsel.board.tests.asking import ask
from handsel.catalog.models import AbstractProductStore, ProductMark, Store
from handsel.catalog.services.marking import settle, touch
from handsel.catalog.services.products import unassign_product_from_store
from tests.world import World

HOUR = timedelta(hours=1)


def rows() -> dict[tuple[str, str], int]:
    """The versions of all rows, by store and SKU."""
    found = BoardRow.objects.values_list("store__name", "concrete_product__sku", "version")
    return {(store, sku): version for store, sku, version in found}


def test_a_changed_product_is_followed_in_every_store_it_is_in_and_then_rests(world: World, at: datetime) -> None:
    product = world.product("P", stores="DE AT")
    world.offer("o", concrete=product, price="1", stores="DE AT US")
    touch([product.pk])

    assert refresh_stale(at=at) == 1
    assert rows() == {("DE", "P"): 1, ("AT", "P"): 1}
    assert refresh_stale(at=at) == 0
    shown = BoardCard.objects.filter(is_shown=True).values_list("store__name", flat=True)
    assert sorted(shown) == ["AT", "DE"]


def test_a_product_changed_while_it_was_followed_is_followed_again(
    world: World, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch([world.concrete.pk])

    def change_meanwhile(versions: dict[int, int]) -> None:
        monkeypatch.undo()
        touch([world.concrete.pk])
        settle(versions)

    monkeypatch.setattr(refreshing, "settle", change_meanwhile)
    assert refresh_stale(at=at) == 1
    assert ProductMark.objects.get().is_settled is False
    assert refresh_stale(at=at) == 1
    assert (ProductMark.objects.get().is_settled, set(rows().values())) == (True, {2})


def test_time_is_followed_too(world: World, at: datetime) -> None:
    """BOARD-4."""
    world.offer("later", price="1", valid_from=at + HOUR)
    touch([world.concrete.pk])
    refresh_stale(at=at)
    assert not BoardCard.objects.filter(is_shown=True).exists()

    assert refresh_stale(at=at + HOUR) == 3  # one row in each of three stores
    assert BoardCard.objects.filter(is_shown=True).values_list("store__name", flat=True).get() == "DE"
    assert refresh_stale(at=at + HOUR) == 0


def test_one_call_takes_no_more_than_it_was_told(world: World, at: datetime) -> None:
    products = [world.product(f"P-{number}", stores="DE") for number in range(5)]
    touch([product.pk for product in products])
    assert [refresh_stale(at=at, limit=2) for _ in range(4)] == [2, 2, 1, 0]
    assert len(rows()) == 5


def test_a_row_that_a_reader_has_built_is_not_built_again_but_its_card_is_made(
    world: World, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.offer("o", price="1")
    touch([world.concrete.pk])
    ask(world, at)
    built: list[int] = []
    original = building.build

    def watch(*, store: Store, concrete_ids: set[int], at: datetime) -> list[building.BuiltRow]:
        built.extend(concrete_ids)
        return original(store=store, concrete_ids=concrete_ids, at=at)

    monkeypatch.setattr(building, "build", watch)
    refresh_stale(at=at)
    assert len(built) == 2  # AT and US; DE was there
    assert BoardCard.objects.get(store=world.stores["DE"]).is_shown


def test_unchanged_cards_and_prices_are_not_written(world: World, at: datetime) -> None:
    world.offer("o", price="1", merchant_sku="M")
    rebuild_all(store=world.stores["DE"], at=at)
    before = written()
    touch([world.concrete.pk])
    refresh_stale(at=at)
    assert written() == before


def written() -> list[tuple[str, int]]:
    """Where each card and price of DE lies on disk: it moves when it is written."""
    cards = BoardCard.objects.filter(store__name="DE").extra(select={"place": "board_boardcard.ctid::text"})
    prices = BoardPrice.objects.extra(select={"place": "board_boardprice.ctid::text"})
    return [*cards.values_list("place", "pk"), *prices.values_list("place", "pk")]


def test_a_price_that_goes_leaves_the_card(world: World, at: datetime) -> None:
    offer = world.offer("o", price="1")
    world.price(offer, net="2", currency="CHF")
    rebuild_all(store=world.stores["DE"], at=at)
    offer.prices.filter(currency__code="EUR").delete()
    touch([world.concrete.pk])
    refresh_stale(at=at)
    prices = BoardPrice.objects.values_list("currency__code", "net", "gross")
    assert list(prices) == [("CHF", 200, 238)]


def test_a_product_that_leaves_a_store_leaves_its_lists(world: World, at: datetime) -> None:
    """SHOW-7."""
    world.offer("o", price="1")
    rebuild_all(store=world.stores["DE"], at=at)
    unassign_product_from_store(
        actor=world.actor("ola"), abstract_product_id=world.abstract.pk, store_id=world.stores["DE"].pk, at=at
    )
    refresh_stale(at=at)
    card = BoardCard.objects.get(store=world.stores["DE"])
    assert (card.is_shown, card.offer_count, card.prices.count()) == (False, 0, 0)


def test_everything_can_be_made_from_nothing(world: World, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refreshing, "CHUNK", 2)
    for number in range(4):
        world.offer(f"o-{number}", concrete=world.product(f"P-{number}"), price="1")
    AbstractProductStore.objects.filter(abstract_product__sku="ABS-P-3").delete()

    assert rebuild_all(store=world.stores["DE"], at=at) == 5
    assert sorted(rows()) == [("DE", sku) for sku in ("P-0", "P-1", "P-2", "SKU-1")]
    assert BoardCard.objects.filter(is_shown=True).count() == 3
    assert rebuild_all(store=world.stores["DE"], at=at) == 5


def test_twenty_products_are_followed_with_as_many_queries_as_ten(world: World, at: datetime) -> None:
    counts = []
    for count in (10, 20):
        products = [world.product(f"P-{count}-{number}") for number in range(count)]
        for product in products:
            world.offer(f"of-{product.sku}", concrete=product, price="1")
        touch([product.pk for product in products])
        with CaptureQueriesContext(connection) as queries:
            assert refresh_stale(at=at) == count
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_empty_marketplace_has_nothing_to_follow(db: None, at: datetime) -> None:
    assert refresh_stale(at=at) == 0
