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


@dataclass(frozen=True)
class Event:
    """Base of all events: a frozen dataclass in the past tense with a `kind` such as `offer.approved`."""

    kind: ClassVar[str]


def emit(event: Event, *, at: datetime) -> None:
    """Write `event` to the outbox of the open transaction."""
    require_transaction()
    OutboxEvent.objects.create(kind=event.kind, payload=asdict(event), at=at)


def deliver_batch(*, receivers: Mapping[str, Sequence[Receiver]], at: datetime, limit: int = 100) -> int:
    """Deliver pending events, oldest first, each in a transaction of its own; returns how many were tried.

    An event whose receiver fails stays pending, is tried again later (5 s doubling to 6 h) and does not hold up others.
    """
    tried = 0
    while tried < limit and _deliver_next(receivers, at):
        tried += 1
    return tried


def _deliver_next(receivers: Mapping[str, Sequence[Receiver]], at: datetime) -> bool:
    with transaction.atomic(durable=True):
        pending = OutboxEvent.objects.filter(delivered_at__isnull=True, next_attempt_at__lte=at)
        rows = list(pending.order_by("next_attempt_at", "pk").select_for_update(skip_locked=True)[:1])
        if not rows:
            return False
        [event] = rows
        try:
            with transaction.atomic():
                _deliver_once(event, receivers.get(event.kind, ()), at)
        except Exception as failure:  # noqa: BLE001 - a receiver may fail in any way; the event must survive it
            wait = min(FIRST_RETRY * 2 ** min(event.attempts, 20), LAST_RETRY)
            log.warning("outbox.delivery_failed", event_id=event.pk, kind=event.kind, error=repr(failure))
            OutboxEvent.objects.filter(pk=event.pk).update(
                attempts=F("attempts") + 1, next_attempt_at=at + wait, last_error=repr(failure)[:2000]
            )
        else:
            OutboxEvent.objects.filter(pk=event.pk).update(attempts=F("attempts") + 1, delivered_at=at, last_error="")
    return True


def _deliver_once(event: OutboxEvent, receivers: Sequence[Receiver], at: datetime) -> None:
    for receiver in receivers:
        name = f"{receiver.__module__}.{receiver.__qualname__}"
        _, is_new = OutboxDelivery.objects.get_or_create(event=event, receiver=name, defaults={"at": at})
        if is_new:
            receiver(event.payload, at)


def backlog() -> int:
    """How many events wait to be delivered."""
    return OutboxEvent.objects.filter(delivered_at__isnull=True).count()
