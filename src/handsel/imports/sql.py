"""Pieces of SQL: constants written out, so that a compiled statement needs no parameters."""

import json
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection


def literal(value: object) -> str:
    """`value` as an SQL constant. Nothing that a file says is ever passed through here."""
    match value:
        case None:
            return "NULL"
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | Decimal():
            return str(value)
        case datetime():
            return f"'{value.isoformat()}'::timestamptz"
        case dict():
            return f"{quoted(json.dumps(value))}::jsonb"
        case str():
            return quoted(value)
    raise TypeError(value)


def quoted(text: str) -> str:
    escaped = text.replace("'", "''")
    return f"'{escaped}'"


def array(values: Iterable[str]) -> str:
    """A text array constant."""
    return f"ARRAY[{', '.join(quoted(value) for value in values)}]::text[]"


def any_of(conditions: Iterable[str]) -> str:
    """Whether one of the conditions is true; unknown counts as false."""
    found = [f"({condition}) IS TRUE" for condition in conditions]
    return " OR ".join(found) or "FALSE"


def run(statement: str) -> int:
    """Execute a statement; returns how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)


def fetch(statement: str) -> list[tuple[Any, ...]]:
    """All rows of a query that returns few."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def numbers(statement: str) -> tuple[int, ...]:
    """The one row of a query that returns whole numbers."""
    [row] = fetch(statement)
    return tuple(int(value) for value in row)
