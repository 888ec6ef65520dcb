"""Writing what the plan says: some thousand rows a transaction, by the function of the tables' owner (IMPORT-15)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import DataError, IntegrityError, OperationalError, transaction

from handsel.core.actors import Actor
from handsel.core.bulk import RowsGone
from handsel.imports.checks import kept_of
from handsel.imports.compiling import RowSql
from handsel.imports.models import ImportRun
from handsel.imports.sql import numbers, quoted, run

BATCH_ROWS = 5_000
ATTEMPTS = 3
# A batch is small and its targets are found by key: reading whole tables for it is never cheaper.
PAGE_COST = 1.1
DEADLOCKS = frozenset({"40001", "40P01", "55P03"})
MEANWHILE = "changed_meanwhile"
Places = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Work:
    """What applying needs to know: for whom, when, and whom to tell how far it is."""

    actor: Actor
    at: datetime
    run: ImportRun
    progress: Callable[[str, int, int], None]


def apply_all(row_writers: list[RowSql], work: Work) -> None:
    """Apply part after part, each in file order; strictly in one transaction (IMPORT-11).

    Rows that meanwhile became impossible are added to the problems. A resumed run skips nothing by its mark: its plan
    leaves out what is as the file says, and what somebody changed since the break-off is set again (IMPORT-15).
    """
    if work.run.is_strict:
        with transaction.atomic(durable=True):
            for row in row_writers:
                _apply_part(row, work)
        return
    for row in row_writers:
        _apply_part(row, work)


def _apply_part(row: RowSql, work: Work) -> None:
    _resolve_pending(row)
    _prepare_batch(row)
    todo = row.tables.todo(row.number)
    first, last = numbers(f"SELECT coalesce(min(place), 1), coalesce(max(place), 0) FROM {todo}")
    size = max(last, 1) if row.format.is_whole or work.run.is_strict else BATCH_ROWS
    for start in range(first, last + 1, size):
        end = min(start + size - 1, last)
        _apply_places(row, work, (start, end))
        work.progress("applying", end, last)


def _resolve_pending(row: RowSql) -> None:
    """References to what an earlier part has created by now."""
    if row.number == 0:
        return
    todo = row.tables.todo(row.number)
    for index, column, lookup in row.referring():
        run(
            f"UPDATE {todo} p SET r{index} = k.id FROM {row.tables.stage} s, ({lookup.relation}) k"
            f" WHERE p.r{index} IS NULL AND s.line = p.line AND {lookup.equal('k.key', row.cell(column.name))}"
        )


def _prepare_batch(row: RowSql) -> None:
    """The table that the owner's function reads, empty; it is this connection's alone."""
    batch = row.tables.batch(row.number)
    fields = "".join(f', "{kept.field}" {kept.sql_type}, "{kept.field}_given" boolean' for kept in kept_of(row))
    run(f"CREATE TEMP TABLE {batch} (line bigint, target_id bigint, is_delete boolean{fields})")


def _apply_places(row: RowSql, work: Work, places: Places) -> None:
    """Apply some rows in one transaction. Rows that meanwhile became impossible are found by halving."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic(durable=not work.run.is_strict):
                run(f"SET LOCAL random_page_cost = {PAGE_COST}")
                _write(row, work, places)
                _move_mark(row, work, places)
        except (IntegrityError, DataError, RowsGone) as violation:
            if work.run.is_strict:
                raise
            _split(row, work, places, violation)
        except OperationalError as error:
            if attempt == ATTEMPTS or getattr(error.__cause__, "sqlstate", "") not in DEADLOCKS:
                raise
            continue
        return


def _split(row: RowSql, work: Work, places: Places, violation: Exception) -> None:
    start, end = places
    if start < end:
        middle = (start + end) // 2
        _apply_places(row, work, (start, middle))
        _apply_places(row, work, (middle + 1, end))
        return
    diagnosis = getattr(violation.__cause__, "diag", None)
    fact = getattr(diagnosis, "constraint_name", None) or type(violation).__name__
    with transaction.atomic(durable=True):
        run(
            f"INSERT INTO {row.tables.problems} SELECT line, 999, '', '{MEANWHILE}', '', {quoted(fact)}"
            f" FROM {row.tables.todo(row.number)} WHERE place = {start}"
        )
        _move_mark(row, work, places)


def _write(row: RowSql, work: Work, places: Places) -> None:
    if row.format.apply is None:
        raise TypeError(row.format.name)
    batch, todo = row.tables.batch(row.number), row.tables.todo(row.number)
    first, last = numbers(f"SELECT min(line), max(line) FROM {todo} WHERE place BETWEEN {places[0]} AND {places[1]}")
    late = row.as_late()
    values = "".join(f", {kept.value}, coalesce({kept.given}, FALSE)" for kept in kept_of(late))
    run(f"TRUNCATE {batch}")
    run(
        f"INSERT INTO {batch} SELECT s.line, p.target_id, p.is_delete{values}"
        f" FROM {todo} p JOIN {row.tables.stage} s ON s.line = p.line\n{late.joins()}"
        # The lines are said twice, so that a batch reads its own stretch of the file and not the whole of it.
        f" WHERE p.place BETWEEN {places[0]} AND {places[1]} AND s.line BETWEEN {first} AND {last} ORDER BY p.place"
    )
    run(f"ANALYZE {batch}")
    row.format.apply(rows=batch, actor=work.actor, at=work.at)


def _move_mark(row: RowSql, work: Work, places: Places) -> None:
    """Move the run's mark in the transaction of the rows, so that it never says more or less than what is there."""
    [line] = numbers(f"SELECT line FROM {row.tables.todo(row.number)} WHERE place = {places[1]}")
    ImportRun.objects.filter(pk=work.run.pk).update(mark_part=row.number, mark_line=line)
    work.run.mark_part, work.run.mark_line = row.number, line
