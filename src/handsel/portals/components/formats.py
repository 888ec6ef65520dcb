"""How money, numbers, dates and countries are written for one reader: by language and, where it fits, by country."""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_name

from handsel.core.money import Money, exponent

# English read outside the English-speaking countries: day before month, and a point before the cents.
PLAIN_ENGLISH = "en_GB"
ENGLISH_SPEAKING = frozenset({"US", "GB", "IE", "CA", "AU", "NZ"})
GERMAN_SPEAKING = frozenset({"DE", "AT", "CH", "LI", "LU"})
CODE_TOUCHES_NUMBER = re.compile(r"([A-Z])(?=[0-9])")


@dataclass(frozen=True, slots=True)
class Formats:
    """Writes values for one locale and time zone."""

    locale: Locale
    time_zone: ZoneInfo

    def money(self, money: Money) -> str:
        """€7.95 or 7,95 €, with the currency's own number of decimals; a code never touches its number."""
        written = str(format_currency(money.amount, money.currency, locale=self.locale))
        return CODE_TOUCHES_NUMBER.sub("\\1\N{NO-BREAK SPACE}", written)

    def amount(self, money: Money) -> str:
        """The bare amount, where the currency is said nearby: 7.95."""
        pattern = "#,##0" + (f".{'0' * exponent(money.currency)}" if exponent(money.currency) else "")
        return str(format_decimal(money.amount, format=pattern, locale=self.locale))

    def quantity(self, quantity: Decimal | int) -> str:
        """1,240 or 2.5, never with trailing zeros."""
        return str(format_decimal(quantity, format="#,##0.####", locale=self.locale))

    def percent(self, share: Decimal) -> str:
        """A share of one as per cent with at most one decimal: 0.044 is 4.4%."""
        pattern = self.locale.percent_formats[None].pattern.replace("##0", "##0.#")
        return str(format_percent(share, format=pattern, locale=self.locale))

    def day(self, at: datetime) -> str:
        """The calendar day in the store's time zone."""
        return str(format_date(at.astimezone(self.time_zone), format="medium", locale=self.locale))

    def country(self, code: str) -> str:
        return str(self.locale.territories.get(code.upper(), code))

    def currency(self, code: str) -> str:
        return str(get_currency_name(code, locale=self.locale))


@lru_cache(maxsize=256)
def formats_for(*, language: str, country: str, time_zone: str) -> Formats:
    """The formats of a language in a store: German in Austria writes `€ 7,95`, English in Germany `€7.95`."""
    spoken = {"en": ENGLISH_SPEAKING, "de": GERMAN_SPEAKING}.get(language, frozenset())
    name = f"{language}_{country.upper()}" if country.upper() in spoken else language
    try:
        locale = Locale.parse(PLAIN_ENGLISH if name == "en" else name)
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse(PLAIN_ENGLISH)
    return Formats(locale, ZoneInfo(time_zone))
