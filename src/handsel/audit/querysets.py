from typing import TYPE_CHECKING, Self

from django.db import models

from handsel.core.actors import Actor

if TYPE_CHECKING:
    from handsel.audit.models import AuditEntry  # noqa: F401 - names the model of the class below to the type checker


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def about(self, subject_kind: str, subject_id: int) -> Self:
        """The timeline of one record, newest first."""
        return self.filter(subject_kind=subject_kind, subject_id=subject_id).order_by("-at", "-pk")

    def visible_to(self, actor: Actor) -> Self:
        """The operator's auditors see everything; others see what their own organization did."""
        if actor.may("audit.read"):
            return self
        if actor.organization_id is None:
            return self.none()
        return self.filter(actor_organization_id=actor.organization_id)
