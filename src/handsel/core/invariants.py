"""What must be true of the data at every moment: queries that return no row, read from `invariants.sql`."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

SOURCE = Path(__file__).with_name("invariants.sql")
PART = re.compile(r"^-- name: (?P<name>.+)\n(?P<query>(?:(?!^-- name: ).*\n?)+)", re.MULTILINE)
EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Invariant:
    """A sentence that must be true, and the query that finds what contradicts it."""

    name: str
    query: str


@dataclass(frozen=True, slots=True)
class Broken:
    """An invariant that does not hold, with the first rows that contradict it."""

    name: str
    examples: tuple[tuple[Any, ...], ...]


def invariants() -> list[Invariant]:
    """Every invariant of the file, in its order."""
    return [
        Invariant(found["name"].strip(), found["query"].strip().rstrip(";"))
        for found in PART.finditer(SOURCE.read_text(encoding="utf-8"))
    ]


def broken() -> list[Broken]:
    """The invariants that do not hold now; an empty list is a sound database. Reads only."""
    found = []
    with connection.cursor() as cursor:
        for invariant in invariants():
            cursor.execute(f"SELECT * FROM ({invariant.query}) broken LIMIT {EXAMPLES}")
            if rows := cursor.fetchall():
                found.append(Broken(invariant.name, tuple(rows)))
    return found
