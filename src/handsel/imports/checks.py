"""What a row may change, and everything that may be wrong with it, as SQL."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from handsel.imports.columns import DELETE, Column
from handsel.imports.compiling import RowSql
from handsel.imports.naming import Reference
from handsel.imports.sql import quoted
from handsel.imports.values import Cell, Trouble


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that may be wrong with a row: where, the code, when, the offending text, and a fact for the words."""

    header: str
    code: str
    when: str
    value: str
    fact: str = "NULL"


@dataclass(frozen=True, slots=True)
class Kept:
    """One field that a row may change: its labels, whether it is given, and its SQL before and after."""

    header: str
    field: str
    sql_type: str
    given: str
    value: str
    differs: str
    before: str
    after: str


def kept_of(row: RowSql) -> Iterator[Kept]:
    """Every field that the owner's function may write, in the order of the columns."""
    for column in row.format.plain_columns:
        if column.kept_as:
            given = row.is_given(column.name, *column.together)
            before, value = row.before(column.name), row.value(column.name)
            differs = column.differs(row) if column.differs else f"{before} IS DISTINCT FROM {value}"
            if column.name in row.format.key:
                differs = "FALSE"
            yield Kept(
                row.header(column.name),
                column.kept_as,
                column.value.sql_type,
                given,
                value,
                f"({given} AND ({differs}))",
                before,
                value,
            )
    for name, cells in row.json_fields().items():
        given = "(" + (" OR ".join(f"s.c{cell.index} IS NOT NULL" for cell in cells) or "FALSE") + ")"
        patch = row.patch(cells)
        after = f"core_merge_patch(t.{name}, {patch})"
        differs = f"({given} AND t.{name} IS DISTINCT FROM {after})"
        yield Kept(name, name, "jsonb", given, patch, differs, f"t.{name}", after)


def checks_of(row: RowSql) -> list[Check]:
    """Everything that may be wrong with a row by itrow, in the order of the columns, then the rules."""
    found: list[Check] = []
    for column in row.format.plain_columns:
        if column.name in row.bound.columns:
            found += _column_checks(row, column)
    found += _family_checks(row)
    for rule in row.format.rules:
        when = rule.when(row)
        is_asked = row.is_delete() if rule.of_removal else f"NOT {row.is_delete()}"
        when = f"{is_asked} AND ({when})" if row.format.can_delete else when
        found.append(Check(row.header(rule.column), rule.code, when, row.cell(rule.column), rule.fact(row)))
    return found


def _column_checks(row: RowSql, column: Column) -> list[Check]:
    cell, name = row.cell(column.name), row.header(column.name)
    is_key = column.name in row.format.key
    found: list[Check] = []
    if column.required:
        empty = f"({cell} IS NULL OR {cell} = 'NULL')"
        found.append(Check(name, "required", empty if is_key else f"{empty} AND {row.is_new()}", cell))
    if (column.required or column.fixed) and not is_key:
        found.append(Check(name, "cannot_be_cleared", f"{cell} = 'NULL' AND NOT {row.is_new()}", cell))
    found += [_check(name, trouble, cell) for trouble in column.value.troubles(Cell(cell, column.name, row))]
    if isinstance(column.value, Reference):
        found.append(Check(name, "unknown_reference", _unknown(row, column), cell, _named(column)))
    if column.fixed:
        changed = f"NOT {row.is_new()} AND {row.is_filled(column.name)} AND {_is_other(row, column)}"
        found.append(Check(name, "fixed_value", changed, cell))
    if column.is_secret:
        found = [replace(check, value="NULL") for check in found]
    if row.format.can_delete and not is_key and column.name != DELETE:
        found = [replace(check, when=f"NOT {row.is_delete()} AND ({check.when})") for check in found]
    return found


def _is_other(row: RowSql, column: Column) -> str:
    is_other = f"{row.before(column.name)} IS DISTINCT FROM {row.value(column.name)}"
    return f"{row.is_known(column.name)} AND {is_other}" if isinstance(column.value, Reference) else is_other


def _unknown(row: RowSql, column: Column) -> str:
    value = column.value
    unknown = row.is_unknown(column.name)
    if isinstance(value, Reference) and value.within and value.within in row.bound.columns:
        here = f"SELECT x.c{row.bound.columns[value.within]} FROM {row.tables.stage} x WHERE x.shape IS NULL"
        unknown += f" AND {row.cell(column.name)} NOT IN ({here} AND x.c{row.bound.columns[value.within]} IS NOT NULL)"
    return unknown


def _named(column: Column) -> str:
    return quoted(column.value.lookup.name) if isinstance(column.value, Reference) else "NULL"


def _family_checks(row: RowSql) -> list[Check]:
    found: list[Check] = []
    for family in row.format.families:
        cells = [cell for cell in row.bound.cells if cell.family is family]
        if family.required and cells:
            nothing = " AND ".join(f"s.c{cell.index} IS NULL" for cell in cells)
            found.append(Check(cells[0].header, "required", f"{row.is_new()} AND {nothing}", "NULL::text"))
        for cell in cells:
            text = f"s.c{cell.index}"
            found += [_check(cell.header, t, text) for t in family.value.troubles(Cell(text, cell.header, row))]
            if cell.key_index is not None:
                lonely = f"{text} IS NOT NULL AND s.c{cell.key_index} IS NULL"
                found.append(Check(cell.header, "value_without_key", lonely, text))
    return found


def key_texts(row: RowSql) -> list[tuple[str, str]]:
    """The header and comparable text of each key column, as it tells duplicates apart."""
    found = []
    for name in row.format.key:
        column = row.format.column(name)
        cell = row.cell(name)
        ignores_case = (isinstance(column.value, Reference) and column.value.lookup.ignore_case) or getattr(
            column.value, "ignore_case", False
        )
        default = column.default if isinstance(column.default, str) else ""
        text = f"coalesce({cell}, {quoted(default)})"
        found.append((row.header(name), f"lower({text})" if ignores_case else text))
    return found


def _check(header: str, trouble: Trouble, cell: str) -> Check:
    return Check(header, trouble.code, f"{cell} <> 'NULL' AND ({trouble.when})", cell, trouble.fact)
