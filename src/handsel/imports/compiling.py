"""SQL for one row of a file: cells, typed values, what they refer to, what the target holds, what is wrong."""

from dataclasses import dataclass

from handsel.imports.columns import DELETE, Column, Target
from handsel.imports.headers import Bound, FamilyCell
from handsel.imports.lookups import Lookup
from handsel.imports.naming import Reference
from handsel.imports.sql import any_of, literal, quoted
from handsel.imports.values import Cell, Value


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of one run: the text of the file, its problems, and per part the plan and what is left to do."""

    token: str

    @property
    def stage(self) -> str:
        return f"imports_stage_{self.token}"

    @property
    def problems(self) -> str:
        return f"imports_problems_{self.token}"

    def plan(self, part: int) -> str:
        return f"imports_plan_{self.token}_{part}"

    def todo(self, part: int) -> str:
        return f"imports_todo_{self.token}_{part}"

    def batch(self, part: int) -> str:
        return f"imports_batch_{self.token}_{part}"


class RowSql:
    """Writes SQL about one row. Aliases: `s` the file, `t` the target, `rN` what column N refers to, `lN` prepared.

    `late` rows come from the plan: references are known by id, and nothing is wrong with them any more.
    """

    def __init__(
        self,
        bound: Bound,
        tables: Tables,
        number: int,
        *,
        merchant_id: int | None = None,
        pending: dict[str, str] | None = None,
        late: bool = False,
    ) -> None:
        self.bound = bound
        self.tables = tables
        self.number = number
        self.format = bound.part.format
        self._merchant_id = merchant_id
        self._pending = pending or {}
        self._late = late

    def as_late(self) -> "RowSql":
        return RowSql(self.bound, self.tables, self.number, merchant_id=self._merchant_id, late=True)

    # --- cells -----------------------------------------------------------------------------------------------------

    def header(self, column: str) -> str:
        return self.bound.part.header_name(column)

    def cell(self, column: str) -> str:
        """The text of a cell; NULL when it is empty or the file has no such column."""
        index = self.bound.columns.get(column)
        return "NULL::text" if index is None else f"s.c{index}"

    def is_given(self, *columns: str) -> str:
        """Whether one of the cells is filled."""
        cells = [self.cell(column) for column in columns if column in self.bound.columns]
        return "(" + " OR ".join(f"{cell} IS NOT NULL" for cell in cells) + ")" if cells else "FALSE"

    def is_filled(self, column: str) -> str:
        """Whether the cell has a value, not the word NULL either."""
        return f"({self.cell(column)} <> 'NULL')" if column in self.bound.columns else "FALSE"

    def is_delete(self) -> str:
        if DELETE not in self.bound.columns:
            return "FALSE"
        return f"coalesce(lower({self.cell(DELETE)}) IN ('1', 'true'), FALSE)"

    # --- values ----------------------------------------------------------------------------------------------------

    def value(self, column: str) -> str:
        """The typed value: the default when the cell is empty or says NULL, NULL when the text is wrong."""
        found = self.format.column(column)
        default = default_of(found)
        if column not in self.bound.columns:
            return default
        return self._read(self.cell(column), found.value, column, default)

    def _read(self, cell: str, value: Value, name: str, default: str) -> str:
        asked = Cell(cell, name, self)
        typed = value.typed(asked)
        wrong = "" if self._late else any_of(trouble.when for trouble in value.troubles(asked))
        guard = "" if wrong in {"", "FALSE"} else f" WHEN {wrong} THEN NULL"
        return f"(CASE WHEN {cell} IS NULL OR {cell} = 'NULL' THEN {default}{guard} ELSE {typed} END)::{value.sql_type}"

    def before(self, column: str) -> str:
        return f"t.{self.format.column(column).kept_as}"

    def after(self, column: str) -> str:
        """What the field will hold: the cell's value, else what is there, else the default of a new row."""
        found = self.format.column(column)
        given = self.is_given(column, *found.together)
        kept = f"CASE WHEN t.id IS NULL THEN {default_of(found)} ELSE {self.before(column)} END"
        return f"(CASE WHEN {given} THEN {self.value(column)} ELSE {kept} END)"

    def is_new(self) -> str:
        return "(t.id IS NULL)"

    # --- references ------------------------------------------------------------------------------------------------

    def referring(self) -> list[tuple[int, Column, Lookup]]:
        """The columns of the file that name something, with their places."""
        return [
            (self.bound.columns[column.name], column, column.value.lookup)
            for column in self.format.plain_columns
            if isinstance(column.value, Reference) and column.name in self.bound.columns
        ]

    def reference(self, column: str, attribute: str = "id") -> str:
        """The id, or another fact, of what a cell names."""
        index = self.bound.columns.get(column)
        if index is None:
            return "NULL::bigint" if attribute.endswith("id") else "NULL::text"
        return f"p.r{index}" if self._late and attribute == "id" else f"r{index}.{attribute}"

    def is_unknown(self, column: str) -> str:
        """Whether a filled cell names nothing that this actor may name."""
        return f"({self.is_filled(column)} AND {self.reference(column, 'key')} IS NULL)"

    def is_known(self, column: str) -> str:
        return f"({self.reference(column, 'key')} IS NOT NULL)"

    def relation(self, lookup: Lookup) -> str:
        """The relation of a lookup, with what earlier parts of this file will create."""
        return self._pending.get(lookup.name, lookup.relation)

    def scope_of(self, lookup: Lookup) -> str:
        """The condition under which this actor may name it: a merchant names its own rows only (IMPORT-16)."""
        if not lookup.is_merchants_own or self._merchant_id is None:
            return "TRUE"
        return f"merchant_id = {self._merchant_id}"

    def prepared(self, column: str) -> str:
        index = self.bound.columns.get(column)
        return "NULL::jsonb" if index is None else f"l{index}.v"

    # --- where it all comes from -----------------------------------------------------------------------------------

    def source(self) -> str:
        """The rows of the file that this part acts on."""
        readable = f"SELECT * FROM {self.tables.stage} WHERE shape IS NULL"
        part = self.bound.part
        if not part.prefix:
            return f"({readable}) s"
        own = sorted(index for name, index in self.bound.columns.items() if name not in part.shared)
        shared = sorted(index for name, index in self.bound.columns.items() if name in part.shared)
        cells = ", ".join(f"c{index}" for index in (*shared, *own)) or "line"
        acts = " OR ".join(f"c{index} IS NOT NULL" for index in own) or "FALSE"
        # A part that several rows repeat word for word acts once.
        return f"(SELECT DISTINCT ON ({cells}) * FROM ({readable}) f WHERE {acts} ORDER BY {cells}, line) s"

    def joins(self) -> str:
        """The joins that make `rN`, `lN`, `t` and the format's own aliases available."""
        lines: list[str] = []
        for index, column, lookup in self.referring():
            if self._late:
                if lookup.is_small:
                    lines.append(f"LEFT JOIN ({lookup.relation}) r{index} ON r{index}.id = p.r{index}")
                continue
            condition = lookup.equal(f"r{index}.key", self.cell(column.name))
            scoped = f"SELECT * FROM ({self.relation(lookup)}) known WHERE {self.scope_of(lookup)}"
            lines.append(f"LEFT JOIN ({scoped}) r{index} ON {condition}")
        for column in self.format.plain_columns:
            place = self.bound.columns.get(column.name)
            prepared = column.value.prepared(Cell(self.cell(column.name), column.name, self))
            if place is not None and prepared:
                lines.append(f"CROSS JOIN LATERAL (SELECT {prepared} AS v OFFSET 0) l{place}")
        if not self._late:
            lines += [self._target_join(), self.format.joins(self)]
        return "\n".join(line for line in lines if line)

    def _target_join(self) -> str:
        target = self.target()
        return f"LEFT JOIN ({target.relation}) t ON {target.match(self)}"

    def target(self) -> Target:
        if self.format.target is None:
            raise TypeError(self.format.name)
        return self.format.target

    # --- families --------------------------------------------------------------------------------------------------

    def json_fields(self) -> dict[str, list[FamilyCell]]:
        """The JSON fields of the format, each with the file's cells that belong into it."""
        found: dict[str, list[FamilyCell]] = {family.field: [] for family in self.format.families}
        for cell in self.bound.cells:
            found[cell.family.field].append(cell)
        return found

    def patch(self, cells: list[FamilyCell]) -> str:
        """The JSON that the cells say: null for what they clear, nothing for empty cells (a merge patch)."""
        if not cells:
            return "'{}'::jsonb"
        is_deep = any(len(cell.path) + (cell.key_index is not None) > 1 for cell in cells)
        rows = ", ".join(self._patch_row(cell, is_deep=is_deep) for cell in cells)
        if not is_deep:
            return (
                "(SELECT coalesce(jsonb_object_agg(step, told), '{}'::jsonb)"
                f" FROM (VALUES {rows}) patch(step, told) WHERE told IS NOT NULL)"
            )
        return (
            "(SELECT coalesce(jsonb_object_agg(step, told), '{}'::jsonb) FROM ("
            "SELECT step, jsonb_object_agg(entry, told) AS told"
            f" FROM (VALUES {rows}) patch(step, entry, told) WHERE told IS NOT NULL AND entry IS NOT NULL"
            " GROUP BY step) steps)"
        )

    def _patch_row(self, cell: FamilyCell, *, is_deep: bool) -> str:
        text = f"s.c{cell.index}"
        value, asked = cell.family.value, Cell(text, cell.header, self)
        wrong = "FALSE" if self._late else any_of(trouble.when for trouble in value.troubles(asked))
        told = (
            f"CASE WHEN {text} IS NULL THEN NULL WHEN {text} = 'NULL' OR {wrong} THEN 'null'::jsonb"
            f" ELSE to_jsonb({value.typed(asked)}) END"
        )
        steps = [quoted(step) for step in cell.path]
        if cell.key_index is not None:
            steps.append(f"s.c{cell.key_index}")
        if is_deep and len(steps) == 1:
            raise ValueError(cell.header)
        return f"({', '.join((*steps, told))})"


def default_of(column: Column) -> str:
    if isinstance(column.default, tuple):
        return f"'{{{','.join(column.default)}}}'::{column.value.sql_type}"
    if isinstance(column.default, list):
        return "'[]'::jsonb"
    return f"{literal(column.default)}::{column.value.sql_type}"
