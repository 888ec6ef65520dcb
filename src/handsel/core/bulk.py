"""Set-based writing: rows that wait in a table become rows of the owner's table, in one statement (architecture 2).

A table of waiting rows has `line` (their order), `target_id` (the row they change; null creates one), `is_delete`, and
for each field `f` the value `f` and whether it was given, `f_given`. JSON fields are merge patches.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED

from handsel.core.transactions import step


@step
def execute(statement: str, parameters: Sequence[Any] = ()) -> int:
    """Run one statement of ours; returns how many rows it touched. Values are parameters."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)
        return int(cursor.rowcount)


def fetch(query: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of a query of ours that returns few."""
    with connection.cursor() as cursor:
        cursor.execute(query, parameters or None)
        return list(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many rows wait to be created, changed, removed; what nobody waits for need not be asked of a large table."""

    new: int
    changed: int
    removed: int


def waiting_in(rows: str) -> Waiting:
    """Count the waiting rows."""
    [[new, changed, removed]] = fetch(
        "SELECT count(*) FILTER (WHERE target_id IS NULL AND NOT is_delete),"
        " count(*) FILTER (WHERE target_id IS NOT NULL AND NOT is_delete),"
        f" count(*) FILTER (WHERE target_id IS NOT NULL AND is_delete) FROM {rows}"
    )
    return Waiting(new, changed, removed)


class RowsGone(Exception):
    """Rows that were to be changed do not exist any more; nobody may be told that they were."""


@step
def lock_targets(*, rows: str, model: type[models.Model]) -> None:
    """Lock the rows that the waiting rows change, in the order of their keys (TX-3). Raises RowsGone.

    A row that was to be removed and is gone already is no trouble.
    """
    _lock(rows=rows, model=model, column="target_id", strength="FOR NO KEY UPDATE")
    table, key = _table(model), _key(model)
    [[gone]] = fetch(
        f"SELECT count(*) FROM {rows} r WHERE r.target_id IS NOT NULL AND NOT r.is_delete"
        f" AND NOT EXISTS (SELECT 1 FROM {table} t WHERE t.{key} = r.target_id)"
    )
    if gone:
        raise RowsGone(gone)


@step
def lock_whole(*, rows: str, model: type[models.Model], column: str = "target_id") -> None:
    """As `handsel.core.locking.locked_whole`: nobody adds rows that point to these until the transaction ends.

    For steps that go on to mark everything that hangs on the rows (BOARD-5); before any mark.
    """
    _lock(rows=rows, model=model, column=column, strength="FOR UPDATE")


@step
def hold(*, rows: str, model: type[models.Model], column: str) -> None:
    """As `handsel.core.locking.held`: for steps that add rows which point to these, before any other lock of theirs."""
    _lock(rows=rows, model=model, column=column, strength="FOR SHARE")


def _lock(*, rows: str, model: type[models.Model], column: str, strength: str) -> None:
    table, key = _table(model), _key(model)
    execute(
        f"SELECT 1 FROM {table} WHERE {key} IN (SELECT {column} FROM {rows} WHERE {column} IS NOT NULL)"
        f" ORDER BY {key} {strength}"
    )


@step
def insert_new(
    *,
    rows: str,
    model: type[models.Model],
    fields: Sequence[str] = (),
    json_fields: Sequence[str] = (),
    also: Mapping[str, str] | None = None,
    where: str = "r.target_id IS NULL AND NOT r.is_delete",
) -> int:
    """Create the waiting rows that change nothing that exists, in their order.

    `also` gives SQL for further columns; what nobody gives is what the model presets.
    """
    given = {name: f'r."{name}"' for name in fields}
    given |= {name: f"core_merge_patch('{{}}', r.\"{name}\")" for name in json_fields}
    given |= also or {}
    presets = _presets(model, given)
    columns = ", ".join(f'"{name}"' for name in (*given, *presets))
    values = ", ".join((*given.values(), *("%s" for _ in presets)))
    return execute(
        f"INSERT INTO {_table(model)} ({columns}) SELECT {values} FROM {rows} r WHERE {where} ORDER BY r.line",
        list(presets.values()),
    )


@step
def update_changed(
    *,
    rows: str,
    model: type[models.Model],
    fields: Sequence[str] = (),
    json_fields: Sequence[str] = (),
    also: Mapping[str, str] | None = None,
) -> int:
    """Give the rows that exist the values that were given and leave the others as they are (IMPORT-2, IMPORT-3)."""
    lock_targets(rows=rows, model=model)
    settings = [f'"{name}" = CASE WHEN r."{name}_given" THEN r."{name}" ELSE t."{name}" END' for name in fields]
    settings += [
        f'"{name}" = CASE WHEN r."{name}_given" THEN core_merge_patch(t."{name}", r."{name}") ELSE t."{name}" END'
        for name in json_fields
    ]
    settings += [f'"{name}" = {value}' for name, value in (also or {}).items()]
    return execute(
        f"UPDATE {_table(model)} t SET {', '.join(settings)} FROM {rows} r"
        f" WHERE t.{_key(model)} = r.target_id AND NOT r.is_delete"
    )


@step
def delete_marked(*, rows: str, model: type[models.Model]) -> int:
    """Remove the rows that the waiting rows say to remove (IMPORT-4)."""
    return execute(f"DELETE FROM {_table(model)} t USING {rows} r WHERE t.{_key(model)} = r.target_id AND r.is_delete")


def _table(model: type[models.Model]) -> str:
    return model._meta.db_table  # noqa: SLF001 - Django's documented model API


def _key(model: type[models.Model]) -> str:
    return str(model._meta.pk.column)  # noqa: SLF001 - Django's documented model API


def _presets(model: type[models.Model], given: Mapping[str, str]) -> dict[str, Any]:
    """Columns that must hold something and that nobody gives, with the model's preset."""
    presets: dict[str, Any] = {}
    for field in model._meta.concrete_fields:  # noqa: SLF001 - Django's documented model API
        is_made_by_database = field.primary_key or field.db_default is not NOT_PROVIDED
        if field.null or is_made_by_database or field.column is None or field.column in given:
            continue
        presets[field.column] = field.get_db_prep_save(field.get_default(), connection)
    return presets
