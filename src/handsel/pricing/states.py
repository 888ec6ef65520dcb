from django.db import models
from django.utils.translation import gettext_lazy as _

DEFAULT, ORIGINAL = "DEFAULT", "ORIGINAL"


class PriceSource(models.TextChoices):
    """Where a price comes from, in the order in which it is looked for (PRICE-1, PRICE-2, PRICE-6, PRICE-8)."""

    CONTRACT_OFFER = "contract_offer", _("Contract price of this offer")
    CONTRACT_CONCRETE = "contract_concrete", _("Contract price of this product")
    CONTRACT_ABSTRACT = "contract_abstract", _("Contract price of this product family")
    OFFER = "offer", _("The merchant's own price")
    CONCRETE = "concrete", _("The product's price")
    ABSTRACT = "abstract", _("The product family's price")

    @property
    def is_contract(self) -> bool:
        """Whether it is a price agreed with the customer who asks."""
        return self in CONTRACT_LEVELS


CONTRACT_LEVELS = (PriceSource.CONTRACT_OFFER, PriceSource.CONTRACT_CONCRETE, PriceSource.CONTRACT_ABSTRACT)
