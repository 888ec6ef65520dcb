"""No file, however odd, breaks the importer; what the dry run says is what happens (T14, IMPORT-12, IMPORT-13)."""

import csv
import io
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handsel.core.errors import DomainError
from handsel.imports.columns import Column
from handsel.imports.describing import template
from handsel.imports.formats import FORMATS, in_order
from handsel.imports.headers import parts_of
from handsel.imports.services.reporting import Report
from handsel.imports.tests.conftest import BringIn
from tests.world import World

WORDS = (
    "", "", "", "NULL", "0", "1", "2", "true", "-1", "3.5", "1e9", "99999999999999999999", "EUR", "CHF", "JPY", "DE", "AT", "de",
    "SKU-1", "sku-1", "ABS-SKU-1", "M-1", "m-2", "A-1", "a-1", "B-1", "brennhoff", "CALDERA", "K-9", "lab", "standard",
    "M-1 Warehouse 1", "approved", "denied", "waiting_for_approval", "waiting-for-approval", "DEFAULT", "ORIGINAL",
    "2026-01-01", "2026-02-30", "2026-05-31 12:00:00", "9999-12-31", "0001-01-01", "0000-00-00", "bea@example.com",
    "x@y.example", "customer;merchant", "purchaser", "123456789012347", "[]", '[{"quantity":5,"net_price":1}]', '[{"quantity":2}]',
    '{"a":"\\u0000"}', "[[[", "=1+1", "'=x", "\u202e", "ß", "İ", "\ud7ff", "a" * 300, "'; DROP TABLE x; --", "%s", "%%", "\\", "\\N",
    "{fact}", "/en/x", "Europe/Berlin", "NET_MODE", "goods", "GBP", "[bold]x[/]", "\x7f", "\x1b[31m", "12345678", "color",
)  # fmt: skip
PLAUSIBLE = (
    (
        "value_net value_gross price_net price_gross quantity order percent pack_size step",
        ("0", "7", "12", "1500", "2.5"),
    ),
    ("is_ guest delete", ("0", "1", "true")),
    ("valid_ new_", ("2026-01-01", "2027-01-01 10:00:00", "NULL", "2030-06-30")),
    ("status", ("approved", "denied", "waiting_for_approval", "waiting-for-approval", "draft")),
    ("store", ("FR", "SE", "DE", "AT")),
    ("currency", ("EUR", "SEK", "CHF")),
    ("price_type", ("DEFAULT", "ORIGINAL", "OTHER")),
    (
        "volume",
        ('[{"quantity":5,"net_price":1}]', "[]", '[{"quantity":9,"gross_price":"7"},{"quantity":3,"net_price":2}]'),
    ),
    ("offer_reference", ("RV-GL-9", "OD-GL-9", "A-1", "NEW-1")),
    ("merchant_reference", ("M-7", "M-8", "M-1")),
    ("company_key unit", ("C-12", "M-7", "brennhoff", "C-12;caldera")),
    ("abstract_sku", ("GL-100", "GL-200", "ABS-SKU-1")),
    ("concrete_sku", ("GL-100-9", "GL-100-10", "SKU-1")),
    ("warehouse stock_name", ("Ravna M-7 Warehouse 1", "Oldale M-8 Warehouse 1", "New.1")),
    ("roles", ("viewer", "purchaser;approver", "offer_manager")),
    ("kinds", ("customer", "reseller;customer")),
    ("category", ("safety", "gloves", "lab", "NULL")),
    ("", ("Some text", "NULL", "Ünïcödé")),
)
NOISE = st.sampled_from(
    (b"", b"\n", b"\r\n", b'"', b",", b";", b"\t", b"\xff", b"\x00", b"\xef\xbb\xbf", b"\r", b"\xc3", b'""', b"\x1a")
)


def headers_of(name: str) -> list[str]:
    """All columns of a format, with one of each family."""
    found = list(dict.fromkeys(key for example in FORMATS[name].examples for key in example))
    for part in parts_of(FORMATS[name]):
        columns = [column for column in part.format.all_columns if isinstance(column, Column)]
        found += [part.header_name(column.name) for column in columns]
    return list(dict.fromkeys(found))


def plausible(header: str) -> tuple[str, ...]:
    """Cells that a column of this name may well hold."""
    return next(cells for hints, cells in PLAUSIBLE if not hints or any(hint in header for hint in hints.split()))


@st.composite
def files(draw: st.DrawFn) -> tuple[str, bytes]:
    """A format and bytes that nearly are a file of it."""
    name = draw(st.sampled_from(sorted(FORMATS)))
    headers = headers_of(name)
    if draw(st.booleans()):
        dropped = draw(st.sets(st.sampled_from(headers), max_size=len(headers) // 2))
        headers = [header for header in draw(st.permutations(headers)) if header not in dropped]
    cells = st.one_of(st.sampled_from(WORDS), st.sampled_from(WORDS), st.text(max_size=12))
    examples = [[example.get(header, "") for header in headers] for example in FORMATS[name].examples]
    rows = draw(
        st.lists(
            st.lists(cells, min_size=len(headers), max_size=len(headers)), max_size=draw(st.sampled_from((0, 1, 3)))
        )
    )
    for example in examples[: draw(st.sampled_from((0, 1, 2, 2)))]:
        row = list(example)
        for _ in range(draw(st.sampled_from((0, 1, 1, 2)))):
            place = draw(st.integers(0, len(row) - 1))
            row[place] = draw(st.one_of(st.sampled_from(plausible(headers[place])), cells))
        rows.append(row)
    out = io.StringIO()
    writer = csv.writer(
        out, delimiter=draw(st.sampled_from(",;\t")), lineterminator=draw(st.sampled_from(("\n", "\r\n")))
    )
    writer.writerows([headers, *rows])
    encoding = draw(st.sampled_from(("utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252")))
    content = out.getvalue().encode(encoding, errors="replace")
    for _ in range(draw(st.sampled_from((0, 0, 0, 1, 3)))):
        place = draw(st.integers(0, len(content)))
        content = content[:place] + draw(NOISE) + content[place:]
    return name, content


def outcome(report: Report) -> tuple[Any, ...]:
    return (
        report.rows, report.new, report.changed, report.unchanged, report.rejected, report.problems,
        report.differences, report.difference_counts,
    )  # fmt: skip


def fill(world: World, bring_in: BringIn) -> None:
    """Something of everything, so that rows have what they may name or change."""
    for file_format in in_order():
        bring_in(file_format.name, template(file_format))
    offer = world.offer("A-1", price="10", on_hand="5", merchant_sku="1")
    world.product_price(world.concrete, net="9")
    world.contract_price(world.contract("K-9"), offer, net="8")


def try_file(bring_in: BringIn, name: str, content: bytes) -> None:
    try:
        planned = bring_in(name, content, dry_run=True)
    except DomainError:
        planned = None
    try:
        applied = bring_in(name, content)
    except DomainError:
        applied = None
    assert (planned is None) == (applied is None)
    if planned is None or applied is None:
        return
    assert outcome(applied) == outcome(planned)
    assert applied.accepted + applied.rejected == applied.rows
    assert len({problem.line for problem in applied.problems}) == applied.rejected
    assert all(problem.words for problem in applied.problems)
    again = bring_in(name, content)
    assert (again.rows, again.new, again.changed) == (applied.rows, 0, 0)
    connection.check_constraints()


@pytest.mark.parametrize("seed", range(2))
def test_no_file_breaks_the_importer_and_the_dry_run_tells_the_truth(
    world: World, bring_in: BringIn, seed: int
) -> None:
    fill(world, bring_in)

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=seed == 0)
    @given(files())
    def check(file: tuple[str, bytes]) -> None:
        mark = transaction.savepoint()
        try:
            try_file(bring_in, *file)
        finally:
            transaction.savepoint_rollback(mark)

    check()


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_no_file_breaks_the_importer_long(world: World, bring_in: BringIn) -> None:
    fill(world, bring_in)

    @settings(max_examples=3_000, deadline=None, suppress_health_check=list(HealthCheck))
    @given(files())
    def check(file: tuple[str, bytes]) -> None:
        mark = transaction.savepoint()
        try:
            try_file(bring_in, *file)
        finally:
            transaction.savepoint_rollback(mark)

    check()
