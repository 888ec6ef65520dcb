"""Writing the audit trail. One row per mutating call, in the same transaction."""

from datetime import datetime
from typing import Any

import structlog
from django.db import models

from handsel.audit.models import AuditEntry
from handsel.core.actors import Actor
from handsel.core.transactions import step


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
    """Write that `actor` did `action` (such as `offer.approved`) to `subject`; `move`: from state, to state (AUDIT-1)."""
    return AuditEntry.objects.create(
        at=at,
        action=action,
        subject_kind=subject._meta.label_lower,  # noqa: SLF001 - Django's documented model API
        subject_id=subject.pk,
        actor_user_id=actor.user_id,
        actor_organization_id=actor.organization_id,
        on_behalf_of_user_id=actor.on_behalf_of_user_id,
        on_behalf_of_organization_id=actor.on_behalf_of_organization_id,
        from_state=move[0],
        to_state=move[1],
        reason=reason,
        facts=facts or {},
        request_id=str(structlog.contextvars.get_contextvars().get("request_id", "")),
    )
