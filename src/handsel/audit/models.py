from typing import ClassVar

from django.db import models

from handsel.audit.querysets import AuditEntryQuerySet


class AuditEntry(models.Model):
    """One move of one record: who, acting for which organization, on behalf of whom, from what to what, why.

    Ids only and no foreign keys, so that the past stays when rows go. A trigger refuses UPDATE and DELETE (AUDIT-2).
    """

    at = models.DateTimeField()
    action = models.CharField(max_length=100)
    subject_kind = models.CharField(max_length=100)
    subject_id = models.BigIntegerField()
    actor_user_id = models.BigIntegerField(null=True)
    actor_organization_id = models.BigIntegerField(null=True)
    on_behalf_of_user_id = models.BigIntegerField(null=True)
    on_behalf_of_organization_id = models.BigIntegerField(null=True)
    from_state = models.CharField(max_length=60, default="", blank=True)
    to_state = models.CharField(max_length=60, default="", blank=True)
    reason = models.TextField(default="", blank=True)
    facts = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, default="", blank=True)

    objects: ClassVar[models.Manager["AuditEntry"]] = AuditEntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "-at"], name="audit_by_subject"),
            models.Index(fields=["-at"], name="audit_by_time"),
            models.Index(fields=["actor_user_id", "-at"], name="audit_by_user"),
        ]
