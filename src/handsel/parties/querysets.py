from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models.functions import Lower

from handsel.core.actors import Actor
from handsel.parties.states import MerchantStatus

if TYPE_CHECKING:
    from handsel.parties.models import Membership, Merchant, Organization  # noqa: F401 - names the model of the class below to the type checker


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def referenced(self, reference: str) -> Self:
        """The organization of this reference, ignoring case, through the index of its unique constraint (ORG-5)."""
        return self.alias(folded=Lower("reference")).filter(folded=Lower(models.Value(reference)))

    def visible_to(self, actor: Actor) -> Self:
        """The operator sees every organization, a member his own."""
        if actor.may("backoffice.read"):
            return self
        if actor.organization_id is None:
            return self.none()
        return self.filter(pk=actor.organization_id)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def usable(self) -> Self:
        """Memberships that somebody can act through: active, of a user who is active."""
        return self.filter(is_active=True, user__is_active=True)


class MerchantQuerySet(models.QuerySet["Merchant"]):
    def referenced(self, reference: str) -> Self:
        """The merchant of this reference, ignoring case (ORG-5)."""
        folded = self.alias(folded=Lower("organization__reference"))
        return folded.filter(folded=Lower(models.Value(reference)))

    def displayed(self) -> Self:
        """Merchants that storefronts show: active and approved (SHOW-1)."""
        return self.filter(is_active=True, status=MerchantStatus.APPROVED)

    def visible_to(self, actor: Actor) -> Self:
        """The operator sees every merchant, a merchant's member also his own, everybody the displayed ones."""
        if actor.may("backoffice.read"):
            return self
        shown = models.Q(is_active=True, status=MerchantStatus.APPROVED)
        if "merchant" in actor.kinds:
            shown |= models.Q(pk=actor.organization_id)
        return self.filter(shown)
