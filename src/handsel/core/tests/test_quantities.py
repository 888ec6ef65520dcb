"""Minimum, step and pack size are checked in one function (CAT-7)."""

from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from handsel.core.quantities import QuantityRefused, QuantityRule, canonical, check_quantity, parse_quantity

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


@given(sizes, sizes, sizes, sizes)
def test_the_nearest_quantity_satisfies_the_rule_and_nothing_between_does(
    asked: Decimal, minimum: Decimal, step: Decimal, pack: Decimal
) -> None:
    rule = QuantityRule(minimum=minimum, step=step, pack_size=pack)
    nearest = rule.nearest(asked)
    check_quantity(nearest, rule)
    between = [asked + Decimal(n) / 10 for n in range(int((nearest - asked) * 10))]
    assert not [q for q in between if q >= minimum and not q % step and not q % pack]
    assert rule.smallest == rule.nearest(Decimal("0.1"))


def test_a_rule_that_nobody_can_meet_is_answered_at_once() -> None:
    rule = QuantityRule(step=Decimal("1.0001"), pack_size=Decimal("1000000.0001"))
    assert rule.smallest > Decimal(10) ** 9


@pytest.mark.parametrize(
    ("language", "text", "quantity"),
    [
        ("en", " 12 ", "12"),
        ("en", "2.5", "2.5"),
        ("en", "2,5", "2.5"),
        ("en", "1,000", "1000"),
        ("en", "1,000.5", "1000.5"),
        ("en", "1.500", "1.5"),
        ("en", "0.0001", "0.0001"),
        ("en", ".5", "0.5"),
        ("en", "1 000", "1000"),
        ("de", "1.000", "1000"),
        ("de", "1.000,5", "1000.5"),
        ("de", "1,500", "1.5"),
        ("de", "2.5", "2.5"),
        ("de", "1.2500", "1.25"),
        ("de", "12\u202f500", "12500"),
        ("de", "1'000", "1000"),
    ],
)
def test_what_somebody_types_is_read_in_the_signs_of_his_language(language: str, text: str, quantity: str) -> None:
    with override(language):
        assert parse_quantity(text) == Decimal(quantity)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    "text",
    ["", "abc", "0", "-1", "-1,000", "NaN", "Infinity", "1e3", "1E+1", "1e10", "0.00001", "10 00", "1,00,000", "1..5",
     "\u0663", "1,000,00", "10000000000", "9" * 5000, ",", "+5", "1_000"],
)  # fmt: skip
def test_what_is_no_quantity_is_refused(language: str, text: str) -> None:
    with override(language), pytest.raises(QuantityRefused):
        parse_quantity(text)


@given(st.decimals(min_value="0.0001", max_value="9999999999", places=4))
def test_a_quantity_in_an_address_is_read_alike_in_every_language(quantity: Decimal) -> None:
    for language in ("en", "de"):
        with override(language):
            assert parse_quantity(canonical(quantity)) == quantity


@pytest.mark.parametrize(("language", "words"), [("en", "packs of 10"), ("de", "10")])
def test_a_refusal_speaks_in_plain_numbers(language: str, words: str) -> None:
    rule = QuantityRule(pack_size=Decimal("10.0000"))
    with override(language), pytest.raises(QuantityRefused) as refusal:
        check_quantity(Decimal("2.0000"), rule)
    assert words in str(refusal.value)
    assert "E+" not in str(refusal.value)


def test_a_refusal_shows_the_quantity_in_the_readers_signs() -> None:
    with override("de"), pytest.raises(QuantityRefused, match="0,7"):
        check_quantity(Decimal("0.7"), QuantityRule(step=Decimal("0.5"), minimum=Decimal("0.5")))
