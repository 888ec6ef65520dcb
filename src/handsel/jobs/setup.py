"""The jobs that the worker runs. Procrastinate calls `register` once when its application is ready."""

import structlog
from procrastinate import App

from handsel.core.invariants import broken

log = structlog.get_logger(__name__)


def check_invariants(timestamp: int) -> None:
    """Ask the database every question of `invariants.sql`; each broken promise is an error in the log."""
    for promise in broken():
        log.error("invariant.broken", promise=str(promise))


def register(app: App) -> None:
    """Name every job and its schedule."""
    app.periodic(cron="7 * * * *")(
        app.task(name="invariants.check", queueing_lock="invariants.check")(check_invariants)
    )
