"""The formats as pages and templates: `docs/formats` is made from them, so it never says anything else."""

import csv
import io

from handsel.imports.columns import DELETE, Column, Family, Format
from handsel.imports.formats import FORMATS, in_order
from handsel.imports.headers import parts_of

INTRODUCTION = """# File formats

Made by `python -m tools.formats` from `src/handsel/imports/formats`; do not edit. Beside this page lies one
template per format: its header and two rows. All templates together
are a small marketplace: `handsel import docs/formats/` loads it.

CSV with a header row; comma, semicolon or tab; UTF-8, UTF-16 or Windows-1252: all recognised and shown. Columns may
stand in any order; unknown ones are ignored with a notice.

- A row is found by its **key**: unknown creates, known updates, and nothing is deleted because it is missing.
- An **empty cell** means *not given*: a new row gets the preset, an existing one stays as it is. `0` is zero. The
  word `NULL` clears. A missing column leaves the field unchanged.
- **Required** columns must stand in the header; their cells must be filled where a row is created, and those of the
  key always.
- Where there is a column **delete**, 1 removes the row.
- **Amounts** are whole minor units (1250 is 12.50 EUR), **booleans** 0, 1, true or false, **timestamps** ISO 8601
  or `YYYY-MM-DD HH:MM:SS` in the marketplace's time zone unless an offset is given; a day alone counts as a whole.
- The two amounts and the volume prices of a price are one value, replaced together.
- A key that stands twice in a file is a problem of both rows: nobody can tell which is meant.
- `<locale>` is a language such as `en_US`; any number of them.

Every problem of every row is reported; good rows are applied, refused ones are written to a file with the reasons.
`--dry-run` only looks, `--strict` applies all rows or none.
What the codes of problems mean: [errors](../errors.md). The formats stand in the order in which a folder is read.
"""


def pages() -> dict[str, str]:
    """Every file of `docs/formats` by its name."""
    found = {f"{name}.csv": template(file_format) for name, file_format in FORMATS.items()}
    return found | {"README.md": "\n".join([INTRODUCTION, *map(section, in_order())])}


def template(file_format: Format) -> str:
    """The header and the example rows of a format, as a file that can be imported; `delete` is left out."""
    plain = () if file_format.parts else [column.name for column in file_format.plain_columns if column.name != DELETE]
    header = list(dict.fromkeys([*plain, *(name for example in file_format.examples for name in example)]))
    written = sorted(header, key=_places(file_format, header).__getitem__)
    out = io.StringIO()
    writer = csv.DictWriter(out, written, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(file_format.examples)
    return out.getvalue()


def _places(file_format: Format, header: list[str]) -> dict[str, tuple[int, int]]:
    """Where each header belongs: the place of its column in the format, then the order of the example."""
    places: dict[str, tuple[int, int]] = {}
    count = 0
    for part in parts_of(file_format):
        for column in part.format.all_columns:
            count += 1
            for index, name in enumerate(header):
                if name not in places and _is_of(column, name, part.prefix, part.shared):
                    places[name] = (count, index)
    return places


def _is_of(column: Column | Family, name: str, prefix: str, shared: tuple[str, ...]) -> bool:
    if isinstance(column, Column):
        return name == (column.name if column.name in shared else prefix + column.name)
    own = name.removeprefix(prefix)
    patterns = [pattern for pattern in (column.header, column.value_header) if pattern is not None]
    return any(pattern.fullmatch(own) for pattern in patterns)


def section(file_format: Format) -> str:
    """One format as a section of the page."""
    lines = [f"## {file_format.name}", "", file_format.meaning, ""]
    if file_format.parts:
        names = ", ".join(f"[{part.format.name}](#{part.format.name})" for part in file_format.parts)
        lines += [
            f"Columns of {names}, each with the name of its format and a dot before it; `product_offer_reference`",
            "stands once. A row acts only for the formats of which it fills a column.",
            "",
        ]
        return "\n".join(lines)
    lines += [f"Key: {', '.join(f'`{name}`' for name in file_format.key)}", ""]
    lines += ["| Column | Required | Value | Meaning |", "|---|---|---|---|"]
    lines += [_row(column) for column in file_format.all_columns]
    return "\n".join([*lines, ""])


def _row(column: Column | Family) -> str:
    names = [column.name, *(column.aliases if isinstance(column, Column) else ())]
    is_fixed = isinstance(column, Column) and column.fixed
    required = ("yes" if column.required else "") + (", never changes" if is_fixed else "")
    value = column.value.words.replace("|", "\\|")
    return f"| {' or '.join(f'`{name}`' for name in names)} | {required.strip(', ')} | {value} | {column.meaning} |"
