"""Fixtures of the importers: a file from a text, brought in; and what all tables hold."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from handsel.core.actors import SYSTEM, Actor
from handsel.imports.services.reporting import Report
from handsel.imports.services.running import Options, import_rows

Snapshot = dict[str, str]


class BringIn:
    """`bring_in("tax", text)` writes the text into a file and imports it as the system, at the tests' fixed time."""

    def __init__(self, folder: Path, at: datetime) -> None:
        self.folder = folder
        self.at = at

    def __call__(
        self,
        name: str,
        content: str | bytes,
        *,
        dry_run: bool = False,
        strict: bool = False,
        actor: Actor = SYSTEM,
    ) -> Report:
        path = self.file(name, content)
        options = Options(dry_run=dry_run, strict=strict)
        return import_rows(format_name=name, path=path, actor=actor, clock=lambda: self.at, options=options)

    def file(self, name: str, content: str | bytes) -> Path:
        path = self.folder / f"{name}.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path


@pytest.fixture(autouse=True)
def import_root(settings: Settings, tmp_path: Path) -> Path:
    """Kept files and refused rows go into the test's own folder."""
    settings.IMPORT_ROOT = tmp_path / "kept"
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "kept"


@pytest.fixture
def bring_in(tmp_path: Path, at: datetime) -> BringIn:
    return BringIn(tmp_path, at)


@pytest.fixture
def snapshot(db: None) -> Callable[..., Snapshot]:
    """Every table with its rows' places and transactions: written, moved or locked rows show as a difference."""

    def take(*, without: tuple[str, ...] = ()) -> Snapshot:
        with connection.cursor() as cursor:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
            tables = [name for (name,) in cursor.fetchall() if not name.startswith(without or ("-",))]
            found = {}
            for name in tables:
                cursor.execute(
                    f"SELECT count(*) || ' ' || coalesce(md5(string_agg(ctid::text || xmin || ' ' || xmax, ','"
                    f" ORDER BY ctid)), '') FROM \"{name}\""
                )
                found[name] = cursor.fetchone()[0]
        return found

    return take


def problems(report: Report) -> list[tuple[int, str, str]]:
    """Line, column and code of each problem."""
    return [(problem.line, problem.column, problem.code) for problem in report.problems]
