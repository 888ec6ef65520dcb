"""Money is a decimal amount with its currency; rounding happens once a line, half-up (MONEY rules)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.numbers import get_currency_precision

from handsel.core.errors import CurrencyMismatch, InvalidValue


@lru_cache(maxsize=512)
def exponent(currency: str) -> int:
    """How many decimals a currency has: EUR 2, JPY 0, KWD 3."""
    return int(get_currency_precision(currency))


@lru_cache(maxsize=512)
def minor_unit(currency: str) -> Decimal:
    """The smallest amount of a currency: 0.01 for EUR, 1 for JPY."""
    return Decimal(1).scaleb(-exponent(currency))


def round_amount(amount: Decimal, currency: str) -> Decimal:
    """`amount` in whole minor units, half-up."""
    return amount.quantize(minor_unit(currency), rounding=ROUND_HALF_UP)


def from_minor(units: int, currency: str) -> Decimal:
    """Minor units (10710) to an amount (107.10)."""
    return Decimal(units).scaleb(-exponent(currency))


def to_minor(amount: Decimal, currency: str) -> int:
    """An amount (107.10) to minor units (10710); the amount must be whole minor units."""
    return int(round_amount(amount, currency).scaleb(exponent(currency)))


def gross_from_net(net: Decimal, rate: Decimal, currency: str) -> Decimal:
    """Gross of a net amount at `rate` per cent, rounded half-up."""
    return round_amount(net * (100 + rate) / 100, currency)


def net_from_gross(gross: Decimal, rate: Decimal, currency: str) -> Decimal:
    """Net of a gross amount at `rate` per cent: round(gross / (1 + rate)), half-up."""
    return round_amount(gross * 100 / (100 + rate), currency)


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in one currency; whole minor units. Mixing currencies raises CurrencyMismatch."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        amount: object = self.amount  # callers without types exist: a float must not get in (MONEY-1)
        if not isinstance(amount, Decimal) or not amount.is_finite():
            raise InvalidValue(field="amount", reason="must be a finite decimal")

    @classmethod
    def of_minor(cls, units: int, currency: str) -> "Money":
        return cls(from_minor(units, currency), currency)

    @property
    def minor(self) -> int:
        return to_minor(self.amount, self.currency)

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(left=self.currency, right=other.currency)

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def times(self, quantity: Decimal) -> "Money":
        """The line total: unit times quantity, rounded once."""
        return Money(round_amount(self.amount * quantity, self.currency), self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._same(other)
        return self.amount < other.amount


def allocate(total: Money, weights: Sequence[Decimal]) -> list[Money]:
    """Split `total` by `weights` in whole minor units with the largest remainder; the parts sum to the total.

    Raises InvalidValue when no weight is positive or one is negative.
    """
    whole = sum(weights, Decimal(0))
    if whole <= 0 or any(weight < 0 for weight in weights):
        raise InvalidValue(field="weights", reason="must be non-negative and not all zero")
    units = Decimal(total.minor)
    exact = [units * weight / whole for weight in weights]
    floors = [int(share.quantize(Decimal(1), rounding=ROUND_DOWN)) for share in exact]
    missing = total.minor - sum(floors)
    sign = 1 if missing >= 0 else -1
    by_remainder = sorted(range(len(exact)), key=lambda i: (-abs(exact[i] - floors[i]), i))
    for i in by_remainder[: abs(missing)]:
        floors[i] += sign
    return [Money.of_minor(part, total.currency) for part in floors]
