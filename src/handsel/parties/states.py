from django.db import models
from django.utils.translation import gettext_lazy as _

from handsel.core.states import StateTable, Transition, named


class MerchantStatus(models.TextChoices):
    """Whether the operator lets a merchant sell; spelled with hyphens as in the merchant file."""

    WAITING = "waiting-for-approval", _("Waiting for approval")
    APPROVED = "approved", _("Approved")
    DENIED = "denied", _("Denied")


MERCHANT = StateTable(
    "Merchant",
    Transition(
        "approve", named(MerchantStatus.WAITING, MerchantStatus.DENIED), MerchantStatus.APPROVED, named("operator")
    ),
    Transition(
        "deny", named(MerchantStatus.WAITING, MerchantStatus.APPROVED), MerchantStatus.DENIED, named("operator")
    ),
)


class OrganizationStatus(models.TextChoices):
    """Whether a company may trade."""

    WAITING = "waiting_for_approval", _("Waiting for approval")
    APPROVED = "approved", _("Approved")
    DENIED = "denied", _("Denied")


ORGANIZATION = StateTable(
    "Organization",
    Transition(
        "approve",
        named(OrganizationStatus.WAITING, OrganizationStatus.DENIED),
        OrganizationStatus.APPROVED,
        named("operator"),
    ),
    Transition(
        "deny",
        named(OrganizationStatus.WAITING, OrganizationStatus.APPROVED),
        OrganizationStatus.DENIED,
        named("operator"),
    ),
)
