"""Money: whole minor units, half-up, once a line; parts sum to the whole (MONEY rules)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handsel.core.errors import CurrencyMismatch, InvalidValue
from handsel.core.money import (
    Money,
    allocate,
    exponent,
    from_minor,
    gross_from_net,
    minor_unit,
    net_from_gross,
    round_amount,
    to_minor,
)

CURRENCIES = ("EUR", "JPY", "KWD")
currencies = st.sampled_from(CURRENCIES)
minors = st.integers(min_value=0, max_value=10**15)
rates = st.decimals(min_value=0, max_value=100, places=3)


@pytest.mark.parametrize(
    ("currency", "decimals", "unit"), [("EUR", 2, "0.01"), ("JPY", 0, "1"), ("KWD", 3, "0.001"), ("CHF", 2, "0.01")]
)
def test_a_currency_has_its_own_number_of_decimals(currency: str, decimals: int, unit: str) -> None:
    assert (exponent(currency), minor_unit(currency)) == (decimals, Decimal(unit))


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [
        ("10.005", "EUR", "10.01"),
        ("10.0049", "EUR", "10.00"),
        ("0.125", "EUR", "0.13"),
        ("0.135", "EUR", "0.14"),
        ("-10.005", "EUR", "-10.01"),
        ("10.5", "JPY", "11"),
        ("11.5", "JPY", "12"),
        ("10.0005", "KWD", "10.001"),
    ],
)
def test_amounts_are_rounded_half_up_to_whole_minor_units(amount: str, currency: str, rounded: str) -> None:
    assert str(round_amount(Decimal(amount), currency)) == rounded


@given(minors, currencies)
def test_minor_units_go_to_an_amount_and_back(units: int, currency: str) -> None:
    assert to_minor(from_minor(units, currency), currency) == units
    assert Money.of_minor(units, currency).minor == units


@pytest.mark.parametrize(
    ("net", "rate", "currency", "gross"),
    [
        ("100.00", "19", "EUR", "119.00"),
        ("0.05", "10", "EUR", "0.06"),
        ("9.99", "7.7", "EUR", "10.76"),
        ("105", "10", "JPY", "116"),
        ("1.005", "5", "KWD", "1.055"),
    ],
)
def test_gross_is_net_and_its_tax_rounded_half_up(net: str, rate: str, currency: str, gross: str) -> None:
    assert gross_from_net(Decimal(net), Decimal(rate), currency) == Decimal(gross)


@pytest.mark.parametrize(
    ("gross", "rate", "net"), [("119.00", "19", "100.00"), ("0.01", "19", "0.01"), ("120.00", "10", "109.09")]
)
def test_net_is_gross_without_its_tax_rounded_half_up(gross: str, rate: str, net: str) -> None:
    assert net_from_gross(Decimal(gross), Decimal(rate), "EUR") == Decimal(net)


@given(minors, rates, currencies)
def test_a_net_amount_comes_back_from_its_gross_within_one_minor_unit(units: int, rate: Decimal, currency: str) -> None:
    net = from_minor(units, currency)
    assert abs(net_from_gross(gross_from_net(net, rate, currency), rate, currency) - net) <= minor_unit(currency)


def test_currencies_never_mix() -> None:
    euro, dollar = Money(Decimal(1), "EUR"), Money(Decimal(1), "USD")
    for mix in (lambda: euro + dollar, lambda: euro - dollar, lambda: euro < dollar):
        with pytest.raises(CurrencyMismatch) as refusal:
            mix()
        assert refusal.value.facts == {"left": "EUR", "right": "USD"}


@pytest.mark.parametrize("amount", [1.5, 1, "1", Decimal("NaN"), Decimal("Infinity")])
def test_money_takes_nothing_but_finite_decimals(amount: object) -> None:
    with pytest.raises(InvalidValue):
        Money(amount, "EUR")  # type: ignore[arg-type]  # the point of the test


def test_a_line_is_rounded_once() -> None:
    unit = Money(Decimal("0.07"), "EUR")
    assert unit.times(Decimal("2.5")) == Money(Decimal("0.18"), "EUR")
    assert unit.times(Decimal(3)) + unit.times(Decimal(4)) == unit.times(Decimal(7))


def test_an_amount_is_split_by_largest_remainder() -> None:
    parts = allocate(Money(Decimal("100.00"), "EUR"), [Decimal(1), Decimal(1), Decimal(1)])
    assert [part.amount for part in parts] == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]


weights = st.lists(st.decimals(min_value=0, max_value=10**6, places=4), min_size=1, max_size=12).filter(any)


@given(st.integers(min_value=-(10**17), max_value=10**17), weights, currencies)
def test_the_parts_of_an_amount_sum_to_it_exactly(units: int, shares: list[Decimal], currency: str) -> None:
    total = Money.of_minor(units, currency)
    parts = allocate(total, shares)
    assert sum(part.minor for part in parts) == units
    assert all(part.currency == currency for part in parts)


@given(st.integers(min_value=-(10**17), max_value=10**17), weights)
def test_no_part_is_a_whole_minor_unit_away_from_its_exact_share(units: int, shares: list[Decimal]) -> None:
    scaled = [int(share * 10**4) for share in shares]
    for part, share in zip(allocate(Money.of_minor(units, "EUR"), shares), scaled, strict=True):
        assert abs(part.minor * sum(scaled) - units * share) < sum(scaled)


@pytest.mark.parametrize("shares", [[], [Decimal(0)], [Decimal(2), Decimal(-1)]])
def test_weights_must_be_worth_something(shares: list[Decimal]) -> None:
    with pytest.raises(InvalidValue):
        allocate(Money(Decimal(1), "EUR"), shares)
