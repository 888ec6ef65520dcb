"""A format is data: columns, key, references, target, rules, and the owner's function that applies it (IMPORT-20)."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from django.utils.functional import Promise

from handsel.core.actors import Actor
from handsel.imports.lookups import Lookup
from handsel.imports.naming import Reference, References
from handsel.imports.values import Boolean, Text, Value

if TYPE_CHECKING:
    from handsel.imports.compiling import RowSql

LOCALE = r"[a-z]{2,3}(?:_[A-Z]{2})?"
DELETE = "delete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. `field` is where the target keeps it (the column's own name unless given; empty: not kept).

    A `required` column must stand in the header, and its cell must be filled where a row is created. `default` is what
    a new row without it gets and what the word NULL means. Columns `together` form one value, replaced as a whole.
    What an `is_secret` cell holds is never repeated in a problem.
    """

    name: str
    value: Value
    meaning: str
    field: str | None = None
    required: bool = False
    fixed: bool = False
    default: object = None
    together: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    is_secret: bool = False
    differs: "Callable[[RowSql], str] | None" = None

    @property
    def kept_as(self) -> str:
        return self.name if self.field is None else self.field


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Columns for any number of locales, or numbered, kept together in one JSON field.

    `header` matches a header cell; its groups `locale`, `entry`, `number` say where in the JSON a cell belongs:
    {locale: value}, or {locale: {entry: value}} when there is an entry. With `value_header` the two columns of a pair
    are key and value, and the key is the entry.
    """

    name: str
    header: re.Pattern[str]
    value: Value
    meaning: str
    field: str
    required: bool = False
    value_header: re.Pattern[str] | None = None
    example: str = ""


def localized(name: str, meaning: str, *, limit: int = 255, required: bool = False, field: str = "") -> Family:
    """`name.<locale>` columns kept as {locale: text}."""
    header = re.compile(rf"{re.escape(name)}\.(?P<locale>{LOCALE})")
    return Family(
        name=f"{name}.<locale>",
        header=header,
        value=Text(max=limit),
        meaning=meaning,
        field=field or name,
        required=required,
    )


class Apply(Protocol):
    """A step of the owner: write the batch that stands in the table `rows`, with history and marks."""

    def __call__(self, *, rows: str, actor: Actor, at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Target:
    """Where a row's present values are read: a table or query with `id`, and the SQL that finds it there as `t`."""

    source: str
    match: "Callable[[RowSql], str]"

    @property
    def relation(self) -> str:
        return self.source if " " in self.source else f"SELECT * FROM {self.source}"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule across the columns of one row: `when` is the SQL condition under which the row is refused.

    Rows that remove something are only asked the rules `of_removal`, and others never.
    """

    column: str
    code: str
    when: "Callable[[RowSql], str]"
    fact: "Callable[[RowSql], str]" = field(default=lambda _row: "NULL")
    of_removal: bool = False


@dataclass(frozen=True, slots=True)
class CrossRule:
    """A rule across rows: `rows` is a query of (line, fact) that are refused in `column` because of other rows."""

    column: str
    code: str
    rows: "Callable[[RowSql], str]"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Rows that apply and that somebody should look at: `when` is SQL, the words know `{count}` and `{line}`."""

    when: "Callable[[RowSql], str]"
    words: Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One kind of file. `parts` make it a combination of other formats, each with a prefix before its columns."""

    name: str
    meaning: str
    columns: tuple[Column | Family, ...] = ()
    key: tuple[str, ...] = ()
    target: Target | None = None
    apply: Apply | None = None
    rules: tuple[Rule, ...] = ()
    cross_rules: tuple[CrossRule, ...] = ()
    joins: "Callable[[RowSql], str]" = field(default=lambda _row: "")
    provides: tuple[Lookup, ...] = ()
    after: tuple[str, ...] = ()
    is_whole: bool = False
    for_merchants: bool = False
    can_delete: bool = False
    notices: tuple[tuple[str, Promise], ...] = ()
    doubts: tuple[Doubt, ...] = ()
    parts: tuple["Part", ...] = ()
    examples: tuple[dict[str, str], ...] = ()

    @property
    def all_columns(self) -> tuple[Column | Family, ...]:
        return (*self.columns, DELETE_COLUMN) if self.can_delete else self.columns

    @property
    def plain_columns(self) -> tuple[Column, ...]:
        return tuple(column for column in self.all_columns if isinstance(column, Column))

    @property
    def families(self) -> tuple[Family, ...]:
        return tuple(column for column in self.columns if isinstance(column, Family))

    def column(self, name: str) -> Column:
        return next(column for column in self.plain_columns if column.name == name)

    def references(self) -> list[Lookup]:
        """What its columns name."""
        formats = [part.format for part in self.parts] or [self]
        found = [column.value for each in formats for column in each.plain_columns]
        return [value.lookup for value in found if isinstance(value, Reference | References)]


@dataclass(frozen=True, slots=True)
class Part:
    """A format inside a combined one: its columns carry `prefix`, except those that all parts share."""

    format: Format
    prefix: str = ""
    shared: tuple[str, ...] = ()

    def header_name(self, column: str) -> str:
        return column if column in self.shared else self.prefix + column


DELETE_COLUMN = Column(name=DELETE, value=Boolean(), meaning="1 removes the row", field="", default=False)
