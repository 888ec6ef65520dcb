"""Two connections at once: a row that looks fresh is fresh, whoever overtakes whom (BOARD-3, BOARD-5)."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from decimal import Decimal
from functools import partial
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction

from handsel.board import building
from handsel.board.models import BoardCard, BoardRow
from handsel.board.queries import ListingRequest, listing
from handsel.board.services.refreshing import refresh_stale
from handsel.board.tests.asking import ask, references
from handsel.catalog.models import ProductMark
from handsel.catalog.services.marking import touch
from handsel.offers.models import Offer
from handsel.offers.services.creating import OfferDraft, create_offer
from handsel.offers.services.merchants import activate_merchant, deactivate_merchant
from handsel.pricing.models import OfferPrice
from handsel.pricing.queries import public_cards_for
from handsel.pricing.services.checking import PriceDraft
from handsel.pricing.services.offer_prices import set_offer_price
from tests.races.running import at_once
from tests.world import World, build_world

pytestmark = pytest.mark.django_db(transaction=True)
SOON = 20


@pytest.fixture
def world(transactional_db: None) -> World:
    return build_world()


@pytest.fixture
def elsewhere() -> Iterator[Callable[..., Future[Any]]]:
    """Run something on another connection."""
    with ThreadPoolExecutor(max_workers=4) as pool:

        def start(work: Callable[..., Any], *arguments: Any, **named: Any) -> Future[Any]:
            def run() -> Any:
                try:
                    return work(*arguments, **named)
                finally:
                    connection.close()

            return pool.submit(run)

        yield start


def reprice(world: World, at: datetime, net: str) -> None:
    set_offer_price(
        actor=world.actor("ola"),
        offer_id=Offer.objects.get(reference="o").pk,
        price=PriceDraft(world.stores["DE"].pk, "EUR", net=Decimal(net)),
        at=at,
    )


def unit(world: World, at: datetime) -> str:
    [row] = ask(world, at).rows
    assert row.price is not None
    return str(row.price.unit.amount)


Elsewhere = Callable[..., Future[Any]]


@pytest.mark.parametrize("moment", ["_displayed_offers", "public_cards_for", "stock_for", "_validity_bounds", "keep"])
def test_a_commit_during_a_build_is_in_the_answer_and_in_the_row(
    world: World, at: datetime, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """Whatever was read before the commit: the build is not kept, and the answer is the new truth."""
    world.offer("o", price="10")
    original = getattr(building, moment)
    overtaken: list[bool] = []

    def overtake(*arguments: Any, **named: Any) -> Any:
        if not overtaken:
            overtaken.append(True)
            elsewhere(reprice, world, at, "99").result(SOON)
        return original(*arguments, **named)

    monkeypatch.setattr(building, moment, overtake)
    assert unit(world, at) == "99.00"
    assert BoardRow.objects.get().version == ProductMark.objects.get().version == 1
    assert unit(world, at) == "99.00"


def test_a_product_that_never_rests_is_answered_under_a_lock(
    world: World, at: datetime, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each build is overtaken, until the mark is locked and the next writer waits for the reader."""
    world.offer("o", price="10")
    reprice(world, at, "11")
    original = public_cards_for
    writers: list[Future[Any]] = []

    def overtake(*arguments: Any, **named: Any) -> Any:
        writers.append(elsewhere(reprice, world, at, str(20 + len(writers))))
        if len(writers) <= building.OPTIMISTIC_BUILDS:
            writers[-1].result(SOON)
        return original(*arguments, **named)

    monkeypatch.setattr(building, "public_cards_for", overtake)
    assert unit(world, at) == "22.00"
    monkeypatch.undo()

    assert len(writers) == building.OPTIMISTIC_BUILDS + 1
    writers[-1].result(SOON)
    assert unit(world, at) == "23.00"


def test_an_uncommitted_change_is_seen_by_nobody_and_by_everybody_once_committed(
    world: World, at: datetime, elsewhere: Elsewhere
) -> None:
    """BOARD-5."""
    world.offer("o", price="10")
    written, may_commit = Event(), Event()

    def write_slowly() -> None:
        with transaction.atomic():
            OfferPrice.objects.update(net=Decimal(99))
            touch([world.concrete.pk])
            written.set()
            assert may_commit.wait(SOON)

    writer = elsewhere(write_slowly)
    assert written.wait(SOON)
    assert unit(world, at) == "10.00"
    assert elsewhere(unit, world, at).result(SOON) == "10.00"
    may_commit.set()
    writer.result(SOON)
    assert unit(world, at) == "99.00"


def test_a_writer_sees_its_own_change_and_a_roll_back_takes_it_away(world: World, at: datetime) -> None:
    """BOARD-5: what was built inside a transaction that fails goes with it."""
    world.offer("o", price="10")
    assert unit(world, at) == "10.00"

    class Undo(Exception):
        pass

    def write_and_fail() -> None:
        with transaction.atomic():
            OfferPrice.objects.update(net=Decimal(99))
            touch([world.concrete.pk])
            assert unit(world, at) == "99.00"
            raise Undo

    with pytest.raises(Undo):
        write_and_fail()
    assert unit(world, at) == "10.00"


def test_a_late_builder_does_not_overwrite_a_newer_row(world: World, at: datetime) -> None:
    world.offer("o", price="10")
    store = world.stores["DE"]
    late = building.build(store=store, concrete_ids=[world.concrete.pk], at=at)
    reprice(world, at, "11")
    assert unit(world, at) == "11.00"

    assert building.keep(store=store, rows=late) == set()
    assert unit(world, at) == "11.00"
    assert BoardRow.objects.get().version == 1


def test_a_row_written_while_its_merchant_is_switched_off_is_never_shown(
    world: World, at: datetime, elsewhere: Elsewhere
) -> None:
    """SHOW-2, BOARD-10: the switch cannot mark an offer it cannot see, so that offer is not committed before it."""
    ola, mia_id = world.actor("ola"), world.merchants["mia"].pk
    is_made, is_switched, may_commit = Event(), Event(), Event()

    def make() -> None:
        with transaction.atomic():
            world.offer("new", price="1")
            touch([world.concrete.pk])
            is_made.set()
            assert is_switched.wait(SOON)

    def switch() -> None:
        with transaction.atomic():
            deactivate_merchant.__wrapped__(actor=ola, merchant_id=mia_id, at=at)  # type: ignore[attr-defined]
            is_switched.set()
            assert may_commit.wait(SOON)

    making = elsewhere(make)
    assert is_made.wait(SOON)
    switching = elsewhere(switch)
    with pytest.raises(TimeoutError):
        making.result(0.5)
    assert references(ask(world, at)) == []
    may_commit.set()
    switching.result(SOON)
    making.result(SOON)
    assert references(ask(world, at)) == []


def test_making_an_offer_and_switching_its_merchant_never_block_each_other_for_good(world: World, at: datetime) -> None:
    """TX-2: the merchant first, marks last, whoever does it."""
    world.merchants["mia"].is_trusted = True
    world.merchants["mia"].save()
    world.offer("o", price="1")
    mia, ola, mia_id = world.actor("mia"), world.actor("ola"), world.merchants["mia"].pk
    stores = (world.stores["DE"].pk,)
    outcomes = []
    for number in range(6):
        draft = OfferDraft("SKU-1", reference=f"new-{number}", store_ids=stores)
        switch = activate_merchant if number % 2 else deactivate_merchant
        outcomes += at_once(
            [
                partial(create_offer, actor=mia, merchant_id=mia_id, draft=draft, at=at),
                partial(switch, actor=ola, merchant_id=mia_id, at=at),
            ]
        )
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert len(references(ask(world, at))) == 7


def test_two_workers_refresh_at_once_and_lists_end_up_right(world: World, at: datetime, elsewhere: Elsewhere) -> None:
    """BOARD-8: variants of one product are followed by different workers; the card knows both."""
    second = world.product("SKU-2")
    second.abstract_product = world.abstract
    second.save()
    world.offer("a", price="10")
    world.offer("b", concrete=second, price="5")
    with transaction.atomic():
        touch([world.concrete.pk, second.pk])
    for worker in [elsewhere(refresh_stale, at=at) for _ in range(4)]:
        worker.result(SOON)

    assert BoardCard.objects.get(store=world.stores["DE"], abstract_product=world.abstract).offer_count == 2
    found = listing(ListingRequest(world.stores["DE"], "en_US", "EUR", "NET_MODE"), at=at)
    assert [(card.skus, str(card.price and card.price.amount)) for card in found.cards] == [
        (("SKU-1", "SKU-2"), "5.00")
    ]
    assert not ProductMark.objects.filter(is_settled=False).exists()
