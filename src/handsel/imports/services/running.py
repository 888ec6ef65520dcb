"""Importing one file: door, staging, check, plan, apply, report (example 9)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils.translation import gettext as _

from handsel.audit.services import record
from handsel.core.actors import Actor
from handsel.core.outbox import emit
from handsel.core.transactions import command
from handsel.imports.columns import Format
from handsel.imports.compiling import RowSql, Tables
from handsel.imports.errors import FileRefused, FormatNotYours, ImportIsRunning
from handsel.imports.events import ImportFinished
from handsel.imports.formats import format_named
from handsel.imports.models import ImportProblem, ImportRun
from handsel.imports.services import staging
from handsel.imports.services.applying import Work, apply_all
from handsel.imports.services.checking import check, count_rows, rows_of
from handsel.imports.services.keeping import keep, reject_path
from handsel.imports.services.reading import REASON, Sheet, open_sheet
from handsel.imports.services.reporting import (
    Report,
    add_differences,
    doubts_of,
    problem_counts,
    problems_of,
    write_reject_file,
)
from handsel.imports.sql import numbers, run
from handsel.imports.states import RUN, RunState

WORK_MEMORY = "64MB"
LOCK_SPACE = 1_742_031


def no_progress(_phase: str, _done: int, _total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to import: only look (`dry_run`), all or nothing (`strict`), whom to tell how far it is."""

    dry_run: bool = False
    strict: bool = False
    progress: Callable[[str, int, int], None] = field(default=no_progress)


def import_rows(
    *, format_name: str, path: Path, actor: Actor, clock: Callable[[], datetime], options: Options | None = None
) -> Report:
    """Import one file; every problem of every row is in the report and good rows are applied (IMPORT-9, IMPORT-10).

    A run of the same file that broke off is resumed behind its last row. Raises UnknownFormat, FormatNotYours,
    FileRefused, ImportIsRunning; then nothing was written.
    """
    options = options or Options()
    file_format = format_named(format_name)
    merchant_id = scope_of(actor, file_format)
    actor = replace(actor, channel="import")
    sheet = open_sheet(path, file_format)
    report = Report(file_format.name, sheet.file_name, sheet.encoding, sheet.delimiter_name, is_dry_run=options.dry_run)
    report.notices = _notices(file_format, sheet)
    tables = staging.new_tables()
    try:
        if options.dry_run:
            _planned(file_format, sheet, tables, report, (merchant_id, options))
        else:
            _Run(file_format, sheet, tables, report, options, actor, clock).bring_in(merchant_id)
    finally:
        # Without a connection there is nothing to clean up with; the next run does it.
        with suppress(InterfaceError, OperationalError):
            staging.drop(tables)
    return report


def scope_of(actor: Actor, file_format: Format) -> int | None:
    """None when the actor may import anything; else the merchant whose rows alone it touches (IMPORT-16).

    Raises NotAllowed, FormatNotYours.
    """
    if actor.may("import.run_any"):
        return None
    actor.require("import.run")
    if not file_format.for_merchants or "merchant" not in actor.kinds or actor.organization_id is None:
        raise FormatNotYours(name=file_format.name)
    return actor.organization_id


def _notices(file_format: Format, sheet: Sheet) -> list[str]:
    found = [
        _("Column %(column)s is unknown and was ignored.") % {"column": name}
        for name in sheet.unknown_columns
        if name not in {"", REASON}
    ]
    return found + [str(words) for column, words in file_format.notices if column in sheet.header]


def _planned(
    file_format: Format, sheet: Sheet, tables: Tables, report: Report, how: tuple[int | None, Options]
) -> list[RowSql]:
    """Stage, check and plan; fills the report with what would happen."""
    merchant_id, options = how
    with transaction.atomic():
        report.rows = staging.stage(sheet, tables, progress=options.progress)
    options.progress("checking", report.rows, report.rows)
    row_writers = rows_of(file_format, sheet.header, tables, merchant_id)
    with transaction.atomic():
        run(f"SET LOCAL work_mem = '{WORK_MEMORY}'")
        check(file_format, row_writers, len(sheet.header))
        _count(report, row_writers)
        add_differences(report, row_writers)
        report.notices += doubts_of(row_writers)
    return row_writers


def _count(report: Report, row_writers: list[RowSql]) -> None:
    counts = count_rows(row_writers, report.rows)
    report.new, report.changed = counts.new, counts.changed
    report.unchanged, report.rejected = counts.unchanged, counts.rejected
    tables = row_writers[0].tables
    report.problems, report.problem_counts = problems_of(tables), problem_counts(tables)


@dataclass(slots=True)
class _Run:
    """One import that writes: its run row, its lock, its end."""

    format: Format
    sheet: Sheet
    tables: Tables
    report: Report
    options: Options
    actor: Actor
    clock: Callable[[], datetime]

    def bring_in(self, merchant_id: int | None) -> None:
        at = self.clock()
        keep(self.sheet.path, self.sheet.digest)
        row = self._open(at)
        self.report.run_id = row.public_id
        with _alive(row):
            try:
                self._plan_and_apply(row, at, merchant_id)
            except BaseException as failure:
                with suppress(InterfaceError, OperationalError):
                    self._break_off(row, failure)
                raise

    def _plan_and_apply(self, row: ImportRun, at: datetime, merchant_id: int | None) -> None:
        writers = _planned(self.format, self.sheet, self.tables, self.report, (merchant_id, self.options))
        if row.mark_line:
            _keep_counts(self.report, (row.new_rows, row.changed_rows, row.unchanged_rows, row.rejected_rows))
            self.report.resumed_from = row.mark_line
        self._save_counts(row)
        is_refused = row.is_strict and self.report.rejected > 0
        if not is_refused:
            apply_all(writers, Work(self.actor, at, row, self.options.progress))
            self._count_again(writers)
        if self.report.rejected:
            self.report.reject_file = reject_path(row.public_id)
            write_reject_file(self.report.reject_file, self.sheet, self.tables)
        self._close(row, "refuse" if is_refused else "finish")
        self.report.is_applied = not is_refused

    def _count_again(self, writers: list[RowSql]) -> None:
        """Rows may have been refused while others were applied."""
        planned = sum(self.report.problem_counts.values())
        [found] = numbers(f"SELECT count(*) FROM {self.tables.problems}")
        if found == planned:
            return
        before = (self.report.new, self.report.changed, self.report.unchanged, self.report.rejected)
        _count(self.report, writers)
        if self.report.resumed_from:
            _keep_counts(self.report, before)

    def _open(self, at: datetime) -> ImportRun:
        """The run of this file that broke off, if there is one; else a new run."""
        broken = (
            ImportRun.objects.filter(
                format=self.format.name,
                digest=self.sheet.digest,
                is_strict=self.options.strict,
                state__in=(RunState.RUNNING, RunState.INTERRUPTED),
                actor_organization_id=self.actor.organization_id,
            )
            .order_by("-started_at")
            .first()
        )
        if broken is not None:
            broken.state = RUN.target_of("resume", state=broken.state, role="system")
            broken.save(update_fields=("state",))
            return broken
        return ImportRun.objects.create(
            format=self.format.name,
            file_name=self.sheet.file_name[:255],
            digest=self.sheet.digest,
            size=self.sheet.size,
            encoding=self.sheet.encoding,
            delimiter=self.sheet.delimiter_name,
            is_strict=self.options.strict,
            actor_user_id=self.actor.user_id,
            actor_organization_id=self.actor.organization_id,
            notices=self.report.notices,
            started_at=at,
        )

    def _save_counts(self, row: ImportRun) -> None:
        row.rows, row.new_rows, row.changed_rows = self.report.rows, self.report.new, self.report.changed
        row.unchanged_rows, row.rejected_rows = self.report.unchanged, self.report.rejected
        row.notices = self.report.notices
        row.save(update_fields=("rows", "new_rows", "changed_rows", "unchanged_rows", "rejected_rows", "notices"))

    @staticmethod
    def _break_off(row: ImportRun, failure: BaseException) -> None:
        """A prefix of the file is applied, and the run says so; the same command goes on from there (IMPORT-15)."""
        row.refresh_from_db()
        action = "refuse" if isinstance(failure, FileRefused) else "interrupt"
        row.state = RUN.target_of(action, state=row.state, role="system")
        row.failure = f"{type(failure).__name__}: {failure}"[:2000]
        row.save(update_fields=("state", "failure"))

    def _close(self, row: ImportRun, action: str) -> None:
        self._save_counts(row)
        close_run(run_id=row.pk, action=action, problems=self.tables.problems, actor=self.actor, at=self.clock())


@command
def close_run(*, run_id: int, action: str, problems: str, actor: Actor, at: datetime) -> ImportRun:
    """End a run: keep its problems, write its audit row and its event in one transaction (AUDIT-1, OUTBOX-1)."""
    row = ImportRun.objects.select_for_update(no_key=True).get(pk=run_id)
    source = row.state
    row.state = RUN.target_of(action, state=source, role="system")
    row.finished_at, row.failure = at, ""
    row.save(update_fields=("state", "finished_at", "failure"))
    ImportProblem.objects.filter(run_id=run_id).delete()
    run(
        'INSERT INTO imports_importproblem (run_id, line, position, "column", code, value, fact, suggestion)'
        f" SELECT {run_id}, line, position, col, code, value, coalesce(fact, ''), coalesce(suggestion, '')"
        f" FROM {problems} ORDER BY line, position"
    )
    facts = {"format": row.format, "rows": row.rows, "new": row.new_rows, "changed": row.changed_rows}
    record(
        actor=actor,
        action=f"import.{row.state}",
        subject=row,
        at=at,
        move=(source, row.state),
        facts={**facts, "rejected": row.rejected_rows, "digest": row.digest},
    )
    if row.state == RunState.FINISHED:
        emit(ImportFinished(row.public_id, row.format, row.new_rows, row.changed_rows, row.rejected_rows), at=at)
    return row


def _keep_counts(report: Report, counted: tuple[int, int, int, int]) -> None:
    """A resumed run reports the whole file: what was counted before, less the rows that are refused by now."""
    *counts, rejected = counted
    surplus = report.rejected - rejected
    for place, count in enumerate(counts):
        taken = min(count, max(surplus, 0))
        counts[place] -= taken
        surplus -= taken
    counts[-1] -= min(surplus, 0)
    report.new, report.changed, report.unchanged = counts


@contextmanager
def _alive(row: ImportRun) -> Iterator[None]:
    """Hold a lock of this connection while the run lives, so that nobody resumes it. Raises ImportIsRunning."""
    [is_free] = numbers(f"SELECT pg_try_advisory_lock({LOCK_SPACE}, {row.pk})::int")
    if not is_free:
        raise ImportIsRunning(run=row.public_id)
    try:
        yield
    finally:
        if not connection.needs_rollback:
            numbers(f"SELECT pg_advisory_unlock({LOCK_SPACE}, {row.pk})::int")


def refused(format_name: str, path: Path, refusal: FileRefused, *, is_dry_run: bool) -> Report:
    """The report of a file that was refused at the door."""
    return Report(format_name, path.name, refusal=str(refusal), is_dry_run=is_dry_run)
