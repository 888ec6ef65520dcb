"""Plan and problems as queries: what each row would do, and everything that is wrong with it (example 9)."""

from dataclasses import dataclass

from handsel.imports.checks import Check, checks_of, kept_of, key_texts
from handsel.imports.columns import Format
from handsel.imports.compiling import RowSql, Tables
from handsel.imports.headers import bind, parts_of
from handsel.imports.lookups import OFFER, Lookup
from handsel.imports.naming import Reference
from handsel.imports.sql import any_of, numbers, quoted, run

VALUE_SHOWN = 200
SUGGESTIONS = 20
SUGGESTED_FROM = 20_000


@dataclass(frozen=True, slots=True)
class Counts:
    """What a file would do, row by row; the four add up to its rows (IMPORT-12)."""

    new: int
    changed: int
    unchanged: int
    rejected: int


def rows_of(file_format: Format, header: tuple[str, ...], tables: Tables, merchant_id: int | None) -> list[RowSql]:
    """One writer of SQL per part; later parts know the offers that the first part will create."""
    found: list[RowSql] = []
    for number, part in enumerate(parts_of(file_format)):
        pending = {OFFER.name: _pending_offers(found[0])} if found else None
        found.append(RowSql(bind(part, header), tables, number, merchant_id=merchant_id, pending=pending))
    return found


def _pending_offers(first: RowSql) -> str:
    """Offers that exist, and those that good rows of the first part will create."""
    merchant = first.bound.columns.get("merchant_reference")
    if merchant is None:
        return OFFER.relation
    tables = first.tables
    return (
        f"{OFFER.relation} UNION ALL SELECT NULL::bigint, {first.cell('product_offer_reference')}, p.r{merchant}"
        f" FROM {tables.plan(0)} p JOIN {tables.stage} s ON s.line = p.line"
        f" WHERE p.target_id IS NULL AND NOT EXISTS (SELECT 1 FROM {tables.problems} e WHERE e.line = p.line)"
    )


def check(file_format: Format, row_writers: list[RowSql], width: int) -> None:
    """Fill the table of problems and the plans. The number of statements does not depend on the number of rows."""
    tables = row_writers[0].tables
    _check_shapes(tables, width)
    for row in row_writers:
        _plan(row)
        _find_problems(row)
        _find_duplicates(row)
        _apply_cross_rules(row)
        run(f"ANALYZE {tables.plan(row.number)}")
    if file_format.parts:
        _check_combined(row_writers)
    run(f"CREATE INDEX ON {tables.problems} (line)")
    run(f"ANALYZE {tables.problems}")
    for row in row_writers:
        _suggest(row)
        _list_work(row)


def _check_shapes(tables: Tables, width: int) -> None:
    run(
        f"INSERT INTO {tables.problems} SELECT line, 0, '', 'wrong_number_of_cells', '', shape || ' / {width}'"
        f" FROM {tables.stage} WHERE shape IS NOT NULL"
    )


def _plan(row: RowSql) -> None:
    references = "".join(f", r{index}.id AS r{index}" for index, _, _ in row.referring())
    differs = " OR ".join(kept.differs for kept in kept_of(row)) or "FALSE"
    run(
        f"CREATE UNLOGGED TABLE {row.tables.plan(row.number)} AS SELECT s.line, t.id AS target_id,"
        f" {row.is_delete()} AS is_delete{references},"
        f" ({any_of(check.when for check in checks_of(row))}) AS is_bad,"
        f" (t.id IS NOT NULL AND ({row.is_delete()} OR {differs})) IS TRUE AS differs"
        f"\nFROM {row.source()}\n{row.joins()}"
    )


def _find_problems(row: RowSql) -> None:
    """One pass over the bad rows only, which says everything about each of them."""
    checks = checks_of(row)
    if not checks:
        return
    values = ",\n".join(_as_values(position, check) for position, check in enumerate(checks, start=1))
    run(
        f"INSERT INTO {row.tables.problems} SELECT s.line, e.position + {row.number * 1000}, e.col, e.code,"
        f" left(coalesce(e.value, ''), {VALUE_SHOWN}), coalesce(e.fact, '')"
        f"\nFROM (SELECT line FROM {row.tables.plan(row.number)} WHERE is_bad) bad"
        f"\nJOIN {row.source()} ON s.line = bad.line\n{row.joins()}"
        f"\nCROSS JOIN LATERAL (VALUES {values}) e(position, is_wrong, col, code, value, fact)"
        "\nWHERE e.is_wrong IS TRUE"
    )


def _as_values(position: int, check: Check) -> str:
    return (
        f"({position}, ({check.when}), {quoted(check.header)}, {quoted(check.code)},"
        f" ({check.value})::text, ({check.fact})::text)"
    )


def _find_duplicates(row: RowSql) -> None:
    """Rows of a key that stands twice are refused, naming another line: nobody can tell which is meant (IMPORT-5)."""
    texts = key_texts(row)
    if not texts:
        return
    keys = ", ".join(text for _, text in texts)
    names = ", ".join(f"k{number}" for number in range(len(texts)))
    shown = " || ' ' || ".join(f"k{number}" for number in range(len(texts)))
    listed = ", ".join(f"{text} AS k{number}" for number, (_, text) in enumerate(texts))
    run(
        f"INSERT INTO {row.tables.problems}"
        f" WITH twice AS (SELECT {listed}, min(s.line) AS first, max(s.line) AS last FROM {row.source()}"
        f" GROUP BY {keys} HAVING count(*) > 1)"
        f" SELECT s.line, {900 + row.number * 1000}, {quoted(texts[0][0])}, 'duplicate',"
        f" left(btrim({shown}), {VALUE_SHOWN}),"
        " CASE WHEN s.line = twice.first THEN twice.last ELSE twice.first END"
        f" FROM {row.source()} JOIN twice ON ({keys}) = ({names})"
    )


def _apply_cross_rules(row: RowSql) -> None:
    for number, rule in enumerate(row.format.cross_rules):
        run(
            f"INSERT INTO {row.tables.problems} SELECT DISTINCT found.line, {910 + number + row.number * 1000},"
            f" {quoted(row.header(rule.column))}, {quoted(rule.code)},"
            f" left(coalesce({row.cell(rule.column)}, ''), {VALUE_SHOWN}), coalesce(found.fact::text, '')"
            f" FROM ({rule.rows(row)}) found(line, fact) JOIN {row.source()} ON s.line = found.line"
        )


def _check_combined(row_writers: list[RowSql]) -> None:
    """Rows that say nothing, and rows about an offer that this file would create in a row that is refused."""
    first = row_writers[0]
    tables, reference = first.tables, first.cell("product_offer_reference")
    header = quoted(first.header("product_offer_reference"))
    own = {
        index for row in row_writers for name, index in row.bound.columns.items() if name not in row.bound.part.shared
    }
    nothing = " AND ".join(f"s.c{index} IS NULL" for index in sorted(own)) or "TRUE"
    run(
        f"INSERT INTO {tables.problems} SELECT s.line, 1, {header}, 'row_says_nothing', coalesce({reference}, ''), ''"
        f" FROM {tables.stage} s WHERE s.shape IS NULL AND {nothing}"
    )
    run(
        f"INSERT INTO {tables.problems}"
        f" SELECT s.line, 2, {header}, 'unknown_reference', {reference}, {quoted(OFFER.name)}"
        f" FROM {tables.stage} s JOIN (SELECT DISTINCT lower({reference}) AS reference FROM {tables.plan(0)} p"
        f" JOIN {tables.stage} s ON s.line = p.line WHERE p.target_id IS NULL"
        f" AND EXISTS (SELECT 1 FROM {tables.problems} e WHERE e.line = p.line)) dead"
        f" ON lower({reference}) = dead.reference"
        f" WHERE NOT EXISTS (SELECT 1 FROM {tables.problems} e WHERE e.line = s.line)"
    )


def _suggest(row: RowSql) -> None:
    """Did you mean ...? For the first unknown keys of each column, out of keys that look like them."""
    for _, column, lookup in row.referring():
        if isinstance(column.value, Reference):
            _suggest_for(row, row.header(column.name), lookup)


def _suggest_for(row: RowSql, header: str, lookup: Lookup) -> None:
    scope = row.scope_of(lookup)
    unknown = f"col = {quoted(header)} AND code = 'unknown_reference'"
    run(
        f"UPDATE {row.tables.problems} e SET suggestion = near.key FROM ("
        f"SELECT DISTINCT value FROM {row.tables.problems} WHERE {unknown} LIMIT {SUGGESTIONS}) asked"
        f" CROSS JOIN LATERAL (SELECT k.key FROM (SELECT key FROM ({lookup.relation}) known WHERE {scope}"
        f" LIMIT {SUGGESTED_FROM}) k WHERE k.key % asked.value"
        " ORDER BY similarity(k.key, asked.value) DESC, k.key LIMIT 1) near"
        f" WHERE e.value = asked.value AND {unknown}"
    )


def _list_work(row: RowSql) -> None:
    """What is left to write, numbered in file order."""
    tables, number = row.tables, row.number
    run(
        f"CREATE UNLOGGED TABLE {tables.todo(number)} AS SELECT row_number() OVER (ORDER BY line) AS place, p.*"
        f" FROM {tables.plan(number)} p WHERE NOT is_bad AND (differs OR (target_id IS NULL AND NOT is_delete))"
        f" AND NOT EXISTS (SELECT 1 FROM {tables.problems} e WHERE e.line = p.line)"
    )
    run(f"CREATE UNIQUE INDEX ON {tables.todo(number)} (place)")
    run(f"ANALYZE {tables.todo(number)}")


def count_rows(row_writers: list[RowSql], total: int) -> Counts:
    """New, changed, unchanged and rejected rows; a row of several parts is what its boldest part is."""
    problems = row_writers[0].tables.problems
    acts = " UNION ALL ".join(
        f"SELECT line, target_id IS NULL AS is_new FROM {row.tables.todo(row.number)}" for row in row_writers
    )
    new, changed, rejected = numbers(
        "SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new),"
        f" (SELECT count(DISTINCT line) FROM {problems})"
        f" FROM (SELECT bool_or(is_new) AS is_new FROM ({acts}) acts"
        f" WHERE NOT EXISTS (SELECT 1 FROM {problems} e WHERE e.line = acts.line) GROUP BY line) by_row"
    )
    return Counts(new, changed, total - new - changed - rejected, rejected)
