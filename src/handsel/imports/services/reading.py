"""The door: what a file is, whether it can be read at all, and its cells (IMPORT-8, IMPORT-17)."""

import codecs
import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from handsel.imports.columns import Format
from handsel.imports.errors import FileRefused
from handsel.imports.headers import known_headers, missing_columns

BLOCK = 1 << 20
MAX_BYTES = 1 << 30
MAX_CELL = 1 << 20
MAX_COLUMNS = 500
DELIMITERS = ",;\t"
# What a file of refused rows has besides the columns of the file it came from.
REASON = "reason"
DANGEROUS = ("=", "+", "-", "@")

# Process-wide in Python, and the same for everybody: a longer cell is refused at the door.
csv.field_size_limit(MAX_CELL)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that can be read: how it is written, and its header."""

    path: Path
    file_name: str
    digest: str
    size: int
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    unknown_columns: tuple[str, ...]

    @property
    def delimiter_name(self) -> str:
        return {",": "comma", ";": "semicolon", "\t": "tab"}[self.delimiter]


@dataclass(frozen=True, slots=True)
class Record:
    """One row: the line on which it begins, its cells, and how many it had if that is not the header's number."""

    line: int
    cells: Sequence[str | None]
    wrong_count: int | None


def open_sheet(path: Path, file_format: Format) -> Sheet:
    """Look at the whole file once, without keeping it. Raises FileRefused with the reason in words."""
    name = path.name
    size, digest, encoding = _examine(path, name)
    text = _read_header_text(path, name, encoding)
    header, delimiter = _split_header(text, name, file_format)
    _check_header(header, name, file_format)
    known = known_headers(file_format, header)
    unknown = tuple(cell for cell, is_known in zip(header, known, strict=True) if not is_known)
    return Sheet(path, name, digest, size, encoding, delimiter, header, unknown)


def records(sheet: Sheet) -> Iterator[Record]:
    """The rows below the header, cells trimmed and empty ones None; empty lines are no rows. Raises FileRefused."""
    width = len(sheet.header)
    with sheet.path.open(encoding=sheet.encoding, newline="") as file:
        reader = csv.reader(file, delimiter=sheet.delimiter, strict=True)
        try:
            next(reader)
            line = reader.line_num + 1
            for raw in reader:
                cells = [_cell(text) for text in raw]
                if any(cells):
                    yield _record(line, cells, width)
                line = reader.line_num + 1
        except csv.Error as error:
            raise FileRefused(file=sheet.file_name, reason=_csv_words(error, reader.line_num)) from None


def _cell(text: str) -> str | None:
    text = text.strip()
    if not text:
        return None
    if "\0" in text:
        raise csv.Error("NUL")
    # What an export escaped so that a spreadsheet does not take it for a formula becomes itself again (IMPORT-18).
    return text[1:] if text[0] == "'" and text[1:2] in DANGEROUS else text


def _record(line: int, cells: list[str | None], width: int) -> Record:
    if len(cells) == width:
        return Record(line, cells, None)
    if len(cells) > width and not any(cells[width:]):
        return Record(line, cells[:width], None)
    return Record(line, (cells + [None] * width)[:width], len(cells))


def _csv_words(error: csv.Error, line: int) -> str:
    text = str(error)
    if "NUL" in text:
        return _("line %(line)s holds a NUL byte; save the file as text (CSV)") % {"line": line}
    if "field larger" in text:
        return _("line %(line)s holds a cell of more than 1 MiB; perhaps a quotation mark is not closed") % {
            "line": line
        }
    return _("the quotation marks around line %(line)s cannot be read: %(reason)s") % {"line": line, "reason": text}


def _examine(path: Path, name: str) -> tuple[int, str, str]:
    if not path.is_file():
        raise FileRefused(file=name, reason=_("there is no such file"))
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise FileRefused(file=name, reason=_("it is larger than 1 GiB"))
    if size == 0:
        raise FileRefused(file=name, reason=_("it is empty"))
    with path.open("rb") as file:
        start = file.read(4096)
    candidates = _candidates(start)
    hasher = hashlib.sha256()
    decoders = {encoding: codecs.getincrementaldecoder(encoding)() for encoding in candidates}
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            hasher.update(block)
            _decode(decoders, block, final=False)
    _decode(decoders, b"", final=True)
    if not decoders:
        raise FileRefused(file=name, reason=_("its text is neither UTF-8 nor UTF-16 nor Windows-1252"))
    return size, hasher.hexdigest(), next(encoding for encoding in candidates if encoding in decoders)


def _decode(decoders: dict[str, codecs.IncrementalDecoder], block: bytes, *, final: bool) -> None:
    """Feed all candidates; the ones that cannot read the block leave."""
    for encoding in list(decoders):
        try:
            decoders[encoding].decode(block, final)
        except UnicodeDecodeError:
            del decoders[encoding]


def _candidates(start: bytes) -> tuple[str, ...]:
    """Encodings to try, the likeliest first; a byte order mark decides at once."""
    if start.startswith(codecs.BOM_UTF8):
        return ("utf-8-sig",)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    even, odd = start[::2].count(0), start[1::2].count(0)
    if odd > len(start) // 4 and even == 0:
        return ("utf-16-le",)
    if even > len(start) // 4 and odd == 0:
        return ("utf-16-be",)
    return ("utf-8", "cp1252")


def _read_header_text(path: Path, name: str, encoding: str) -> str:
    """Enough of the beginning to hold a header of the largest size that is allowed."""
    with path.open(encoding=encoding, newline="") as file:
        text = file.read(MAX_CELL)
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise FileRefused(file=name, reason=_csv_words(csv.Error("NUL"), line))
    return text


def _split_header(text: str, name: str, file_format: Format) -> tuple[tuple[str, ...], str]:
    """The header cells with the delimiter under which the format knows most of them."""
    best: tuple[int, int, tuple[str, ...], str] | None = None
    for delimiter in DELIMITERS:
        try:
            cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), [])
        except csv.Error:
            continue
        header = tuple(cell.strip() for cell in cells)
        while header and not header[-1]:
            header = header[:-1]
        score = (sum(known_headers(file_format, header)), len(header))
        if best is None or score > best[:2]:
            best = (*score, header, delimiter)
    if best is None or not best[2]:
        raise FileRefused(file=name, reason=_("line 1 holds no column names"))
    return best[2], best[3]


def _check_header(header: tuple[str, ...], name: str, file_format: Format) -> None:
    if len(header) > MAX_COLUMNS:
        raise FileRefused(file=name, reason=_("it has more than %(limit)s columns") % {"limit": MAX_COLUMNS})
    places: dict[str, int] = {}
    for place, cell in enumerate(header, start=1):
        if cell and cell in places:
            words: str | Promise = _("line 1: column %(column)s stands twice, at places %(first)s and %(second)s")
            raise FileRefused(file=name, reason=str(words) % {"column": cell, "first": places[cell], "second": place})
        places[cell] = place
    if missing := missing_columns(file_format, header):
        raise FileRefused(
            file=name, reason=_("line 1: required columns are missing: %(columns)s") % {"columns": ", ".join(missing)}
        )
