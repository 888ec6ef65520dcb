from django.db import models
from django.utils.translation import gettext_lazy as _

from handsel.core.states import StateTable, Transition, named


class ProductStatus(models.TextChoices):
    """Whether an abstract product may be shown (CAT rules)."""

    DRAFT = "draft", _("Draft")
    WAITING = "waiting_for_approval", _("Waiting for approval")
    APPROVED = "approved", _("Approved")
    DENIED = "denied", _("Denied")


PRODUCT = StateTable(
    "Product",
    Transition("submit", named(ProductStatus.DRAFT), ProductStatus.WAITING, named("merchant", "operator")),
    Transition("approve", named(ProductStatus.WAITING), ProductStatus.APPROVED, named("operator")),
    Transition("deny", named(ProductStatus.WAITING), ProductStatus.DENIED, named("operator")),
    Transition(
        "return_to_draft", named(ProductStatus.APPROVED, ProductStatus.DENIED), ProductStatus.DRAFT, named("operator")
    ),
)


class ProductKind(models.TextChoices):
    """What an abstract product is; saas and service products are listings."""

    GOODS = "goods", _("Goods")
    SAAS = "saas", _("SaaS")
    SERVICE = "service", _("Service")


class PriceMode(models.TextChoices):
    """Whether a visitor reads net or gross prices."""

    NET = "NET_MODE", _("net")
    GROSS = "GROSS_MODE", _("gross")


class BuyBoxStrategy(models.TextChoices):
    """What puts an offer first in Sold by (SORT rules)."""

    PRICE = "price", _("Lowest price")
    PRICE_AVAILABLE = "price_available", _("Lowest price that can be bought now")
    STOCK = "stock", _("Largest stock")


class Reapproval(models.TextChoices):
    """Which edits of an approved offer send it back to waiting, per store (OFFER rules)."""

    NONE = "none", _("None")
    PRICE = "price", _("Price change over a limit")
    ANY = "any", _("Any change")
