from django.db import models

from handsel.catalog.models import AbstractProduct, ConcreteProduct, Currency, Store
from handsel.offers.models import Offer
from handsel.parties.models import Contract
from handsel.pricing.states import DEFAULT, ORIGINAL

__all__ = ["DEFAULT", "ORIGINAL", "ContractPrice", "OfferPrice", "PriceRow", "ProductPrice"]


class PriceRow(models.Model):
    """Net and gross amount of one store, currency and price type; null means not given.

    `tiers` is a list of {"quantity", "net", "gross"} (decimal strings or null) by ascending quantity. Amounts and tiers
    are one value, replaced together. A CHECK by `pricing_tiers_valid` guards them: thresholds >= 2 and unique, amounts
    >= 0, and a tier needs a base amount (PRICE rules).
    """

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="+")
    currency = models.ForeignKey(Currency, on_delete=models.PROTECT, related_name="+")
    price_type = models.CharField(max_length=40, default=DEFAULT)
    net = models.DecimalField(max_digits=18, decimal_places=3, null=True)
    gross = models.DecimalField(max_digits=18, decimal_places=3, null=True)
    tiers = models.JSONField(default=list)

    class Meta:
        abstract = True


class OfferPrice(PriceRow):
    """A price of an offer itself."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="prices")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("offer", "store", "currency", "price_type"), name="offer_price_once"),
            models.CheckConstraint(condition=models.Q(net__isnull=True) | models.Q(net__gte=0), name="offer_price_net"),
            models.CheckConstraint(
                condition=models.Q(gross__isnull=True) | models.Q(gross__gte=0), name="offer_price_gross"
            ),
        ]


class ProductPrice(PriceRow):
    """A price of a concrete product, or of an abstract one for all its variants; offers without own prices inherit."""

    abstract_product = models.ForeignKey(AbstractProduct, on_delete=models.CASCADE, null=True, related_name="prices")
    concrete_product = models.ForeignKey(ConcreteProduct, on_delete=models.CASCADE, null=True, related_name="prices")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("concrete_product", "store", "currency", "price_type"),
                condition=models.Q(concrete_product__isnull=False),
                name="concrete_price_once",
            ),
            models.UniqueConstraint(
                fields=("abstract_product", "store", "currency", "price_type"),
                condition=models.Q(abstract_product__isnull=False),
                name="abstract_price_once",
            ),
            models.CheckConstraint(
                condition=models.Q(abstract_product__isnull=True, concrete_product__isnull=False)
                | models.Q(abstract_product__isnull=False, concrete_product__isnull=True),
                name="product_price_one_owner",
            ),
            models.CheckConstraint(
                condition=models.Q(net__isnull=True) | models.Q(net__gte=0), name="product_price_net"
            ),
            models.CheckConstraint(
                condition=models.Q(gross__isnull=True) | models.Q(gross__gte=0), name="product_price_gross"
            ),
        ]


class ContractPrice(PriceRow):
    """A price a contract gives its assigned customers: for one offer, else a concrete, else an abstract product."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="prices")
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, null=True, related_name="contract_prices")
    concrete_product = models.ForeignKey(ConcreteProduct, on_delete=models.CASCADE, null=True, related_name="+")
    abstract_product = models.ForeignKey(AbstractProduct, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("contract", "offer", "concrete_product", "abstract_product", "store", "currency", "price_type"),
                nulls_distinct=False,
                name="contract_price_once",
            ),
            models.CheckConstraint(
                condition=models.Q(offer__isnull=False, concrete_product__isnull=True, abstract_product__isnull=True)
                | models.Q(offer__isnull=True, concrete_product__isnull=False, abstract_product__isnull=True)
                | models.Q(offer__isnull=True, concrete_product__isnull=True, abstract_product__isnull=False),
                name="contract_price_one_level",
            ),
            models.CheckConstraint(
                condition=models.Q(net__isnull=True) | models.Q(net__gte=0), name="contract_price_net"
            ),
            models.CheckConstraint(
                condition=models.Q(gross__isnull=True) | models.Q(gross__gte=0), name="contract_price_gross"
            ),
        ]
