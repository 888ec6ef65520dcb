from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower, Now

from handsel.catalog.models import ConcreteProduct, Store
from handsel.core.quantities import QuantityRule
from handsel.offers.querysets import OfferQuerySet
from handsel.offers.states import ApprovalStatus
from handsel.parties.models import Merchant


class Offer(models.Model):
    """One merchant's terms for one concrete product. SKU, merchant and reference never change (OFFER-2, OFFER-5).

    `approval_status` belongs to the operator, `is_active` to humans on either side; validity never flips it.
    Null quantities inherit from the concrete product.
    """

    reference = models.CharField(max_length=255)
    concrete_product = models.ForeignKey(ConcreteProduct, on_delete=models.PROTECT, related_name="offers")
    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT, related_name="offers")
    merchant_sku = models.CharField(max_length=255, default="", blank=True)
    is_active = models.BooleanField(default=True)
    approval_status = models.CharField(max_length=30, choices=ApprovalStatus.choices, default=ApprovalStatus.WAITING)
    denial_reason = models.TextField(default="", blank=True)
    approved_at = models.DateTimeField(null=True)
    valid_from = models.DateTimeField(null=True)
    valid_to = models.DateTimeField(null=True)
    minimum_quantity = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    quantity_step = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    pack_size = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    created_at = models.DateTimeField(db_default=Now())
    created_by_id = models.BigIntegerField(null=True)
    updated_at = models.DateTimeField(db_default=Now())
    stores = models.ManyToManyField(Store, through="OfferStore", related_name="offers")

    objects: ClassVar[models.Manager["Offer"]] = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("reference"), name="offer_reference_unique"),
            models.UniqueConstraint(
                fields=("merchant", "merchant_sku"),
                condition=~models.Q(merchant_sku=""),
                name="offer_merchant_sku_unique",
            ),
            models.CheckConstraint(condition=~models.Q(reference=""), name="offer_reference_given"),
            models.CheckConstraint(
                condition=models.Q(approval_status__in=ApprovalStatus.values), name="offer_approval_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(approval_status=ApprovalStatus.APPROVED) | models.Q(approved_at__isnull=False),
                name="offer_approved_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_from__lt=models.F("valid_to")),
                name="offer_validity_order",
            ),
            models.CheckConstraint(
                condition=(models.Q(minimum_quantity__isnull=True) | models.Q(minimum_quantity__gt=0))
                & (models.Q(quantity_step__isnull=True) | models.Q(quantity_step__gt=0))
                & (models.Q(pack_size__isnull=True) | models.Q(pack_size__gt=0)),
                name="offer_quantities_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def quantity_rule(self) -> QuantityRule:
        """Its own minimum, step and pack size, else the product's (fetch the product with it)."""
        product = self.concrete_product
        return QuantityRule(
            minimum=self.minimum_quantity or product.minimum_quantity,
            step=self.quantity_step or product.quantity_step,
            pack_size=self.pack_size or product.pack_size,
        )


class OfferStore(models.Model):
    """A store in which an offer is sold."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="offer_stores")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="offer_stores")

    class Meta:
        constraints = [models.UniqueConstraint(fields=("offer", "store"), name="offer_store_once")]


class OfferChange(models.Model):
    """One change of an offer, its stores, prices, stock or validity: who, for whom, when, before, after (OFFER-8).

    Ids without foreign keys for the actor: history outlives people. Creation is the offer's own created_at.
    `source` is the channel: seller, backoffice, api, import, system.
    """

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    actor_user_id = models.BigIntegerField(null=True)
    actor_organization_id = models.BigIntegerField(null=True)
    on_behalf_of_user_id = models.BigIntegerField(null=True)
    on_behalf_of_organization_id = models.BigIntegerField(null=True)
    source = models.CharField(max_length=40)
    area = models.CharField(max_length=20)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["offer", "-at"], name="offer_change_by_offer")]
