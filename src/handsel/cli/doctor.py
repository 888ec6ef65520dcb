"""`handsel doctor`: what is right and what is wrong with this installation, each with the way to mend it."""

from collections.abc import Iterator
from contextlib import contextmanager

from handsel.cli.errors import LaunchError
from handsel.cli.findings import Finding, Level, fail, ok, warn
from handsel.cli.installation_checks import check_installation
from handsel.cli.locks import FolderInUseError, FolderLock
from handsel.cli.postgres import Cluster
from handsel.config.environment import Environment, name_settings


def examine(environment: Environment) -> int:
    """Print one line a check; returns 1 when one fails."""
    worst = Level.OK
    for finding in _findings(environment):
        print(finding.as_text(), flush=True)
        worst = max(worst, finding.level, key=list(Level).index)
    summary = {
        Level.OK: "All is well.",
        Level.WARN: "It works; the warnings say what could be better.",
        Level.FAIL: "Something is wrong; the lines with -> say what to do.",
    }
    print(summary[worst])
    return 1 if worst is Level.FAIL else 0


def _findings(environment: Environment) -> Iterator[Finding]:
    yield from check_installation(environment)
    try:
        with _awake_database(environment) as sleeps:
            if sleeps:
                yield sleeps
            else:
                yield from _database_findings()
    except LaunchError as error:
        yield fail(f"database: {error}", "RESET=1 make demo starts over; DATABASE_URL names a server of your own.")


def _database_findings() -> Iterator[Finding]:
    name_settings()
    import django

    django.setup()
    from handsel.cli.database_checks import check_database
    from handsel.core.clock import now

    yield from check_database(now())


@contextmanager
def _awake_database(environment: Environment) -> Iterator[Finding | None]:
    """Wake an embedded database that sleeps because nothing runs; gives a finding when there is none yet."""
    if not environment.database_is_ours:
        yield None
        return
    cluster = Cluster(environment.data)
    if not environment.data.is_dir() or not (cluster.data / "PG_VERSION").is_file():
        yield ok("database: none yet; make demo makes it")
        return
    try:
        lock = FolderLock(environment.data).acquire(patience=10)
    except FolderInUseError:
        yield None  # a demo runs, and its database with it
        return
    except OSError as error:
        yield warn(f"database: {error.strerror}", "Run the doctor as the user who runs Handsel.")
        return
    with lock:
        cluster.start()
        try:
            yield None
        finally:
            cluster.stop()
