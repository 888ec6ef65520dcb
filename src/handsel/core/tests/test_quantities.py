"""Minimum, step and pack size are checked in one function (CAT-7)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handsel.core.quantities import QuantityRefused, QuantityRule, check_quantity, parse_quantity

RULE = QuantityRule(minimum=Decimal(6), step=Decimal(2), pack_size=Decimal(3))


@pytest.mark.parametrize(
    ("quantity", "reason"),
    [("5", "the minimum is 6"), ("9", "sold in steps of 2"), ("8", "sold in packs of 3"), ("6.5", "steps of 2")],
)
def test_a_quantity_off_the_rule_is_refused_with_the_reason(quantity: str, reason: str) -> None:
    with pytest.raises(QuantityRefused, match=reason):
        check_quantity(Decimal(quantity), RULE)


@pytest.mark.parametrize("quantity", ["6", "12", "600"])
def test_a_quantity_on_the_rule_passes(quantity: str) -> None:
    check_quantity(Decimal(quantity), RULE)


sizes = st.decimals(min_value="0.5", max_value=24, places=1).filter(lambda size: size > 0)


@given(sizes, sizes, sizes)
def test_the_smallest_quantity_satisfies_its_own_rule(minimum: Decimal, step: Decimal, pack: Decimal) -> None:
    rule = QuantityRule(minimum=minimum, step=step, pack_size=pack)
    check_quantity(rule.smallest, rule)
    assert rule.smallest - step < max(minimum, step, pack) or (rule.smallest - step) % pack


@pytest.mark.parametrize(("text", "quantity"), [(" 12 ", "12"), ("2,5", "2.5"), ("0.0001", "0.0001")])
def test_what_somebody_types_is_read_as_a_quantity(text: str, quantity: str) -> None:
    assert parse_quantity(text) == Decimal(quantity)


@pytest.mark.parametrize("text", ["", "abc", "0", "-1", "NaN", "Infinity", "1e10", "0.00001", "1 000"])
def test_what_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(QuantityRefused):
        parse_quantity(text)
