from django.utils.translation import gettext_lazy as _

from handsel.core.errors import DomainError


class OfferReferenceTaken(DomainError):
    """Whose the reference is stays unsaid (OFFER-20)."""

    code, message = "offer_reference_taken", _("The offer reference {reference} is taken.")


class MerchantSkuTaken(DomainError):
    code, message = "merchant_sku_taken", _("Another of the merchant's offers has the merchant SKU {merchant_sku}.")


class IdentityIsPermanent(DomainError):
    code, http_status, message = (
        "identity_is_permanent",
        422,
        _("Reference, SKU and merchant of an offer never change ({field})."),
    )
