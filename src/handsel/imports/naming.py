"""Cells that name something else by its natural key."""

from dataclasses import dataclass

from handsel.imports.lookups import Lookup
from handsel.imports.values import Cell, Trouble, Value, split


@dataclass(frozen=True, slots=True)
class Reference(Value):
    """The natural key of something that exists. `within` names the column of this file whose new rows count too."""

    lookup: Lookup
    within: str = ""
    as_key: bool = False

    @property
    def sql_type(self) -> str:
        return "text" if self.as_key else "bigint"

    @property
    def words(self) -> str:
        return f"{self.lookup.name} that exists" + (", or stands in this file" if self.within else "")

    def typed(self, cell: Cell) -> str:
        return cell.sql if self.as_key else cell.row.reference(cell.name)


@dataclass(frozen=True, slots=True)
class References(Value):
    """Several natural keys with `;` between them; the value is the sorted list of ids."""

    lookup: Lookup

    @property
    def sql_type(self) -> str:
        return "bigint[]"

    @property
    def words(self) -> str:
        return f"list with `;` of keys of {self.lookup.name}"

    def troubles(self, cell: Cell) -> list[Trouble]:
        unknown = (
            f"SELECT string_agg(word, ', ') FROM unnest({split(cell.sql)}) word"
            f" WHERE NOT EXISTS (SELECT 1 FROM ({self.lookup.relation}) k WHERE {self.lookup.equal('k.key', 'word')})"
        )
        return [Trouble("unknown_references", f"({unknown}) IS NOT NULL", f"({unknown})")]

    def typed(self, cell: Cell) -> str:
        return (
            f"ARRAY(SELECT DISTINCT k.id FROM unnest({split(cell.sql)}) word"
            f" JOIN ({self.lookup.relation}) k ON {self.lookup.equal('k.key', 'word')} ORDER BY k.id)"
        )
