"""Stored price rows in, rate card or answer out: the PRICE rules as pure functions, without a query."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from handsel.core.money import gross_from_net, net_from_gross, to_minor
from handsel.pricing.cards import (
    BASE,
    GROSS_DERIVED,
    KEPT,
    NET_DERIVED,
    PriceAnswer,
    RateCard,
    Rung,
    cheapest,
)
from handsel.pricing.states import CONTRACT_LEVELS, DEFAULT, ORIGINAL, PriceSource


@dataclass(frozen=True, slots=True)
class StoredTier:
    """A volume price as stored; one of the two amounts may be missing."""

    quantity: Decimal
    net: Decimal | None = None
    gross: Decimal | None = None


@dataclass(frozen=True, slots=True)
class StoredPrice:
    """The amounts of one price row: base and tiers, as one value (PRICE-17)."""

    net: Decimal | None = None
    gross: Decimal | None = None
    tiers: tuple[StoredTier, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Without any amount there is no price; zero is one (PRICE-12)."""
        return self.net is None and self.gross is None


NO_PRICE = StoredPrice()
ByType = Mapping[str, StoredPrice]


@dataclass(frozen=True, slots=True)
class ContractRows:
    """What one contract says at one level, by price type."""

    contract_id: int
    level: PriceSource
    prices: ByType


@dataclass(frozen=True, slots=True)
class PriceRows:
    """All rows that may price one offer for one reader in one store and currency, by price type.

    `contracts` holds only contracts of the reader's company with this offer's merchant (PRICE-4).
    """

    offer: ByType = field(default_factory=dict)
    concrete: ByType = field(default_factory=dict)
    abstract: ByType = field(default_factory=dict)
    contracts: tuple[ContractRows, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sources:
    """Where the net and the gross amount of a row come from; filling field by field can make them differ."""

    net: PriceSource
    gross: PriceSource
    tiers: PriceSource


def resolve(
    rows: PriceRows,
    *,
    currency: str,
    tax_rate: Decimal,
    mode: str,
    quantity: Decimal,
    valid_until: datetime | None = None,
) -> PriceAnswer | None:
    """What a unit costs: by contract, else the offer's own price, else the product's, else nothing (PRICE-1 to 9)."""
    contracts = contract_cards(rows, currency=currency, tax_rate=tax_rate)
    card = cheapest(contracts, mode=mode, quantity=quantity) or public_card(rows, currency=currency, tax_rate=tax_rate)
    return None if card is None else card.answer(mode=mode, quantity=quantity, valid_until=valid_until)


def contract_cards(rows: PriceRows, *, currency: str, tax_rate: Decimal) -> tuple[RateCard, ...]:
    """The cards of every contract at the most specific level that has a selling price (PRICE-2), in contract order."""
    for level in CONTRACT_LEVELS:
        cards = [
            card
            for contract in sorted(rows.contracts, key=lambda contract: contract.contract_id)
            if contract.level == level and (card := _card_of_one_source(contract.prices, level, currency, tax_rate))
        ]
        if cards:
            return tuple(cards)
    return ()


def public_card(rows: PriceRows, *, currency: str, tax_rate: Decimal) -> RateCard | None:
    """The card everybody without a contract sees: the offer's own rows, else the product's (PRICE-6 to PRICE-9)."""
    own_prices = {name: price for name, price in rows.offer.items() if not price.is_empty}
    if DEFAULT in own_prices or ORIGINAL in own_prices:
        return _offer_card(own_prices, currency, tax_rate)
    return _product_card(rows, currency, tax_rate)


def _offer_card(own: ByType, currency: str, tax_rate: Decimal) -> RateCard | None:
    if card := _card_of_one_source(own, PriceSource.OFFER, currency, tax_rate):
        return card
    only = _ladder(own[ORIGINAL], _one(PriceSource.OFFER), currency, tax_rate)[:1]
    return RateCard(currency, tax_rate, ORIGINAL, only)


def _card_of_one_source(prices: ByType, source: PriceSource, currency: str, tax_rate: Decimal) -> RateCard | None:
    """A card from rows of one owner; None without a selling price."""
    selling, before = prices.get(DEFAULT, NO_PRICE), prices.get(ORIGINAL, NO_PRICE)
    if selling.is_empty:
        return None
    original = None if before.is_empty else _ladder(before, _one(source), currency, tax_rate)[0]
    return RateCard(currency, tax_rate, DEFAULT, _ladder(selling, _one(source), currency, tax_rate), original)


def _product_card(rows: PriceRows, currency: str, tax_rate: Decimal) -> RateCard | None:
    """The concrete product's rows, filled field by field from the abstract product's (PRICE-8)."""
    selling, sources = _filled(rows, DEFAULT)
    if selling.is_empty:
        return None
    before, before_sources = _filled(rows, ORIGINAL)
    original = None if before.is_empty else _ladder(before, before_sources, currency, tax_rate)[0]
    return RateCard(currency, tax_rate, DEFAULT, _ladder(selling, sources, currency, tax_rate), original)


def _filled(rows: PriceRows, price_type: str) -> tuple[StoredPrice, _Sources]:
    concrete, abstract = rows.concrete.get(price_type, NO_PRICE), rows.abstract.get(price_type, NO_PRICE)
    if concrete.is_empty:
        return abstract, _one(PriceSource.ABSTRACT)
    net, gross = concrete.net, concrete.gross
    # Tiers are never filled: below the concrete product's own base another product's ladder would be nonsense.
    return (
        StoredPrice(
            net=abstract.net if net is None else net,
            gross=abstract.gross if gross is None else gross,
            tiers=concrete.tiers,
        ),
        _Sources(
            net=PriceSource.ABSTRACT if net is None and abstract.net is not None else PriceSource.CONCRETE,
            gross=PriceSource.ABSTRACT if gross is None and abstract.gross is not None else PriceSource.CONCRETE,
            tiers=PriceSource.CONCRETE,
        ),
    )


def _one(source: PriceSource) -> _Sources:
    return _Sources(source, source, source)


def _ladder(price: StoredPrice, sources: _Sources, currency: str, tax_rate: Decimal) -> tuple[Rung, ...]:
    base = _rung(BASE, price.net, price.gross, sources, currency, tax_rate)
    steps = sorted(price.tiers, key=lambda tier: tier.quantity)
    of_tiers = _one(sources.tiers)
    return (base, *(_rung(tier.quantity, tier.net, tier.gross, of_tiers, currency, tax_rate) for tier in steps))


def _rung(
    quantity: Decimal, net: Decimal | None, gross: Decimal | None, sources: _Sources, currency: str, tax_rate: Decimal
) -> Rung:
    """A rung with both amounts: a missing one is derived from the other by the tax rate, half-up (PRICE-10)."""
    derived, net_source, gross_source = KEPT, sources.net, sources.gross
    if net is None and gross is not None:
        net, net_source, derived = net_from_gross(gross, tax_rate, currency), gross_source, NET_DERIVED
    elif gross is None and net is not None:
        gross, gross_source, derived = gross_from_net(net, tax_rate, currency), net_source, GROSS_DERIVED
    if net is None or gross is None:
        message = "a price row without amounts has no rungs"
        raise ValueError(message)
    return Rung(quantity, to_minor(net, currency), to_minor(gross, currency), derived, net_source, gross_source)
