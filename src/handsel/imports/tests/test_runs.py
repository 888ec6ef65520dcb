"""A run from beginning to end: what is written, what is not, what is kept, how it goes on (IMPORT-10 to IMPORT-15)."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from handsel.audit.models import AuditEntry
from handsel.core.actors import SYSTEM
from handsel.core.models import OutboxEvent
from handsel.imports.errors import ImportIsRunning
from handsel.imports.formats import FORMATS, price_product_offer
from handsel.imports.models import ImportProblem, ImportRun
from handsel.imports.services import applying
from handsel.imports.services.running import LOCK_SPACE
from handsel.imports.tests.conftest import BringIn, Snapshot, problems
from handsel.offers.models import Offer, OfferStore
from handsel.pricing.models import OfferPrice
from tests.world import World

STORES = "product_offer_reference,store_name\n"
PRICES = "product_offer_reference,store,currency,value_net\n"
OWN_TRACE = ("imports_", "audit_", "core_outbox")
Take = Callable[..., Snapshot]


def left_over() -> list[str]:
    """Tables of runs that are still there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ '^imports_[a-z]+_[0-9]'")
        return [name for (name,) in cursor.fetchall()]


def test_a_run_keeps_its_counts_its_problems_its_file_one_audit_row_and_one_event(
    world: World, bring_in: BringIn, import_root: Path
) -> None:
    world.offer("A-1", stores="DE")
    content = f"{STORES}A-1,DE\nA-1,AT\nA-9,AT\nA-1,US\nA-1,XX\n"
    report = bring_in("merchant_product_offer_store", content)
    run = ImportRun.objects.get()
    assert (run.public_id, run.state, run.format, run.file_name) == (
        report.run_id, "finished", "merchant_product_offer_store", "merchant_product_offer_store.csv",
    )  # fmt: skip
    assert (run.rows, run.new_rows, run.changed_rows, run.unchanged_rows, run.rejected_rows) == (5, 2, 0, 1, 2)
    assert run.accepted_rows + run.rejected_rows == run.rows
    assert (run.encoding, run.delimiter, run.size, run.mark_line) == ("utf-8", "comma", len(content), 5)
    assert list(ImportProblem.objects.order_by("line").values_list("line", "column", "code", "value")) == [
        (4, "product_offer_reference", "unknown_reference", "A-9"),
        (6, "store_name", "unknown_reference", "XX"),
    ]
    assert (import_root / run.digest[:2] / f"{run.digest}.csv").read_text() == content
    [entry] = AuditEntry.objects.all()
    assert (entry.action, entry.subject_id, entry.from_state, entry.to_state) == (
        "import.finished", run.pk, "running", "finished",
    )  # fmt: skip
    assert entry.facts["rejected"] == 2
    [event] = OutboxEvent.objects.all()
    assert (event.kind, event.payload["run_id"]) == ("import.finished", run.public_id)
    assert left_over() == []


def test_refused_rows_go_into_a_file_of_the_same_columns_with_the_reasons(world: World, bring_in: BringIn) -> None:
    world.offer("A-1")
    header = "product_offer_reference;store;currency;value_net;note"
    report = bring_in("price_product_offer", f"{header}\nA-1;DE;EUR;5;ok\nZZ;XX;EUR;-1;ü\n")
    assert report.reject_file is not None
    reasons = (
        "product_offer_reference: There is no offer ZZ. | store: There is no store XX."
        " | value_net: -1 is negative; amounts are zero or more."
    )
    assert report.reject_file.read_text(encoding="utf-8-sig").splitlines() == [
        "product_offer_reference;store;currency;value_net;note;reason",
        f'ZZ;XX;EUR;-1;ü;"{reasons}"',
    ]
    again = bring_in("price_product_offer", report.reject_file.read_bytes())
    assert again.notices == ["Column note is unknown and was ignored."]
    assert again.reject_file is not None
    assert again.reject_file.read_bytes() == report.reject_file.read_bytes()


def test_a_dry_run_writes_nothing_at_all_and_says_what_would_happen(
    world: World, bring_in: BringIn, snapshot: Take, import_root: Path
) -> None:
    world.price(world.offer("A-1"), net="10")
    content = f"{PRICES}A-1,DE,EUR,1100\nA-1,AT,EUR,900\nA-2,DE,EUR,5\n"
    before = snapshot()
    report = bring_in("price_product_offer", content, dry_run=True)
    assert snapshot() == before
    assert not import_root.exists()
    assert left_over() == []
    assert (report.new, report.changed, report.unchanged, report.rejected) == (1, 1, 0, 1)
    assert [(d.line, d.column, d.before, d.after) for d in report.differences] == [(2, "value_net", "10.000", "11.000")]
    assert (report.run_id, report.is_applied) == ("", False)
    applied = bring_in("price_product_offer", content)
    assert applied.differences == report.differences
    assert (applied.new, applied.changed, applied.problems) == (report.new, report.changed, report.problems)
    assert OfferPrice.objects.get(store__name="DE").net == 11


def test_the_same_file_again_changes_nothing_and_touches_no_row(
    world: World, bring_in: BringIn, snapshot: Take
) -> None:
    world.offer("A-1", stores="DE")
    stores, prices = f"{STORES}A-1,DE\nA-1,AT\n", f"{PRICES}A-1,DE,EUR,1100\n"
    bring_in("merchant_product_offer_store", stores)
    bring_in("price_product_offer", prices)
    before = snapshot(without=OWN_TRACE)
    for name, content, count in (("merchant_product_offer_store", stores, 2), ("price_product_offer", prices, 1)):
        report = bring_in(name, content)
        assert (report.new, report.changed, report.unchanged, report.rejected) == (0, 0, count, 0)
    assert snapshot(without=OWN_TRACE) == before


def test_unchanged_rows_are_not_even_locked_while_changed_ones_are_written(
    world: World, bring_in: BringIn, snapshot: Take
) -> None:
    for reference in ("A-1", "A-2"):
        world.price(world.offer(reference, price="5"), net="7", store="AT")
    rows = "SELECT reference, xmin::text || ' ' || xmax || ' ' || ctid FROM offers_offer"
    with connection.cursor() as cursor:
        cursor.execute(rows)
        before = dict(cursor.fetchall())
        bring_in("price_product_offer", f"{PRICES}A-1,DE,EUR,500\nA-2,DE,EUR,501\n")
        cursor.execute(rows)
        after = dict(cursor.fetchall())
    assert after["A-1"] == before["A-1"]
    assert after["A-2"] != before["A-2"]


def test_strict_applies_all_rows_or_none(world: World, bring_in: BringIn, snapshot: Take) -> None:
    world.offer("A-1", stores="DE")
    before = snapshot(without=OWN_TRACE)
    report = bring_in("merchant_product_offer_store", f"{STORES}A-1,AT\nA-1,XX\n", strict=True)
    assert (report.new, report.rejected, report.is_applied) == (1, 1, False)
    assert snapshot(without=OWN_TRACE) == before
    assert ImportRun.objects.get().state == "refused"
    assert OutboxEvent.objects.count() == 0
    report = bring_in("merchant_product_offer_store", f"{STORES}A-1,AT\n", strict=True)
    assert (report.new, report.is_applied) == (1, True)
    assert OfferStore.objects.count() == 2


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applying, "BATCH_ROWS", 2)


class Crash(Exception):
    """The process dies here."""


def breaking(monkeypatch: pytest.MonkeyPatch, name: str, *, at_batch: int) -> None:
    """Let the owner's step of a format fail in its n-th batch."""
    real, count = FORMATS[name].apply, 0

    def step(**given: Any) -> None:
        nonlocal count
        count += 1
        assert real is not None
        real(**given)
        if count == at_batch:
            raise Crash

    monkeypatch.setitem(FORMATS, name, replace(FORMATS[name], apply=step))


def test_after_a_crash_a_prefix_is_applied_and_the_same_command_goes_on_behind_it(
    world: World, bring_in: BringIn, monkeypatch: pytest.MonkeyPatch, small_batches: None
) -> None:
    for number in range(7):
        world.offer(f"A-{number}")
    content = PRICES + "".join(f"A-{number},DE,EUR,{number}\n" for number in range(7)) + "A-9,DE,EUR,1\n"
    with monkeypatch.context() as patch:
        breaking(patch, "price_product_offer", at_batch=3)
        with pytest.raises(Crash):
            bring_in("price_product_offer", content)
    run = ImportRun.objects.get()
    assert (run.state, run.mark_line, run.failure) == ("interrupted", 5, "Crash: ")
    assert sorted(OfferPrice.objects.values_list("offer__reference", flat=True)) == ["A-0", "A-1", "A-2", "A-3"]
    # Whatever happened meanwhile to the part that was done: at the end the data is as the file says.
    OfferPrice.objects.filter(offer__reference="A-0").update(net=99)
    report = bring_in("price_product_offer", content)
    assert (report.run_id, report.resumed_from) == (run.public_id, 5)
    assert (report.rows, report.new, report.changed, report.unchanged, report.rejected) == (8, 7, 0, 0, 1)
    run.refresh_from_db()
    assert (run.state, run.new_rows, run.rejected_rows, run.failure) == ("finished", 7, 1, "")
    assert OfferPrice.objects.count() == 7
    assert OfferPrice.objects.get(offer__reference="A-0").net == 0
    again = bring_in("price_product_offer", content)
    assert (again.resumed_from, again.unchanged, again.rejected) == (0, 7, 1)


def test_a_strict_run_that_crashes_leaves_nothing_and_begins_anew(
    world: World, bring_in: BringIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.offer("A-1")
    content = f"{PRICES}A-1,DE,EUR,5\n"
    with monkeypatch.context() as patch:
        breaking(patch, "price_product_offer", at_batch=1)
        with pytest.raises(Crash):
            bring_in("price_product_offer", content, strict=True)
    assert (OfferPrice.objects.count(), ImportRun.objects.get().mark_line) == (0, 0)
    assert bring_in("price_product_offer", content, strict=True).new == 1
    assert OfferPrice.objects.count() == 1


def test_a_combined_file_goes_on_in_the_part_in_which_it_broke_off(
    world: World, bring_in: BringIn, monkeypatch: pytest.MonkeyPatch, small_batches: None
) -> None:
    header = "product_offer_reference,merchant_product_offer.concrete_sku,merchant_product_offer.merchant_reference,"
    header += "merchant_product_offer.is_active,merchant_product_offer.approval_status,merchant_product_offer_store.store_name\n"
    content = header + "".join(f"A-{n},SKU-1,M-1,1,approved,DE\nA-{n},,,,,AT\n" for n in range(3))
    combined = FORMATS["combined_merchant_product_offer"]
    real, count = combined.parts[1].format.apply, 0
    assert real is not None

    def failing(**given: Any) -> None:
        nonlocal count
        count += 1
        if count == 2:
            raise Crash
        apply_stores(**given)

    apply_stores = real
    parts = (combined.parts[0], replace(combined.parts[1], format=replace(combined.parts[1].format, apply=failing)))
    with monkeypatch.context() as patch:
        patch.setitem(FORMATS, combined.name, replace(combined, parts=parts))
        with pytest.raises(Crash):
            bring_in(combined.name, content)
    assert (Offer.objects.count(), OfferStore.objects.count()) == (3, 2)
    assert (ImportRun.objects.get().mark_part, ImportRun.objects.get().mark_line) == (1, 3)
    report = bring_in(combined.name, content)
    assert (report.resumed_from, report.rows, report.new, report.rejected) == (3, 6, 6, 0)
    assert (Offer.objects.count(), OfferStore.objects.count()) == (3, 6)


@pytest.mark.django_db(transaction=True)
def test_a_run_that_is_alive_is_not_resumed_by_somebody_else(bring_in: BringIn) -> None:
    content = "iso_code,currency_symbol,name\nEUR,€,Euro\n"
    report = bring_in("currency", content)
    run = ImportRun.objects.get(public_id=report.run_id)
    ImportRun.objects.update(state="running")
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK_SPACE, run.pk])
        with pytest.raises(ImportIsRunning, match=run.public_id):
            bring_in("currency", content)
    finally:
        other.close()
    assert bring_in("currency", content).run_id == run.public_id


def test_a_row_that_became_impossible_meanwhile_is_refused_alone(
    world: World, bring_in: BringIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        world.offer(f"A-{number}")
    real = price_product_offer.FORMAT.apply
    assert real is not None

    def meddled(*, rows: str, **given: Any) -> None:
        if not OfferPrice.objects.filter(net=777).exists():
            world.price(Offer.objects.get(reference="A-2"), net="777")
        real(rows=rows, **given)

    name = "price_product_offer"
    monkeypatch.setitem(FORMATS, name, replace(FORMATS[name], apply=meddled))
    report = bring_in(name, PRICES + "".join(f"A-{number},DE,EUR,100\n" for number in range(5)))
    assert problems(report) == [(4, "", "changed_meanwhile")]
    assert (report.new, report.rejected, report.rows) == (4, 1, 5)
    assert OfferPrice.objects.filter(net=1).count() == 4


def test_the_history_says_that_the_file_came_through_an_import(world: World, bring_in: BringIn) -> None:
    offer = world.offer("A-1")
    bring_in("price_product_offer", f"{PRICES}A-1,DE,EUR,100\n", actor=replace(SYSTEM, channel="backoffice"))
    assert [change.source for change in offer.changes.all()] == ["import"]
