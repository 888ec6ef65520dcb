"""How a cell is read: SQL that says what is wrong with its text, and SQL that turns it into a value.

Both are only asked about cells that are given: neither empty nor the word NULL. A condition of a later problem must be
safe when an earlier one holds, because all of them are reported.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal as Number
from typing import Protocol
from zoneinfo import available_timezones

from babel import Locale
from django.conf import settings

from handsel.imports.sql import array, literal, quoted

FIRST_INSTANT, LAST_INSTANT = "0001-01-02 00:00:00+00", "9999-12-30 00:00:00+00"
DATE_TIME = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)? ?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?)?$"
)
OFFSET = r"(Z|[+-][0-9]{2}(:?[0-9]{2})?)$"


@dataclass(frozen=True, slots=True)
class Trouble:
    """A problem that a cell may have: its code, the SQL condition, and SQL text that its words mention."""

    code: str
    when: str
    fact: str = "NULL"


class CellSource(Protocol):
    """What a value may ask about the rest of its row while SQL is written."""

    def reference(self, column: str, attribute: str = "id") -> str: ...

    def prepared(self, column: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Cell:
    """The SQL of a cell's text, the name of its column, and the row around it."""

    sql: str
    name: str
    row: CellSource


@dataclass(frozen=True, slots=True)
class Value:
    """The base: text of any length."""

    @property
    def sql_type(self) -> str:
        return "text"

    @property
    def words(self) -> str:
        """The type, for the pages that describe formats."""
        return "text"

    def troubles(self, cell: Cell) -> list[Trouble]:
        del cell
        return []

    def typed(self, cell: Cell) -> str:
        return cell.sql

    def prepared(self, cell: Cell) -> str | None:
        """SQL that is worth computing once a row; the row's `prepared` is its result."""
        del cell
        return None


@dataclass(frozen=True, slots=True)
class Text(Value):
    """Text up to a length, perhaps of a shape."""

    max: int = 1_000_000
    pattern: str = ""
    example: str = ""
    ignore_case: bool = False
    is_lower: bool = False

    @property
    def words(self) -> str:
        shape = f", such as `{self.example}`" if self.example else ""
        return f"text up to {self.max}{shape}" if self.max < 1_000_000 else f"text{shape}"

    def troubles(self, cell: Cell) -> list[Trouble]:
        found = [Trouble("too_long", f"char_length({cell.sql}) > {self.max}", quoted(str(self.max)))]
        if self.pattern:
            found.append(Trouble("wrong_format", f"{cell.sql} !~ {quoted(self.pattern)}", quoted(self.example)))
        return found

    def typed(self, cell: Cell) -> str:
        return f"lower({cell.sql})" if self.is_lower else cell.sql


@dataclass(frozen=True, slots=True)
class Boolean(Value):
    """0, 1, true or false."""

    @property
    def sql_type(self) -> str:
        return "boolean"

    @property
    def words(self) -> str:
        return "0, 1, true or false"

    def troubles(self, cell: Cell) -> list[Trouble]:
        return [Trouble("not_a_boolean", f"lower({cell.sql}) NOT IN ('0', '1', 'true', 'false')")]

    def typed(self, cell: Cell) -> str:
        return f"(lower({cell.sql}) IN ('1', 'true'))"


@dataclass(frozen=True, slots=True)
class Integer(Value):
    """A whole number within limits."""

    min: int = -2_147_483_648
    max: int = 2_147_483_647

    @property
    def sql_type(self) -> str:
        return "integer"

    @property
    def words(self) -> str:
        return "whole number"

    def troubles(self, cell: Cell) -> list[Trouble]:
        shape = f"{cell.sql} ~ '^[+-]?[0-9]{{1,18}}$'"
        outside = f"CASE WHEN {shape} THEN {cell.sql}::bigint NOT BETWEEN {self.min} AND {self.max} END"
        return [
            Trouble("not_an_integer", f"NOT ({shape})"),
            Trouble("out_of_range", outside, quoted(f"{self.min} … {self.max}")),
        ]

    def typed(self, cell: Cell) -> str:
        return f"{cell.sql}::integer"


@dataclass(frozen=True, slots=True)
class Decimal(Value):
    """A number with a point and at most `places` decimals; the database would round further ones unsaid (MONEY-7)."""

    digits: int
    places: int
    min: Number = Number(0)
    max: Number | None = None
    above: bool = False

    @property
    def sql_type(self) -> str:
        return f"numeric({self.digits},{self.places})"

    @property
    def words(self) -> str:
        return f"number with at most {self.places} decimals, {'more than' if self.above else 'at least'} {self.min}"

    def troubles(self, cell: Cell) -> list[Trouble]:
        shape = f"{cell.sql} ~ '^[+-]?[0-9]{{1,30}}([.][0-9]{{1,30}})?$'"
        limit = self.max if self.max is not None else Number(10) ** (self.digits - self.places) - 1
        least = "<=" if self.above else "<"
        words = f"{'>' if self.above else '≥'} {self.min}, ≤ {limit}"
        number = f"{cell.sql}::numeric"
        return [
            Trouble("not_a_number", f"NOT ({shape})"),
            Trouble(
                "too_many_decimals",
                f"CASE WHEN {shape} THEN scale(trim_scale({number})) > {self.places} END",
                quoted(str(self.places)),
            ),
            Trouble(
                "out_of_range",
                f"CASE WHEN {shape} THEN {number} {least} {self.min} OR {number} > {limit} END",
                quoted(words),
            ),
        ]

    def typed(self, cell: Cell) -> str:
        return f"{cell.sql}::numeric"


@dataclass(frozen=True, slots=True)
class Choice(Value):
    """One of a few words."""

    options: tuple[str, ...]

    @property
    def words(self) -> str:
        return ", ".join(f"`{option}`" for option in self.options)

    def troubles(self, cell: Cell) -> list[Trouble]:
        return [Trouble("unknown_choice", f"{cell.sql} <> ALL({array(self.options)})", quoted(", ".join(self.options)))]


@dataclass(frozen=True, slots=True)
class TimeZone(Value):
    """The name of a time zone."""

    @property
    def words(self) -> str:
        return "time zone, such as `Europe/Berlin`"

    def troubles(self, cell: Cell) -> list[Trouble]:
        zones = sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")
        return [Trouble("wrong_format", f"{cell.sql} <> ALL({array(zones)})", quoted("Europe/Berlin"))]


@dataclass(frozen=True, slots=True)
class Country(Value):
    """A country by its code of two letters or its English or German name."""

    @property
    def words(self) -> str:
        return "country: code of two letters, or its name"

    def _codes(self) -> str:
        known: dict[str, str] = {}
        for language in ("de", "en"):
            for code, name in Locale(language).territories.items():
                if len(code) == 2 and code.isalpha():
                    known[name.lower()] = known[code.lower()] = code
        return literal(known)

    def troubles(self, cell: Cell) -> list[Trouble]:
        return [Trouble("unknown_country", f"NOT {self._codes()} ? lower({cell.sql})")]

    def typed(self, cell: Cell) -> str:
        return f"({self._codes()} ->> lower({cell.sql}))"


@dataclass(frozen=True, slots=True)
class Timestamp(Value):
    """An instant or a day; a day that ends a period belongs to it (SHOW-10). Without offset: the marketplace's zone."""

    is_end: bool = False

    @property
    def sql_type(self) -> str:
        return "timestamptz"

    @property
    def words(self) -> str:
        return "`YYYY-MM-DD`, `YYYY-MM-DD HH:MM:SS` or ISO 8601"

    def troubles(self, cell: Cell) -> list[Trouble]:
        readable = f"{cell.sql} ~ {quoted(DATE_TIME)} AND pg_input_is_valid({cell.sql}, 'timestamptz')"
        return [Trouble("not_a_timestamp", f"NOT ({readable})")]

    def typed(self, cell: Cell) -> str:
        zone = quoted(settings.MARKETPLACE_TIME_ZONE)
        day = f"{cell.sql}::timestamp" + (" + interval '1 day'" if self.is_end else "")
        moment = (
            f"CASE WHEN length({cell.sql}) = 10 THEN ({day}) AT TIME ZONE {zone}"
            f" WHEN {cell.sql} ~ {quoted(OFFSET)} THEN {cell.sql}::timestamptz"
            f" ELSE {cell.sql}::timestamp AT TIME ZONE {zone} END"
        )
        # Python knows no year 10000, nor any before 1; "for ever" stays for ever.
        return f"LEAST(GREATEST({moment}, '{FIRST_INSTANT}'::timestamptz), '{LAST_INSTANT}'::timestamptz)"


@dataclass(frozen=True, slots=True)
class Words(Value):
    """Several words with `;` between them, each one of a few or of a shape."""

    options: tuple[str, ...] = ()
    pattern: str = ""
    example: str = ""

    @property
    def sql_type(self) -> str:
        return "varchar[]"

    @property
    def words(self) -> str:
        return "list with `;` of " + (", ".join(f"`{option}`" for option in self.options) or f"`{self.example}`")

    def _bad(self, word: str) -> str:
        if self.options:
            return f"{word} <> ALL({array(self.options)})"
        return f"{word} !~ {quoted(self.pattern)}"

    def troubles(self, cell: Cell) -> list[Trouble]:
        bad = f"SELECT 1 FROM unnest({split(cell.sql)}) word WHERE {self._bad('word')}"
        fact = quoted(", ".join(self.options) or self.example)
        return [Trouble("unknown_choice" if self.options else "wrong_format", f"EXISTS ({bad})", fact)]

    def typed(self, cell: Cell) -> str:
        return split(cell.sql)


def split(text: str) -> str:
    """SQL: the words of a list cell, trimmed, each once, in their order."""
    return (
        "ARRAY(SELECT word FROM (SELECT btrim(part) AS word, min(place) AS place"
        f" FROM unnest(string_to_array({text}, ';')) WITH ORDINALITY AS list(part, place)"
        " GROUP BY btrim(part)) words WHERE word <> '' ORDER BY place)"
    )


def choices(enumeration: Sequence[str]) -> Choice:
    """A choice out of the values of a Django enumeration."""
    return Choice(tuple(enumeration))
