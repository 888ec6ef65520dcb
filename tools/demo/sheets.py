"""CSV text from rows: UTF-8, commas, LF, one header."""

import csv
import io
from collections.abc import Iterable, Sequence

Row = dict[str, str]


def sheet(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """The file of `rows`; a value that has no column is a mistake of ours."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def flag(*, value: bool) -> str:
    return "1" if value else "0"


def amount(cents: int | None) -> str:
    return "" if cents is None else str(cents)


def per_locale(column: str, locales: Sequence[str]) -> list[str]:
    return [f"{column}.{locale}" for locale in locales]
