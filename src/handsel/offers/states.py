from django.db import models
from django.utils.translation import gettext_lazy as _

from handsel.core.states import StateTable, Transition, named


class ApprovalStatus(models.TextChoices):
    """Whether the operator lets an offer be shown (OFFER rules)."""

    WAITING = "waiting_for_approval", _("Waiting for approval")
    APPROVED = "approved", _("Approved")
    DENIED = "denied", _("Denied")


OFFER = StateTable(
    "Offer",
    Transition(
        "approve", named(ApprovalStatus.WAITING, ApprovalStatus.DENIED), ApprovalStatus.APPROVED, named("operator")
    ),
    Transition(
        "deny", named(ApprovalStatus.WAITING, ApprovalStatus.APPROVED), ApprovalStatus.DENIED, named("operator")
    ),
    Transition("resubmit", named(ApprovalStatus.DENIED), ApprovalStatus.WAITING, named("merchant")),
    Transition("reapprove", named(ApprovalStatus.APPROVED), ApprovalStatus.WAITING, named("policy")),
)
