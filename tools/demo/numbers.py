"""Check digits, repeatable choices and amounts of money."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")

SEED = "handsel-demo-1"
GTIN_PREFIX = "299"  # a range for use inside companies, never given to a real article
EURO_TO = {"EUR": Decimal(1), "CHF": Decimal("1.06"), "USD": Decimal("1.14")}


def below(limit: int, *key: object) -> int:
    """A number from 0 to limit - 1 that depends on the seed and the key only, not on what was asked before."""
    text = "/".join([SEED, *map(str, key)])
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big") % limit


def one_of(choices: Sequence[T], *key: object) -> T:
    return choices[below(len(choices), *key)]


def weighted(weights: dict[str, int], *key: object) -> str:
    ticket = below(sum(weights.values()), *key)
    for name, weight in weights.items():
        if ticket < weight:
            return name
        ticket -= weight
    raise AssertionError(weights)


def shuffled(items: Sequence[T], *key: object) -> list[T]:
    return [items[i] for i in sorted(range(len(items)), key=lambda i: (below(2**60, *key, i), i))]


def gtin13(number: int) -> str:
    """The article number with its check digit: weights 1, 3, 1, 3 ... from the left."""
    body = f"{GTIN_PREFIX}{number:09d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return f"{body}{-total % 10}"


def uid(first_fourteen: str) -> str:
    """A member's UID: 14 digits and their Luhn check digit."""
    return f"{first_fourteen}{luhn_digit(first_fourteen)}"


def luhn_digit(digits: str) -> int:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 if place % 2 else 2)
        total += value - 9 if value > 9 else value
    return -total % 10


def half_up(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def gross(net: int, rate: Decimal) -> int:
    return half_up(net * (1 + rate / 100))


def tidy(cents: Decimal) -> int:
    """Round to an amount a price list would print."""
    for limit, step in ((200, 1), (2_000, 5), (10_000, 10), (100_000, 50), (1_000_000, 500)):
        if cents < limit:
            return max(1, half_up(cents / step) * step)
    return half_up(cents / 1000) * 1000


def converted(cents: int, currency: str) -> int:
    return tidy(cents * EURO_TO[currency]) if currency != "EUR" else cents
