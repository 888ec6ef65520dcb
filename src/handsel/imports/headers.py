"""Which column of the file is which column of the format."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from handsel.imports.columns import Family, Format, Part


@dataclass(frozen=True, slots=True)
class FamilyCell:
    """One cell of a family: its header, where it stands, and where in the JSON it belongs.

    `path` holds constants; the last step of a pair is the text of the key cell instead.
    """

    header: str
    index: int
    family: Family
    path: tuple[str, ...]
    key_index: int | None = None


@dataclass(slots=True)
class Bound:
    """The columns of one part, found in a header."""

    part: Part
    columns: dict[str, int] = field(default_factory=dict)
    cells: list[FamilyCell] = field(default_factory=list)

    @property
    def indexes(self) -> set[int]:
        keys = {cell.key_index for cell in self.cells if cell.key_index is not None}
        return {*self.columns.values(), *(cell.index for cell in self.cells), *keys}


def parts_of(file_format: Format) -> tuple[Part, ...]:
    return file_format.parts or (Part(file_format),)


def bind(part: Part, header: Sequence[str]) -> Bound:
    """Find the part's columns by name or alias; what is missing is simply not bound."""
    places = {name: index for index, name in enumerate(header)}
    bound = Bound(part)
    for column in part.format.plain_columns:
        for name in (column.name, *column.aliases):
            if (index := places.get(part.header_name(name))) is not None:
                bound.columns[column.name] = index
                break
    for family in part.format.families:
        bound.cells += _family_cells(family, part, places)
    return bound


def _family_cells(family: Family, part: Part, places: dict[str, int]) -> list[FamilyCell]:
    pattern = family.value_header or family.header
    found: list[FamilyCell] = []
    for name, index in places.items():
        if (match := _match(pattern, name, part)) is None:
            continue
        groups = match.groupdict()
        if family.value_header is None:
            path = tuple(step for step in (groups.get("locale"), groups.get("entry")) if step)
            found.append(FamilyCell(name, index, family, path))
            continue
        key_index = _key_of_pair(family, part, places, groups)
        if key_index is not None:
            found.append(FamilyCell(name, index, family, (groups["locale"] or "_",), key_index))
    return found


def _match(pattern: re.Pattern[str], name: str, part: Part) -> re.Match[str] | None:
    return pattern.fullmatch(name.removeprefix(part.prefix)) if name.startswith(part.prefix) else None


def _key_of_pair(family: Family, part: Part, places: dict[str, int], groups: dict[str, str]) -> int | None:
    """The key column of a value column: the one of its locale, else the plain one of its number."""
    plain = None
    for name, index in places.items():
        if (match := _match(family.header, name, part)) is None or match["number"] != groups["number"]:
            continue
        if match["locale"] == groups["locale"]:
            return index
        if match["locale"] is None:
            plain = index
    return plain


def known_headers(file_format: Format, header: Sequence[str]) -> list[bool]:
    """For each header cell, whether the format knows it."""
    indexes: set[int] = set()
    for part in parts_of(file_format):
        indexes |= bind(part, header).indexes
    return [index in indexes for index in range(len(header))]


def missing_columns(file_format: Format, header: Sequence[str]) -> list[str]:
    """Required columns that the header lacks, by the names it should have."""
    missing: list[str] = []
    for part in parts_of(file_format):
        bound = bind(part, header)
        for column in part.format.plain_columns:
            # In a combined file a part may be absent altogether.
            is_there = not file_format.parts or bound.columns.keys() - set(part.shared)
            is_needed = column.required and (is_there or column.name in part.shared)
            if is_needed and column.name not in bound.columns:
                missing.append(part.header_name(column.name))
        if not file_format.parts:
            there = {cell.family.name for cell in bound.cells}
            missing += [family.name for family in part.format.families if family.required and family.name not in there]
    return list(dict.fromkeys(missing))
