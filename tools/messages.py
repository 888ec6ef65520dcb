"""Keep the translations complete: collect marked words from code and templates, merge them, compile them.

python -m tools.messages            write the catalogue of every language
python -m tools.messages --check    fail when a word has no translation or the catalogue is not up to date
"""

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src/handsel"
LOCALE = SOURCE / "portals/components/locale"
LANGUAGES = ("de",)
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "ngettext_noop": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
CALLS = re.compile(r"(?:\b(?:n?p?gettext)|\b_)\(")

FIXED = datetime(2026, 1, 1, tzinfo=UTC)

Found = tuple[str, str | tuple[str, ...]]


def messages() -> Iterator[Found]:
    """Every marked word with the file it stands in."""
    for path in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html")]):
        if {"tests", "migrations"} & set(path.parts):
            continue
        text = path.read_text(encoding="utf-8")
        name = str(path.relative_to(ROOT))
        if path.suffix == ".html":
            text = "\n".join(calls_in(templatize(text, origin=name)))
        for _line, found, _comments, _context in extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS):
            yield name, found


def calls_in(code: str) -> Iterator[str]:
    """The gettext calls of a templatized template; what stands between them is no Python."""
    for match in CALLS.finditer(code):
        depth, end, quote = 1, match.end(), ""
        while depth:
            character = code[end]
            if quote:
                end += character == "\\"
                quote = "" if character == quote else quote
            elif character in "'\"":
                quote = character
            else:
                depth += {"(": 1, ")": -1}.get(character, 0)
            end += 1
        yield code[match.start() : end]


def collected() -> Catalog:
    catalog = Catalog(project="handsel", charset="utf-8")
    for name, found in messages():
        if found and (found if isinstance(found, str) else found[0]):
            catalog.add(found, locations=[(name, 0)])
    return catalog


def kept(language: str) -> Catalog:
    path = LOCALE / language / "LC_MESSAGES/django.po"
    if not path.exists():
        return Catalog(locale=language, project="handsel", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def merged(language: str) -> Catalog:
    catalog = kept(language)
    catalog.update(collected(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    # Dates in the header would make every run differ from the last.
    catalog.creation_date = catalog.revision_date = FIXED
    return catalog


def written(catalog: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_po(buffer, catalog, no_location=False, include_lineno=False, omit_header=True, sort_output=True, width=120)
    header = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        f'"Language: {catalog.locale}\\n"\n"Plural-Forms: {catalog.plural_forms}\\n"\n\n'
    )
    return header.encode() + buffer.getvalue()


def missing(catalog: Catalog) -> list[str]:
    """Words without a translation, in whole or in one of their plural forms."""
    return [
        str(message.id)
        for message in catalog
        if message.id and not all([message.string] if isinstance(message.string, str) else message.string or [""])
    ]


def main() -> int:
    settings.configure()
    django.setup()
    status = 0
    for language in LANGUAGES:
        folder = LOCALE / language / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        catalog = merged(language)
        machine = io.BytesIO()
        write_mo(machine, catalog)
        wanted = {"django.po": written(catalog), "django.mo": machine.getvalue()}
        if "--check" in sys.argv:
            stale = [name for name, content in wanted.items() if (folder / name).read_bytes() != content]
            status |= bool(stale)
            for name in stale:
                print(f"{folder.relative_to(ROOT)}/{name} is not up to date: python -m tools.messages")
        else:
            for name, content in wanted.items():
                (folder / name).write_bytes(content)
        for word in missing(catalog):
            print(f"{language}: no translation for {word!r}")
            status = 1
    return status


if __name__ == "__main__":
    raise SystemExit(main())
