"""Writing the audit trail. One row per mutating call, in the same transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.db import connection, models

from handsel.audit.models import AuditEntry
from handsel.core.actors import Actor
from handsel.core.transactions import step

BATCH = 1000
SELECTED = """
    INSERT INTO audit_auditentry (
        at, subject_kind, actor_user_id, actor_organization_id, on_behalf_of_user_id, on_behalf_of_organization_id,
        request_id, action, subject_id, from_state, to_state, reason, facts
    )
    SELECT %s, %s, %s, %s, %s, %s, %s, action, subject_id, from_state, to_state, reason, '{{}}'::jsonb
    FROM ({selection}) moved ORDER BY subject_id
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one audit row of a bulk move says about one subject; `move` is from state, to state."""

    subject_id: int
    move: tuple[str, str] = ("", "")
    reason: str = ""


@step
def record(
    *,
    actor: Actor,
    action: str,
    subject: models.Model,
    at: datetime,
    move: tuple[str, str] = ("", ""),
    reason: str = "",
    facts: dict[str, Any] | None = None,
) -> AuditEntry:
    """Write that `actor` did `action` (such as `offer.approved`) to `subject`; `move`: from, to (AUDIT-1)."""
    [row] = record_many(
        actor=actor,
        action=action,
        model=type(subject),
        entries=[Entry(subject.pk, move, reason)],
        at=at,
        facts=facts,
    )
    return row


@step
def record_many(
    *,
    actor: Actor,
    action: str,
    model: type[models.Model],
    entries: Iterable[Entry],
    at: datetime,
    facts: dict[str, Any] | None = None,
) -> list[AuditEntry]:
    """Write one audit row for each subject that a bulk operation moved, in one statement (AUDIT-1)."""
    rows = [_row(actor, action, model, entry, at, facts or {}) for entry in entries]
    return AuditEntry.objects.bulk_create(rows, batch_size=BATCH)


@step
def record_selected(
    *,
    actor: Actor,
    model: type[models.Model],
    selection: str,
    at: datetime,
    parameters: Sequence[Any] = (),
) -> None:
    """Write one audit row for each subject that the SQL `selection` returns, whatever their number (AUDIT-1).

    The selection is a constant of ours with the columns action, subject_id, from_state, to_state, reason.
    """
    with connection.cursor() as cursor:
        cursor.execute(SELECTED.format(selection=selection), [*_shared_values(actor, model, at), *parameters])


def _shared_values(actor: Actor, model: type[models.Model], at: datetime) -> list[Any]:
    """What all rows of one bulk operation have in common, in the order in which `SELECTED` asks for it."""
    return [
        at,
        model._meta.label_lower,  # noqa: SLF001 - Django's documented model API
        actor.user_id,
        actor.organization_id,
        actor.on_behalf_of_user_id,
        actor.on_behalf_of_organization_id,
        str(structlog.contextvars.get_contextvars().get("request_id", "")),
    ]


def _row(
    actor: Actor, action: str, model: type[models.Model], entry: Entry, at: datetime, facts: dict[str, Any]
) -> AuditEntry:
    return AuditEntry(
        at=at,
        action=action,
        subject_kind=model._meta.label_lower,  # noqa: SLF001 - Django's documented model API
        subject_id=entry.subject_id,
        actor_user_id=actor.user_id,
        actor_organization_id=actor.organization_id,
        on_behalf_of_user_id=actor.on_behalf_of_user_id,
        on_behalf_of_organization_id=actor.on_behalf_of_organization_id,
        from_state=entry.move[0],
        to_state=entry.move[1],
        reason=entry.reason,
        facts=facts,
        request_id=str(structlog.contextvars.get_contextvars().get("request_id", "")),
    )
