"""What must follow a commit within a second: the outbox and the board. One turn is one call; the worker repeats it."""

from datetime import datetime
from threading import Event

import structlog
from django.db import Error, close_old_connections

from handsel.board.services.refreshing import refresh_stale
from handsel.core.clock import now
from handsel.core.heartbeats import beat
from handsel.core.outbox import deliver_batch
from handsel.jobs.subscriptions import SUBSCRIPTIONS

log = structlog.get_logger(__name__)
SECONDS_BETWEEN_TURNS = 0.5
EVENTS_A_TURN = 200
PRODUCTS_A_TURN = 2000


def follow_once(at: datetime) -> int:
    """Deliver pending events and rebuild what the board shows of changed products; returns how much there was."""
    beat("follower", at=at)
    events = deliver_batch(receivers=SUBSCRIPTIONS, at=at, limit=EVENTS_A_TURN)
    return events + refresh_stale(at=at, limit=PRODUCTS_A_TURN)


def follow(stop: Event) -> None:
    """Take turns until `stop` is set; a database that is away is waited for, nothing else is swallowed."""
    while not stop.is_set():
        close_old_connections()
        try:
            found = follow_once(now())
        except Error as failure:
            log.warning("follower.database_away", error=repr(failure))
            found = 0
        if not found:
            stop.wait(SECONDS_BETWEEN_TURNS)
