"""The doctor's checks of the database and what lies in it. Django is set up before this module is imported."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from handsel.cli.findings import Finding, fail, ok, warn
from handsel.cli.preparing import built_from, pending_migrations, static_digest
from handsel.core.invariants import broken, invariants
from handsel.core.models import WorkerHeartbeat
from handsel.core.outbox import backlog

OLDEST_VERSION = 160000
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist")
HEARTBEAT_PATIENCE = timedelta(minutes=3)
MANY_EVENTS = 1000
MIGRATE = "handsel migrate"


def check_database(at: datetime) -> Iterator[Finding]:
    """Look at the server, then at our tables; what depends on something broken is not looked at."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('server_version')")
            number, version = cursor.fetchone()
    except DatabaseError as error:
        yield fail(f"database: {str(error).strip()}", "Correct DATABASE_URL, start the server, or run make demo.")
        return
    if number < OLDEST_VERSION:
        yield fail(f"database: PostgreSQL {version}", "Handsel needs PostgreSQL 16 or newer.")
        return
    yield ok(f"database: PostgreSQL {version} answers")
    yield _extensions()
    pending = pending_migrations()
    if pending:
        yield fail(f"tables: {len(pending)} migrations are pending ({pending[0]} ...)", MIGRATE)
        return
    yield ok("tables: up to date")
    yield _static()
    yield _worker(at)
    yield _outbox()
    yield from check_invariants()


def check_invariants() -> Iterator[Finding]:
    """Run every query of `invariants.sql`: each describes a contradiction and must find none."""
    found = broken()
    for invariant in found:
        fix = "Please report this with the row: it must not happen."
        yield fail(f"invariant broken: {invariant.name}; first row: {invariant.examples[0]}", fix)
    if not found:
        yield ok(f"invariants: {len(invariants())} hold")


def _extensions() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_available_extensions WHERE name = ANY(%s)", [list(EXTENSIONS)])
        missing = sorted(set(EXTENSIONS) - {name for (name,) in cursor.fetchall()})
    if missing:
        return fail(
            f"extensions: {', '.join(missing)} not available", "Install PostgreSQL's contrib package on the server."
        )
    return ok(f"extensions: {', '.join(EXTENSIONS)}")


def _static() -> Finding:
    if built_from(Path(settings.STATIC_ROOT)) != static_digest():
        return fail("static files: not built from the present sources", MIGRATE)
    return ok("static files: built")


def _worker(at: datetime) -> Finding:
    last = WorkerHeartbeat.objects.order_by("-at").first()
    fix = "Start one: handsel worker (make demo starts it by itself)."
    if last is None:
        return warn("worker: none has run yet", fix)
    silent = at - last.at
    if silent > HEARTBEAT_PATIENCE:
        return warn(f"worker: silent for {silent.total_seconds() / 60:.0f} minutes", fix)
    return ok(f"worker: alive {max(0, silent.total_seconds()):.0f} s ago")


def _outbox() -> Finding:
    waiting = backlog()
    if waiting > MANY_EVENTS:
        return warn(
            f"outbox: {waiting} events wait", "Look at the worker's log: handsel manage shell, OutboxEvent.last_error."
        )
    return ok(f"outbox: {waiting} events wait")
