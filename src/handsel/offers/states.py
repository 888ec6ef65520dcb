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
    # The operator's files carry the status and may set any from any other (OFFER-14).
    Transition(
        "import_waiting", named(ApprovalStatus.APPROVED, ApprovalStatus.DENIED), ApprovalStatus.WAITING, named("import")
    ),
    Transition(
        "import_approved",
        named(ApprovalStatus.WAITING, ApprovalStatus.DENIED),
        ApprovalStatus.APPROVED,
        named("import"),
    ),
    Transition(
        "import_denied", named(ApprovalStatus.WAITING, ApprovalStatus.APPROVED), ApprovalStatus.DENIED, named("import")
    ),
)
IMPORT_ACTIONS: dict[str, str] = {
    ApprovalStatus.WAITING.value: "import_waiting",
    ApprovalStatus.APPROVED.value: "import_approved",
    ApprovalStatus.DENIED.value: "import_denied",
}
