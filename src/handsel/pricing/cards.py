"""A rate card: everything one offer costs one reader in one store and currency, both modes, every tier.

It is what rows resolve to, what the board stores, and what the answer for a mode and a quantity is read from. Amounts
are whole minor units, so that nothing on the way can round them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from handsel.catalog.states import PriceMode
from handsel.core.money import Money
from handsel.pricing.states import DEFAULT, PriceSource

BASE = Decimal(1)
SOURCES: tuple[PriceSource, ...] = tuple(PriceSource)
SOURCE_NUMBERS = {source: number for number, source in enumerate(SOURCES)}
KEPT, NET_DERIVED, GROSS_DERIVED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Rung:
    """From `quantity` on a unit costs this. `derived` says which amount was computed from the other (PRICE-10)."""

    quantity: Decimal
    net: int
    gross: int
    derived: int
    net_source: PriceSource
    gross_source: PriceSource

    def amount(self, mode: str) -> int:
        return self.net if mode == PriceMode.NET else self.gross

    def source(self, mode: str) -> PriceSource:
        return self.net_source if mode == PriceMode.NET else self.gross_source

    def is_derived(self, mode: str) -> bool:
        return self.derived == (NET_DERIVED if mode == PriceMode.NET else GROSS_DERIVED)


@dataclass(frozen=True, slots=True)
class Tier:
    """A step of the ladder in one mode: from `quantity` on a unit costs `unit`; the first step is the base."""

    quantity: Decimal
    unit: Money
    is_derived: bool


@dataclass(frozen=True, slots=True)
class PriceAnswer:
    """What a unit costs, and why (PRICE-19). `counterpart` is the same price in the other mode.

    `price_type` is ORIGINAL when an offer sells at its only price; `original` is the price to strike through.
    `tiers` is the whole ladder in this mode, the base first; `valid_until` the next known end of the offer or product.
    """

    unit: Money
    original: Money | None
    source: PriceSource
    price_type: str
    mode: PriceMode
    tier_from: Decimal
    tiers: tuple[Tier, ...]
    next_tier: Tier | None
    tax_rate: Decimal
    derived: bool
    counterpart: Money
    counterpart_derived: bool
    valid_until: datetime | None = None

    @property
    def net(self) -> Money:
        return self.unit if self.mode == PriceMode.NET else self.counterpart

    @property
    def gross(self) -> Money:
        return self.counterpart if self.mode == PriceMode.NET else self.unit


@dataclass(frozen=True, slots=True)
class RateCard:
    """The resolved prices of one offer in one currency; `ladder` has the base first, thresholds ascending."""

    currency: str
    tax_rate: Decimal
    price_type: str
    ladder: tuple[Rung, ...]
    original: Rung | None = None

    def rung_at(self, quantity: Decimal) -> int:
        """The position of the rung for `quantity`: the highest threshold not above it, else the base (PRICE-3)."""
        position = 0
        for candidate in range(1, len(self.ladder)):
            if self.ladder[candidate].quantity > quantity:
                break
            position = candidate
        return position

    def unit_minor(self, mode: str, quantity: Decimal) -> int:
        """The unit price in minor units."""
        return self.ladder[self.rung_at(quantity)].amount(mode)

    def answer(self, *, mode: str, quantity: Decimal, valid_until: datetime | None = None) -> PriceAnswer:
        """The price of a unit when `quantity` are bought at once."""
        mode = PriceMode(mode)
        other = PriceMode.GROSS if mode == PriceMode.NET else PriceMode.NET
        position = self.rung_at(quantity)
        rung = self.ladder[position]
        tiers = tuple(
            Tier(step.quantity, Money.of_minor(step.amount(mode), self.currency), step.is_derived(mode))
            for step in self.ladder
        )
        return PriceAnswer(
            unit=tiers[position].unit,
            original=self._struck(rung, mode),
            source=rung.source(mode),
            price_type=self.price_type,
            mode=mode,
            tier_from=rung.quantity,
            tiers=tiers,
            next_tier=tiers[position + 1] if position + 1 < len(tiers) else None,
            tax_rate=self.tax_rate,
            derived=rung.is_derived(mode),
            counterpart=Money.of_minor(rung.amount(other), self.currency),
            counterpart_derived=rung.is_derived(other),
            valid_until=valid_until,
        )

    def _struck(self, rung: Rung, mode: str) -> Money | None:
        """The ORIGINAL when it has the same source as the winning DEFAULT and is higher (PRICE-11)."""
        before = self.original
        if before is None or before.source(mode) != rung.source(mode) or before.amount(mode) <= rung.amount(mode):
            return None
        return Money.of_minor(before.amount(mode), self.currency)

    def as_json(self) -> dict[str, Any]:
        """The card as the board stores it; `from_json` reads it back."""
        stored: dict[str, Any] = {"tax": str(self.tax_rate), "ladder": [_rung_as_json(rung) for rung in self.ladder]}
        if self.price_type != DEFAULT:
            stored["type"] = self.price_type
        if self.original is not None:
            stored["original"] = _rung_as_json(self.original)
        return stored

    @classmethod
    def from_json(cls, currency: str, stored: dict[str, Any]) -> "RateCard":
        original = stored.get("original")
        return cls(
            currency=currency,
            tax_rate=Decimal(stored["tax"]),
            price_type=stored.get("type", DEFAULT),
            ladder=tuple(_rung_from_json(rung) for rung in stored["ladder"]),
            original=None if original is None else _rung_from_json(original),
        )


def cheapest(cards: Sequence[RateCard], *, mode: str, quantity: Decimal) -> RateCard | None:
    """The card with the lowest unit price for the quantity; the first of equal ones."""
    return min(cards, key=lambda card: card.unit_minor(mode, quantity), default=None)


def _rung_as_json(rung: Rung) -> list[Any]:
    sources = (SOURCE_NUMBERS[rung.net_source], SOURCE_NUMBERS[rung.gross_source])
    return [f"{rung.quantity:f}", rung.net, rung.gross, rung.derived, *sources]


def _rung_from_json(stored: list[Any]) -> Rung:
    quantity, net, gross, derived, net_source, gross_source = stored
    return Rung(Decimal(quantity), net, gross, derived, SOURCES[net_source], SOURCES[gross_source])
