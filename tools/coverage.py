"""Check docs/specification-coverage.md: every sentence is shown by a test that exists, or says what it waits for."""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

PAGE = Path("docs/specification-coverage.md")
SENTENCES = {"PO": 107, "PR": 34, "ON": 24, "AS": 17}
PARTS = frozenset(
    {
        "storefront and components",
        "seller portal and back office",
        "from cart to paid order",
        "private offers",
        "negotiations",
        "assisted sales",
    },
)
NO_REQUIREMENT = "no requirement: "

_ROW = re.compile(r"^\| (?P<id>[A-Z]{2}-\d+) \|(?P<says>[^|]*)\|(?P<shown>[^|]*)\|(?P<waits>[^|]*)\|$")
_TEST = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence: its id, the tests that show it, and what it waits for."""

    id: str
    says: str
    tests: tuple[str, ...]
    waits_for: tuple[str, ...]

    @property
    def asks_for_nothing(self) -> bool:
        return any(part.startswith(NO_REQUIREMENT) for part in self.waits_for)


def rows_of(text: str) -> list[Row]:
    """Return the rows of the coverage page, in order."""
    found = (_ROW.match(line) for line in text.splitlines())
    return [
        Row(
            id=match["id"],
            says=match["says"].strip(),
            tests=tuple(_TEST.findall(match["shown"])),
            waits_for=tuple(part.strip() for part in match["waits"].split(";") if part.strip()),
        )
        for match in found
        if match
    ]


def problems_of(rows: list[Row], *, root: Path) -> list[str]:
    """Return what is wrong with the rows, in words; an empty list is what we want."""
    counts = Counter(row.id for row in rows)
    expected = {f"{text}-{number}" for text, last in SENTENCES.items() for number in range(1, last + 1)}
    problems = [f"{id_} stands {count} times" for id_, count in counts.items() if count > 1]
    problems += [f"{id_} is missing" for id_ in sorted(expected - set(counts))]
    problems += [f"{id_} is not a known sentence" for id_ in sorted(set(counts) - expected)]
    for row in rows:
        problems += [f"{row.id}: {problem}" for problem in _problems_of_row(row, root=root)]
    return problems


def _problems_of_row(row: Row, *, root: Path) -> list[str]:
    problems = []
    if not row.says:
        problems.append("says nothing")
    if not row.tests and not row.waits_for:
        problems.append("has neither a test nor something it waits for")
    if row.tests and row.asks_for_nothing:
        problems.append("asks for nothing, yet names a test")
    problems += [
        f"waits for {part!r}, which is not a part of the project"
        for part in row.waits_for
        if part not in PARTS and not part.startswith(NO_REQUIREMENT)
    ]
    problems += [f"names {test}, which does not exist" for test in row.tests if not _exists(test, root=root)]
    return problems


def _exists(test: str, *, root: Path) -> bool:
    path, _, name = test.partition("::")
    file = root / path
    return (
        file.is_file() and re.search(rf"^(async )?def {re.escape(name)}\(", file.read_text(), re.MULTILINE) is not None
    )


def summary_of(rows: list[Row]) -> str:
    """Return how many sentences are shown, how many wait, how many ask for nothing."""
    nothing = sum(row.asks_for_nothing for row in rows)
    shown = sum(bool(row.tests) and not row.waits_for for row in rows)
    partly = sum(bool(row.tests) and bool(row.waits_for) for row in rows)
    waiting = len(rows) - nothing - shown - partly
    return f"{len(rows)} sentences: {shown} shown, {partly} partly, {waiting} waiting, {nothing} asking for nothing"


def main() -> int:
    """Print the problems and the summary; 1 if there is a problem."""
    root = Path(__file__).resolve().parent.parent
    rows = rows_of((root / PAGE).read_text())
    problems = problems_of(rows, root=root)
    for problem in problems:
        sys.stdout.write(f"{PAGE}: {problem}\n")
    sys.stdout.write(f"{summary_of(rows)}\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
