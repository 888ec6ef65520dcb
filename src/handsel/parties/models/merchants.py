from typing import ClassVar

from django.db import models

from handsel.parties.models.organizations import Organization
from handsel.parties.querysets import MerchantQuerySet
from handsel.parties.states import MerchantStatus


class Merchant(models.Model):
    """The selling side of an organization. Shown on storefronts while active and approved (SHOW-1).

    `url` maps a locale to the path of the merchant's page; `texts` maps a locale to description, delivery_time,
    terms_conditions, cancellation_policy, imprint, data_privacy and banner_url.
    """

    organization = models.OneToOneField(
        Organization, on_delete=models.CASCADE, primary_key=True, related_name="merchant"
    )
    registration_number = models.CharField(max_length=255, default="", blank=True)
    status = models.CharField(max_length=30, choices=MerchantStatus.choices, default=MerchantStatus.WAITING)
    is_active = models.BooleanField(default=False)
    is_trusted = models.BooleanField(default=False)
    is_open_for_relation_request = models.BooleanField(default=False)
    email = models.CharField(max_length=255, default="", blank=True)
    url = models.JSONField(default=dict)
    contact_person = models.JSONField(default=dict)
    public_email = models.CharField(max_length=255, default="", blank=True)
    public_phone = models.CharField(max_length=255, default="", blank=True)
    fax_number = models.CharField(max_length=255, default="", blank=True)
    logo_url = models.CharField(max_length=500, default="", blank=True)
    banner_url = models.CharField(max_length=500, default="", blank=True)
    texts = models.JSONField(default=dict)
    latitude = models.CharField(max_length=40, default="", blank=True)
    longitude = models.CharField(max_length=40, default="", blank=True)

    objects: ClassVar[models.Manager["Merchant"]] = MerchantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(status__in=MerchantStatus.values), name="merchant_status_known"),
            models.CheckConstraint(
                condition=models.Q(is_active=False) | models.Q(status=MerchantStatus.APPROVED),
                name="merchant_active_only_when_approved",
            ),
        ]

    def __str__(self) -> str:
        return self.organization.name

    @property
    def reference(self) -> str:
        return self.organization.reference

    @property
    def name(self) -> str:
        return self.organization.name
