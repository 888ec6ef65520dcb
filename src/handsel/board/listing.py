"""A page of a list: cards found by what was known a moment ago, shown by what holds now (BOARD-8)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from handsel.board.building import rebuild, summary_of
from handsel.board.carding import CardFacts, refresh_cards
from handsel.board.lists import FoundCard, ListingRequest, find_cards
from handsel.board.rows import FollowedRow, rows_of_abstracts
from handsel.board.words import plain
from handsel.catalog.models import AbstractProduct
from handsel.catalog.queries import word_in
from handsel.catalog.states import PriceMode
from handsel.core.money import Money

# How often a page is looked up again because what it found had changed.
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Card:
    """One abstract product of a list: the lowest displayed price of one piece, merchants, whether one can be bought.

    `skus` are its shown variants; `price` is in the mode asked for, None when no offer has one in this currency; `sku`
    is the variant that has it, the first one where there is no price. A search for the very number of a variant makes a
    card of that variant; `merchant_skus` are the merchants' numbers that it was, which those offers alone have.
    """

    abstract_sku: str
    name: str
    url: str
    image: str
    brand: str
    category_id: int
    sku: str
    skus: tuple[str, ...]
    price: Money | None
    counterpart: Money | None
    merchant_count: int
    offer_count: int
    is_available: bool
    merchant_skus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of cards and how many there are in all; `is_similar` when nothing has the words as they were typed."""

    cards: tuple[Card, ...]
    total: int
    is_similar: bool = False


@dataclass(slots=True)
class _Variants:
    """What the shown variants of a product say together, and what those say that the text names exactly."""

    everything: CardFacts = field(default_factory=CardFacts)
    named: CardFacts = field(default_factory=CardFacts)
    named_by_merchants: CardFacts = field(default_factory=CardFacts)
    names: dict[str, str] = field(default_factory=dict)
    merchant_skus: list[str] = field(default_factory=list)

    def add(self, row: FollowedRow, summary: Mapping[str, Any], number: str) -> None:
        """Take in a variant; `number` is the plain text searched for."""
        self.everything.add(row.sku, summary)
        if not number or not summary.get("offers"):
            return
        self.names[row.sku] = row.names
        if number in {plain(row.sku), plain(row.gtin)}:
            self.named.add(row.sku, summary)
        elif numbers := [sku for sku in summary["merchant_skus"] if plain(sku) == number]:
            self.named_by_merchants.add(row.sku, summary)
            self.merchant_skus += numbers

    def asked_for(self) -> tuple[CardFacts, tuple[str, ...]]:
        """What the card is made of: own numbers go before those of merchants, which anybody may have chosen."""
        if self.named.skus:
            return self.named, ()
        if self.named_by_merchants.skus:
            return self.named_by_merchants, tuple(dict.fromkeys(self.merchant_skus))
        return self.everything, ()


def listing(request: ListingRequest, *, at: datetime) -> Listing:
    """The page that was asked for, in a constant number of queries; its cards are exact at `at`.

    Where the page meets products that have changed since their cards were made, it makes these anew and looks again.
    """
    for _ in range(ROUNDS):
        found = find_cards(request)
        facts, changed = _facts(request, found.cards, at)
        if not changed:
            break
        refresh_cards(store=request.store, abstract_ids=changed)
    return Listing(_cards(request, found.cards, facts), found.total, found.is_similar)


def _facts(request: ListingRequest, found: Sequence[FoundCard], at: datetime) -> tuple[dict[int, _Variants], set[int]]:
    """What each product of the page shows now, and the products of which the card says something else."""
    if not found:
        return {}, set()
    rows = rows_of_abstracts(store=request.store, abstract_ids=[card.abstract_id for card in found], at=at)
    stale = [row.concrete_id for row in rows if not row.is_fresh]
    built = rebuild(store=request.store, concrete_ids=stale, at=at) if stale else {}
    facts = {card.abstract_id: _Variants() for card in found}
    number = plain(request.text)
    for row in rows:
        summary = summary_of(built[row.concrete_id]) if row.concrete_id in built else row.summary
        facts[row.abstract_id].add(row, summary, number)
    changed = {
        card.abstract_id for card in found if not _says(card, facts[card.abstract_id].everything, request.currency)
    }
    return facts, changed


def _says(card: FoundCard, facts: CardFacts, currency: str) -> bool:
    net, gross = facts.prices.get(currency, (None, None))
    return (card.offer_count, card.is_available, card.net, card.gross) == (
        facts.offer_count,
        facts.is_available,
        net,
        gross,
    )


def _cards(request: ListingRequest, found: Iterable[FoundCard], facts: dict[int, _Variants]) -> tuple[Card, ...]:
    products = AbstractProduct.objects.in_bulk([card.abstract_id for card in found])
    return tuple(
        _card(request, products[card.abstract_id], facts[card.abstract_id])
        for card in found
        if card.abstract_id in products and facts[card.abstract_id].everything.skus
    )


def _card(request: ListingRequest, product: AbstractProduct, variants: _Variants) -> Card:
    facts, merchant_skus = variants.asked_for()
    amounts = facts.prices.get(request.currency)
    net, gross = (Money.of_minor(amount, request.currency) for amount in amounts) if amounts else (None, None)
    is_net = request.mode == PriceMode.NET
    cheapest = facts.cheapest.get(request.currency, facts.skus[:1] * 2)
    locales = request.store.locales
    name = word_in(product.name, request.locale, locales=locales)
    if facts is not variants.everything and len(facts.skus) == 1:
        name = word_in(json.loads(variants.names[facts.skus[0]]), request.locale, locales=locales) or name
    return Card(
        abstract_sku=product.sku,
        name=name or product.sku,
        url=word_in(product.url, request.locale, locales=locales),
        image=product.image,
        brand=product.brand,
        category_id=product.category_id,
        sku=cheapest[0 if is_net else 1],
        skus=tuple(facts.skus),
        price=net if is_net else gross,
        counterpart=gross if is_net else net,
        merchant_count=len(facts.merchant_ids),
        offer_count=facts.offer_count,
        is_available=facts.is_available,
        merchant_skus=merchant_skus,
    )
