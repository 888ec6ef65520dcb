"""Tell others after the commit, through a row (example 10; OUTBOX rules)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

import structlog
from django.db import transaction
from django.db.models import F

from handsel.core.models import OutboxDelivery, OutboxEvent
from handsel.core.transactions import require_transaction

log = structlog.get_logger(__name__)
Receiver = Callable[[dict[str, Any], datetime], None]
FIRST_RETRY = timedelta(seconds=5)
LAST_RETRY = timedelta(hours=6)
MAX_ERROR = 2000


@dataclass(frozen=True)
class Event:
    """Base of all events: a frozen dataclass in the past tense with a `kind` such as `offer.approved`."""

    kind: ClassVar[str]


def emit(event: Event, *, at: datetime) -> None:
    """Write `event` to the outbox of the open transaction."""
    require_transaction()
    OutboxEvent.objects.create(kind=event.kind, payload=asdict(event), at=at, next_attempt_at=at)


def deliver_batch(*, receivers: Mapping[str, Sequence[Receiver]], at: datetime, limit: int = 100) -> int:
    """Deliver pending events, oldest first, each in a transaction of its own; returns how many were tried.

    Each receiver is judged alone: one that fails is tried again later (after 5 s, doubling to 6 h) while the others
    keep what they did, and an event that waits does not hold up other events (OUTBOX-4).
    """
    tried = 0
    while tried < limit and _deliver_next(receivers, at):
        tried += 1
    return tried


def _deliver_next(receivers: Mapping[str, Sequence[Receiver]], at: datetime) -> bool:
    with transaction.atomic(durable=True):
        pending = OutboxEvent.objects.filter(delivered_at__isnull=True, next_attempt_at__lte=at)
        event = pending.order_by("next_attempt_at", "pk").select_for_update(skip_locked=True).first()
        if event is None:
            return False
        failures = [failure for receiver in receivers.get(event.kind, ()) if (failure := _tell(event, receiver, at))]
        row = OutboxEvent.objects.filter(pk=event.pk)
        if failures:
            wait = min(FIRST_RETRY * 2 ** min(event.attempts, 20), LAST_RETRY)
            row.update(
                attempts=F("attempts") + 1, next_attempt_at=at + wait, last_error="\n".join(failures)[:MAX_ERROR]
            )
        else:
            row.update(attempts=F("attempts") + 1, delivered_at=at, last_error="")
    return True


def _tell(event: OutboxEvent, receiver: Receiver, at: datetime) -> str:
    """Let one receiver handle the event, once; the answer is what went wrong, or nothing."""
    name = f"{receiver.__module__}.{receiver.__qualname__}"
    try:
        with transaction.atomic():
            _, is_new = OutboxDelivery.objects.get_or_create(event=event, receiver=name, defaults={"at": at})
            if is_new:
                receiver(event.payload, at)
    except Exception as failure:  # noqa: BLE001 - a receiver may fail in any way; the event must survive it
        log.warning("outbox.delivery_failed", event_id=event.pk, kind=event.kind, receiver=name, error=repr(failure))
        return f"{name}: {failure!r}"
    return ""


def backlog() -> int:
    """How many events wait to be delivered."""
    return OutboxEvent.objects.filter(delivered_at__isnull=True).count()
