"""Money, numbers and days are written as the reader expects them."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from handsel.core.money import Money
from handsel.portals.components.formats import Formats, formats_for

NBSP = "\N{NO-BREAK SPACE}"


def formats(language: str, country: str) -> Formats:
    return formats_for(language=language, country=country, time_zone="Europe/Vienna")


@pytest.mark.parametrize(
    ("language", "country", "currency", "written"),
    [
        ("en", "DE", "EUR", "€1,234.50"),
        ("de", "DE", "EUR", f"1.234,50{NBSP}€"),
        ("de", "AT", "EUR", f"€{NBSP}1.234,50"),
        ("en", "US", "USD", "$1,234.50"),
        ("en", "DE", "CHF", f"CHF{NBSP}1,234.50"),
        ("xx", "ZZ", "EUR", "€1,234.50"),
    ],
)
def test_money_is_written_by_language_and_country(language: str, country: str, currency: str, written: str) -> None:
    assert formats(language, country).money(Money(Decimal("1234.50"), currency)) == written


def test_an_amount_stands_without_its_currency_and_keeps_its_decimals() -> None:
    assert formats("en", "DE").amount(Money(Decimal("8.6"), "EUR")) == "8.60"
    assert formats("de", "DE").amount(Money(Decimal("1234.5"), "KWD")) == "1.234,500"
    assert formats("en", "DE").amount(Money(Decimal(1235), "JPY")) == "1,235"


def test_quantities_lose_their_trailing_zeros() -> None:
    assert formats("en", "DE").quantity(Decimal("1240.5000")) == "1,240.5"
    assert formats("de", "DE").quantity(Decimal("1240.0000")) == "1.240"


def test_shares_have_at_most_one_decimal() -> None:
    assert formats("en", "DE").percent(Decimal("0.0444")) == "4.4%"
    assert formats("de", "DE").percent(Decimal("0.19")) == f"19{NBSP}%"


def test_a_day_is_the_stores_day() -> None:
    midnight_in_vienna = datetime(2026, 5, 31, 22, 30, tzinfo=UTC)
    assert formats("en", "DE").day(midnight_in_vienna) == "1 Jun 2026"
    assert formats("de", "AT").day(midnight_in_vienna) == "01.06.2026"
