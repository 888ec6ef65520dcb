"""A committed change is in the next answer; time alone changes answers; nothing is shown that must not be."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from handsel.board.models import BoardRow
from handsel.board.tests.asking import ask, references
from handsel.catalog.models import AbstractProductStore, ProductMark
from handsel.catalog.services.products import deactivate_concrete, return_to_draft, unassign_product_from_store
from handsel.core.errors import IllegalTransition
from handsel.offers.models import Offer
from handsel.offers.services.approving import approve_offer, deny_offer
from handsel.offers.services.editing import activate_offer, deactivate_offer, edit_offer
from handsel.offers.services.merchants import activate_merchant, deactivate_merchant
from handsel.pricing.services.checking import PriceDraft
from handsel.pricing.services.contract_prices import Target, set_contract_price
from handsel.pricing.services.offer_prices import set_offer_price
from handsel.pricing.services.product_prices import set_abstract_price
from handsel.stock.services.levels import set_on_hand
from handsel.stock.services.warehouses import deactivate_warehouse
from tests.world import World

HOUR = timedelta(hours=1)


@pytest.fixture
def offer(world: World, at: datetime) -> Offer:
    """An offer that DE shows at 10.00 with 5 on hand, and has been shown already."""
    made = world.offer("o", price="10", on_hand="5")
    world.offer("other", merchant="max", price="20", on_hand="5")
    assert shown(world, at) == [("o", "10.00", "5"), ("other", "20.00", "5")]
    return made


def shown(world: World, at: datetime) -> list[tuple[str, str | None, str]]:
    return [
        (
            row.offer.reference,
            None if row.price is None else str(row.price.unit.amount),
            f"{row.offer.stock.available.normalize():f}",
        )
        for row in ask(world, at).rows
    ]


def price(world: World, net: str) -> PriceDraft:
    return PriceDraft(world.stores["DE"].pk, "EUR", net=Decimal(net))


OTHER = ("other", "20.00", "5")
Change = Callable[[World, Offer], tuple[Any, dict[str, Any]]]

CHANGES: dict[str, tuple[Change, list[tuple[str, str, str]]]] = {
    "a denied offer": (lambda _w, o: (deny_offer, {"offer_id": o.pk, "reason": "no"}), [OTHER]),
    "an offer switched off": (lambda _w, o: (deactivate_offer, {"offer_id": o.pk}), [OTHER]),
    "an offer taken out of the store": (
        lambda w, o: (edit_offer, {"offer_id": o.pk, "edit": {"store_ids": (w.stores["AT"].pk,)}}),
        [OTHER],
    ),
    "a raised price": (
        lambda w, o: (set_offer_price, {"offer_id": o.pk, "price": price(w, "30")}),
        [OTHER, ("o", "30.00", "5")],
    ),
    "new stock": (
        lambda _w, o: (set_on_hand, {"offer_id": o.pk, "warehouse": "M-1 Warehouse 1", "on_hand": Decimal(7)}),
        [("o", "10.00", "7"), OTHER],
    ),
    "a warehouse switched off": (
        lambda w, _o: (deactivate_warehouse, {"warehouse_id": w.warehouses["M-1 Warehouse 1"].pk}),
        [("o", "10.00", "0"), OTHER],
    ),
    "a merchant switched off": (
        lambda w, _o: (deactivate_merchant, {"merchant_id": w.merchants["mia"].pk}),
        [OTHER],
    ),
    "a product taken out of the store": (
        lambda w, _o: (
            unassign_product_from_store,
            {"abstract_product_id": w.abstract.pk, "store_id": w.stores["DE"].pk},
        ),
        [],
    ),
    "a product back in draft": (lambda w, _o: (return_to_draft, {"abstract_product_id": w.abstract.pk}), []),
    "a variant switched off": (lambda w, _o: (deactivate_concrete, {"concrete_product_id": w.concrete.pk}), []),
}


@pytest.mark.parametrize("what", CHANGES)
def test_the_next_answer_knows_of(world: World, offer: Offer, at: datetime, what: str) -> None:
    """BOARD-3, BOARD-5, SHOW-2 to SHOW-8."""
    change, expected = CHANGES[what]
    operation, arguments = change(world, offer)
    operation(actor=world.actor("ola"), at=at, **arguments)
    assert shown(world, at) == expected


def test_an_inherited_price_changes_with_the_products(world: World, at: datetime) -> None:
    world.offer("o")
    assert shown(world, at) == [("o", None, "0")]
    set_abstract_price(actor=world.actor("ola"), abstract_product_id=world.abstract.pk, price=price(world, "4"), at=at)
    assert shown(world, at) == [("o", "4.00", "0")]


def test_a_refused_change_leaves_the_answer_and_its_version(world: World, offer: Offer, at: datetime) -> None:
    """BOARD-5."""
    versions = list(BoardRow.objects.values_list("version", flat=True))
    with pytest.raises(IllegalTransition):
        approve_offer(actor=world.actor("ola"), offer_id=offer.pk, at=at)
    assert ask(world, at).rows
    assert list(BoardRow.objects.values_list("version", flat=True)) == versions


def test_a_merchant_switched_on_again_shows_what_it_showed_before(world: World, offer: Offer, at: datetime) -> None:
    """ORG-8: exactly those of its offers that still meet the other conditions."""
    off = world.offer("off", price="1", is_active=False)
    ola, mia_id = world.actor("ola"), world.merchants["mia"].pk
    deactivate_merchant(actor=ola, merchant_id=mia_id, at=at)
    assert references(ask(world, at)) == ["other"]
    activate_merchant(actor=ola, merchant_id=mia_id, at=at)

    assert references(ask(world, at)) == ["o", "other"]
    off.refresh_from_db()
    assert not off.is_active


def test_time_alone_begins_and_ends_a_validity(world: World, at: datetime) -> None:
    """SHOW-9, BOARD-4, TIME-2: the first bound belongs, the second does not; nobody writes anything."""
    world.offer("always", price="5")
    world.offer("later", price="1", valid_from=at + HOUR, valid_to=at + 2 * HOUR)
    moments = {
        "now": at,
        "just before": at + HOUR - timedelta(microseconds=1),
        "begin": at + HOUR,
        "last": at + 2 * HOUR - timedelta(microseconds=1),
        "end": at + 2 * HOUR,
    }
    found = {name: references(ask(world, moment)) for name, moment in moments.items()}
    assert found == {
        "now": ["always"],
        "just before": ["always"],
        "begin": ["later", "always"],
        "last": ["later", "always"],
        "end": ["always"],
    }
    assert not ProductMark.objects.exists()


def test_a_validity_with_an_open_end_begins_by_itself(world: World, at: datetime) -> None:
    """OFFER-18: no job, no command, and it stays."""
    world.offer("open-end", price="1", valid_from=at + HOUR)
    world.offer("open-begin", price="2", valid_to=at + HOUR)

    assert references(ask(world, at)) == ["open-begin"]
    assert references(ask(world, at + HOUR)) == ["open-end"]
    assert references(ask(world, at + 100_000 * HOUR)) == ["open-end"]


def test_what_a_human_switched_off_stays_off_when_its_validity_begins(world: World, at: datetime) -> None:
    """OFFER-17, OFFER-18."""
    offer = world.offer("o", price="1", valid_from=at + HOUR)
    deactivate_offer(actor=world.actor("mia"), offer_id=offer.pk, at=at)
    for moment in (at, at + HOUR, at + 2 * HOUR):
        assert references(ask(world, moment)) == []
    offer.refresh_from_db()
    assert not offer.is_active

    activate_offer(actor=world.actor("mia"), offer_id=offer.pk, at=at + 2 * HOUR)
    assert references(ask(world, at + 2 * HOUR)) == ["o"]


def test_the_products_validity_outranks_the_offers(world: World, at: datetime) -> None:
    """SHOW-8."""
    product = world.product("SHORT", valid_from=at + HOUR, valid_to=at + 2 * HOUR)
    world.offer("long", concrete=product, price="1", valid_from=at - HOUR, valid_to=at + 9 * HOUR)

    found = [references(ask(world, at + hours * HOUR, sku="SHORT")) for hours in range(4)]
    assert found == [[], ["long"], [], []]


def test_a_reader_whose_clock_runs_behind_gets_the_answer_of_its_own_time(world: World, at: datetime) -> None:
    """BOARD-4: a row built by a node whose clock is ahead does not answer before its time."""
    world.offer("o", price="1", valid_from=at)
    assert references(ask(world, at)) == ["o"]
    assert references(ask(world, at - HOUR)) == []
    assert references(ask(world, at)) == ["o"]


def test_validity_of_the_price_ends_with_the_offer(world: World, at: datetime) -> None:
    """PRICE-19."""
    world.offer("o", price="1", valid_to=at + HOUR)
    [row] = ask(world, at).rows
    assert row.price is not None
    assert row.price.valid_until == at + HOUR


@pytest.mark.parametrize(
    ("of_product", "of_offer", "shows"),
    [
        ("DE AT", "AT US", {"DE": False, "AT": True, "US": False}),
        ("DE", "DE", {"DE": True, "AT": False, "US": False}),
        ("US", "DE AT", {"DE": False, "AT": False, "US": False}),
    ],
)
def test_an_offer_shows_only_where_both_product_and_offer_are(
    world: World, at: datetime, of_product: str, of_offer: str, shows: dict[str, bool]
) -> None:
    """SHOW-5, SHOW-7: the visibility table of the specification is the first row."""
    product = world.product("P", stores=of_product)
    world.offer("o", concrete=product, stores=of_offer)
    currencies = {"DE": "EUR", "AT": "EUR", "US": "USD"}

    found = {
        name: references(ask(world, at, sku="P", store=name, currency=currency)) == ["o"]
        for name, currency in currencies.items()
    }
    assert found == shows


def test_a_contract_price_is_in_the_next_answer_of_its_customer_and_rebuilds_nothing(
    world: World, offer: Offer, at: datetime
) -> None:
    """BOARD-7."""
    contract = world.contract("c")
    before = list(BoardRow.objects.values_list("pk", "version"))
    set_contract_price(
        actor=world.actor("mia"),
        contract_id=contract.pk,
        target=Target(offer_id=offer.pk),
        price=price(world, "3"),
        at=at,
    )
    mine = ask(world, at, customer="brennhoff").rows[0]
    assert mine.price is not None
    assert str(mine.price.unit.amount) == "3.00"
    assert shown(world, at)[0] == ("o", "10.00", "5")
    assert list(BoardRow.objects.values_list("pk", "version")) == before


def test_nothing_about_one_customer_is_ever_stored(world: World, offer: Offer, at: datetime) -> None:
    """BOARD-7."""
    world.contract_price(world.contract("c"), offer, net="3.33")
    ask(world, at, customer="brennhoff")
    payloads = list(BoardRow.objects.values_list("payload", flat=True))
    assert payloads
    assert not any("333" in payload for payload in payloads)


def test_a_row_of_a_store_that_lost_the_product_shows_nothing(world: World, offer: Offer, at: datetime) -> None:
    AbstractProductStore.objects.filter(store=world.stores["AT"]).delete()
    assert references(ask(world, at, store="AT")) == []
    assert references(ask(world, at, store="DE")) == ["o", "other"]
