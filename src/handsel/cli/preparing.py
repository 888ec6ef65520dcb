"""Bring a database and the static files up to date; fill an empty demo. Django is set up before this is imported."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from handsel.catalog.models import Store
from handsel.cli import cast, importing
from handsel.cli.demo import CAST_FILE
from handsel.cli.errors import LaunchError
from handsel.config.environment import Environment
from handsel.parties.models import Organization

STATIC_STAMP = ".built-from"
LOADED_MARK = "demo-loaded"


def prepare() -> int:
    """Do what is needed, and only that: migrations, static files."""
    _require_database()
    if pending_migrations():
        print("Bringing the database up to date ...", flush=True)
        call_command("migrate", interactive=False, verbosity=0)
    static_root = Path(settings.STATIC_ROOT)
    digest = static_digest()
    if built_from(static_root) != digest:
        call_command("collectstatic", interactive=False, verbosity=0)
        (static_root / STATIC_STAMP).write_text(digest, encoding="ascii")
    return 0


def prepare_demo(environment: Environment) -> int:
    """Prepare, load the demo marketplace into an empty database, and write down the cast for the supervisor."""
    prepare()
    files = environment.project / "demo"
    if files.is_dir():
        _load_demo(environment, files)
    (environment.data / CAST_FILE).write_text(cast.as_text(files, environment.public_url), encoding="utf-8")
    return 0


def _require_database() -> None:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        raise LaunchError(f"The database does not answer: {str(error).strip()}") from error


def pending_migrations() -> list[str]:
    """Return the names of migrations the database has not seen."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def static_digest() -> str:
    """Return a digest of every static file's path, size and time: it changes whenever one of them does."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            facts = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def built_from(static_root: Path) -> str | None:
    """Return the digest of the sources the static files were built from, None before the first time."""
    try:
        return (static_root / STATIC_STAMP).read_text(encoding="ascii")
    except OSError:
        return None


def _load_demo(environment: Environment, files: Path) -> None:
    mark = environment.data / LOADED_MARK
    # A marked database is loaded; an unmarked one of ours was interrupted, and importing again completes it.
    if mark.exists():
        return
    filled = Store.objects.exists() or Organization.objects.exists()
    if filled and not environment.database_is_ours:
        print("The database is not empty: the demo marketplace was not loaded. To load it: handsel import demo/")
        return
    print("Loading the demo marketplace ...", flush=True)
    if importing.import_folder(files, dry_run=False, strict=False):
        raise LaunchError("The demo marketplace could not be loaded; the reasons are above.")
    mark.touch()
