"""What happened, as an object: counts, problems, differences, and the file of refused rows."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from django.db import connection, transaction

from handsel.imports.checks import kept_of
from handsel.imports.columns import DELETE
from handsel.imports.compiling import RowSql, Tables
from handsel.imports.services.reading import DANGEROUS, REASON, Sheet
from handsel.imports.sql import fetch, numbers, quoted
from handsel.imports.words import Difference, Problem

SHOWN = 1_000
CHUNK = 2_000
REMOVAL = 999
NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")


@dataclass(slots=True)
class Report:
    """One file's outcome. `problems` and `differences` hold the first thousand; `problem_counts` counts all."""

    format: str
    file_name: str
    encoding: str = ""
    delimiter: str = ""
    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    is_dry_run: bool = False
    is_applied: bool = False
    refusal: str = ""
    run_id: str = ""
    resumed_from: int = 0
    reject_file: Path | None = None
    notices: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    problem_counts: dict[tuple[str, str], int] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    difference_counts: dict[str, int] = field(default_factory=dict)

    @property
    def accepted(self) -> int:
        return self.new + self.changed + self.unchanged

    @property
    def is_clean(self) -> bool:
        return not self.refusal and not self.rejected


def problems_of(tables: Tables, *, limit: int = SHOWN) -> list[Problem]:
    """The first problems in the order of lines and columns."""
    found = fetch(
        "SELECT line, col, code, value, coalesce(fact, ''), coalesce(suggestion, '')"
        f" FROM {tables.problems} ORDER BY line, position LIMIT {limit}"
    )
    return [Problem(*values) for values in found]


def problem_counts(tables: Tables) -> dict[tuple[str, str], int]:
    """How many problems there are by column and code, the most frequent first."""
    found = fetch(f"SELECT col, code, count(*) FROM {tables.problems} GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2")
    return {(column, code): count for column, code, count in found}


def add_differences(report: Report, row_writers: list[RowSql], *, limit: int = SHOWN) -> None:
    """Field by field what changes: how many rows, and the first of them with before and after (IMPORT-13)."""
    for row in (each.as_late() for each in row_writers):
        counted = [(kept.header, f"NOT p.is_delete AND {kept.differs}") for kept in kept_of(row)]
        counted.append((row.header(DELETE), "p.is_delete"))
        filters = ", ".join(f"count(*) FILTER (WHERE {condition})" for _, condition in counted)
        todo = f"SELECT * FROM {row.tables.todo(row.number)} WHERE target_id IS NOT NULL"
        counts = numbers(f"SELECT {filters} {_changed_rows(row, todo)}")
        for (header, _), count in zip(counted, counts, strict=True):
            if count:
                report.difference_counts[header] = report.difference_counts.get(header, 0) + count
        room = limit - len(report.differences)
        # Every changed row has a difference, so the first rows hold the first differences.
        first = f"{todo} ORDER BY place LIMIT {room}"
        found = fetch(
            f"SELECT s.line, d.col, d.before, d.after {_changed_rows(row, first)}"
            f" CROSS JOIN LATERAL (VALUES {_difference_values(row)}) d(place, col, differs, before, after)"
            f" WHERE d.differs AND (NOT p.is_delete OR d.place = {REMOVAL}) ORDER BY s.line, d.place LIMIT {room}"
        )
        report.differences += [Difference(*values) for values in found]


def doubts_of(row_writers: list[RowSql]) -> list[str]:
    """What somebody should look at, although it applies (STOCK-5)."""
    found: list[str] = []
    for row in (each.as_late() for each in row_writers if each.format.doubts):
        for doubt in row.format.doubts:
            todo = f"SELECT * FROM {row.tables.todo(row.number)} WHERE target_id IS NOT NULL AND NOT is_delete"
            changed = _changed_rows(row, todo)
            count, line = numbers(f"SELECT count(*), coalesce(min(s.line), 0) {changed} WHERE {doubt.when(row)}")
            if count:
                found.append(str(doubt.words).replace("{count}", str(count)).replace("{line}", str(line)))
    return found


def _changed_rows(row: RowSql, todo: str) -> str:
    return (
        f"FROM ({todo}) p JOIN {row.tables.stage} s ON s.line = p.line"
        f" JOIN ({row.target().relation}) t ON t.id = p.target_id\n{row.joins()}\n"
    )


def _difference_values(row: RowSql) -> str:
    values = [
        f"({place}, {quoted(kept.header)}, {kept.differs}, {_shown(row, kept.header, kept.before)},"
        f" {_shown(row, kept.header, kept.after)})"
        for place, kept in enumerate(kept_of(row))
    ]
    return ", ".join((*values, f"({REMOVAL}, {quoted(row.header(DELETE))}, p.is_delete, NULL::text, '1')"))


def _shown(row: RowSql, header: str, value: str) -> str:
    """Ids are shown as the keys people know."""
    for _, column, lookup in row.referring():
        if row.header(column.name) == header and column.value.sql_type == "bigint":
            return f"(SELECT k.key FROM ({lookup.relation}) k WHERE k.id = {value})"
    return f"({value})::text"


def write_reject_file(path: Path, sheet: Sheet, tables: Tables) -> None:
    """The refused rows in the file's own columns plus the reasons, row after row (IMPORT-10, IMPORT-18)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=sheet.delimiter)
        kept = [place for place, name in enumerate(sheet.header) if name != REASON]
        writer.writerow([*(escaped(sheet.header[place]) for place in kept), REASON])
        for cells, reasons in _refused(len(sheet.header), tables):
            writer.writerow([*(escaped(cells[place] or "") for place in kept), escaped(" | ".join(reasons))])


def escaped(text: str) -> str:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it; plain numbers stay."""
    return f"'{text}" if text[:1] in DANGEROUS and not NUMBER.fullmatch(text) else text


def _refused(width: int, tables: Tables) -> Iterator[tuple[list[str | None], list[str]]]:
    cells = ", ".join(f"s.c{index}" for index in range(width))
    query = (
        f"SELECT e.line, e.col, e.code, e.value, coalesce(e.fact, ''), coalesce(e.suggestion, ''), {cells}"
        f" FROM {tables.problems} e JOIN {tables.stage} s ON s.line = e.line ORDER BY e.line, e.position"
    )
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.cursor.itersize = CHUNK
        cursor.execute(query)
        for _line, group in groupby(cursor, key=lambda values: values[0]):
            listed = list(group)
            reasons = [Problem(*values[:6]) for values in listed]
            yield list(listed[0][6:]), [f"{p.column}: {p.words}" if p.column else p.words for p in reasons]
