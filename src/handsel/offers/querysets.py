from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from handsel.catalog.states import ProductStatus
from handsel.core.actors import Actor
from handsel.offers.states import ApprovalStatus
from handsel.parties.states import MerchantStatus

if TYPE_CHECKING:
    from handsel.offers.models import Offer  # noqa: F401 - names the model of the class below to the type checker


def valid_at(prefix: str, at: datetime) -> Q:
    """Half-open validity: a missing bound is open."""
    begun = Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": at})
    not_over = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": at})
    return begun & not_over


class OfferQuerySet(models.QuerySet["Offer"]):
    def referenced(self, reference: str) -> Self:
        """The offer of this reference, ignoring case, through the index of its unique constraint (OFFER-2)."""
        return self.alias(folded=Lower("reference")).filter(folded=Lower(models.Value(reference)))

    def displayed(self, store_id: int, at: datetime) -> Self:
        """Offers that the store shows at `at`: every condition of SHOW-1, and the only place that has them in SQL."""
        return self.filter(
            valid_at("", at),
            valid_at("concrete_product__", at),
            merchant__is_active=True,
            merchant__status=MerchantStatus.APPROVED,
            approval_status=ApprovalStatus.APPROVED,
            is_active=True,
            offer_stores__store_id=store_id,
            concrete_product__is_active=True,
            concrete_product__abstract_product__approval_status=ProductStatus.APPROVED,
            concrete_product__abstract_product__product_stores__store_id=store_id,
        )

    def visible_to(self, actor: Actor) -> Self:
        """The back office sees every offer, a merchant its own, others none (storefronts read the board)."""
        if actor.may("backoffice.read"):
            return self
        if actor.may("merchant.read"):
            return self.filter(merchant_id=actor.organization_id)
        return self.none()
