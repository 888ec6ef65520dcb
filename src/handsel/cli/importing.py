"""`handsel import`: files in, a report of every row out. Django is set up before this module is imported."""

from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from handsel.board.services.refreshing import rebuild_all
from handsel.catalog.models import Store
from handsel.cli.errors import LaunchError
from handsel.core.actors import SYSTEM
from handsel.core.clock import now
from handsel.core.errors import DomainError
from handsel.imports.services.folders import copy_pictures, look_into
from handsel.imports.services.reporting import Report
from handsel.imports.services.running import Options, import_rows

SHOWN_LINES = 5
SHOWN_DIFFERENCES = 10


def import_folder(folder: Path, *, dry_run: bool, strict: bool) -> int:
    """Import every file of a folder in dependency order; returns the exit code."""
    found = look_into(folder)
    if not found.files:
        raise LaunchError(f"{folder} holds no file that is named after an import type, such as merchant.csv.")
    console = _console()
    reports: list[Report] = []
    with _progress(console) as progress:
        for file_format, path in found.files:
            reports.append(_import(file_format.name, path, progress, Options(dry_run=dry_run, strict=strict)))
    for report in reports:
        _show_details(console, report)
    _show_summary(console, reports)
    if dry_run and any("unknown_reference" in code for report in reports for _, code in report.problem_counts):
        console.print("[yellow]Rows that name what earlier files of the folder would create count as refused here.[/]")
    for path in found.unknown:
        console.print(f"[yellow]{escape(path.name)} is named after no import type and was left alone.[/]")
    if not dry_run:
        if copied := copy_pictures(folder):
            console.print(f"{copied} pictures copied.")
        _refresh_board()
    return 0 if all(report.is_clean for report in reports) else 1


def import_file(format_name: str, file: Path, *, dry_run: bool, strict: bool) -> int:
    """Import one file of the named format; returns the exit code."""
    console = _console()
    with _progress(console) as progress:
        report = _import(format_name, file, progress, Options(dry_run=dry_run, strict=strict))
    _show_details(console, report)
    _show_summary(console, [report])
    return 0 if report.is_clean else 1


def _import(format_name: str, path: Path, progress: Progress, options: Options) -> Report:
    task = progress.add_task(path.name, total=None)
    options = Options(options.dry_run, options.strict, _teller(progress, task))
    try:
        report = import_rows(format_name=format_name, path=path, actor=SYSTEM, clock=now, options=options)
    except DomainError as refusal:
        progress.update(task, total=1, completed=1, description=f"[red]{escape(path.name)}")
        report = Report(format_name, path.name, refusal=str(refusal), is_dry_run=options.dry_run)
    else:
        colour = "green" if report.is_clean else "red"
        done = max(report.rows, 1)
        progress.update(task, total=done, completed=done, description=f"[{colour}]{escape(path.name)}")
    return report


def _teller(progress: Progress, task: object) -> Callable[[str, int, int], None]:
    def tell(phase: str, done: int, total: int) -> None:
        progress.update(task, completed=done, total=total if phase == "applying" else None)  # type: ignore[arg-type]

    return tell


def _console() -> Console:
    """The terminal; in a log there is room enough for the table."""
    console = Console(soft_wrap=True)
    return console if console.is_terminal else Console(soft_wrap=True, width=120)


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description:<44}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console
    )


def _show_details(console: Console, report: Report) -> None:
    name = escape(report.file_name)
    if report.refusal:
        console.print(f"[red]{escape(report.refusal)}[/]")
    for notice in report.notices:
        console.print(f"[yellow]{name}: {escape(notice)}[/]")
    if report.resumed_from:
        console.print(f"{name}: went on behind line {report.resumed_from}, where an earlier run broke off.")
    for (column, code), count in report.problem_counts.items():
        examples = [problem for problem in report.problems if (problem.column, problem.code) == (column, code)]
        lines = ", ".join(str(problem.line) for problem in examples[:SHOWN_LINES])
        more = " …" if count > SHOWN_LINES else ""
        words = f" {examples[0].words}" if examples else ""
        console.print(
            f"[red]{name}: {escape(column or '(row)')}: {code}, {count}x, line {lines}{more}.[/]{escape(words)}"
        )
    if report.is_dry_run:
        for difference in report.differences[:SHOWN_DIFFERENCES]:
            change = f"{difference.before or '(empty)'} -> {difference.after or '(empty)'}"
            console.print(escape(f"{report.file_name}: line {difference.line}: {difference.column}: {change}"))
    if report.reject_file:
        console.print(f"{name}: the refused rows with their reasons: {escape(str(report.reject_file))}")


def _show_summary(console: Console, reports: list[Report]) -> None:
    title = "Nothing was written (dry run)" if reports[0].is_dry_run else None
    table = Table(title=title)
    table.add_column("File", no_wrap=True)
    for name in ("Rows", "New", "Changed", "Unchanged", "Refused"):
        table.add_column(name, justify="right")
    table.add_column("Read as")
    for report in reports:
        counts = (report.rows, report.new, report.changed, report.unchanged, report.rejected)
        how = "refused" if report.refusal else f"{report.encoding}, {report.delimiter}"
        if not (report.is_dry_run or report.is_applied or report.refusal):
            how = "nothing applied (strict)"
        table.add_row(escape(report.file_name), *(f"{count:,}" for count in counts), how)
    console.print(table)


def _refresh_board() -> None:
    """Build what the stores show at once; readers would otherwise do it one product at a time."""
    for store in Store.objects.order_by("name"):
        rebuild_all(store=store, at=now())
