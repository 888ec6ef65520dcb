from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower

from handsel.catalog.states import BuyBoxStrategy, PriceMode, Reapproval
from handsel.parties.models import Merchant


class Currency(models.Model):
    """A currency of the marketplace, by its ISO 4217 code."""

    code = models.CharField(max_length=3, unique=True)
    symbol = models.CharField(max_length=10)
    name = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(code__regex=r"^[A-Z]{3}$"), name="currency_code_shape")
        ]

    def __str__(self) -> str:
        return self.code


class Store(models.Model):
    """A sales region: countries, languages (locales), currencies with a default, price mode, time zone (STORE rules).

    The first country is the one whose tax applies; the first locale is the default language.
    """

    name = models.CharField(max_length=20, unique=True)
    time_zone = models.CharField(max_length=60, default="UTC")
    countries = ArrayField(models.CharField(max_length=2), default=list)
    locales = ArrayField(models.CharField(max_length=10), default=list)
    default_currency = models.ForeignKey(Currency, on_delete=models.PROTECT, null=True, related_name="+")
    default_price_mode = models.CharField(max_length=10, choices=PriceMode.choices, default=PriceMode.NET)
    order_reference_prefix = models.CharField(max_length=20, default="H-")
    guest_checkout = models.BooleanField(default=False)
    buy_box_strategy = models.CharField(max_length=20, choices=BuyBoxStrategy.choices, default=BuyBoxStrategy.PRICE)
    reapproval = models.CharField(max_length=10, choices=Reapproval.choices, default=Reapproval.NONE)
    reapproval_percent = models.PositiveSmallIntegerField(
        default=10, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    currencies = models.ManyToManyField(Currency, through="StoreCurrency", related_name="stores")

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), name="store_slug_unique"),
            models.CheckConstraint(condition=models.Q(name__regex=r"^[A-Za-z0-9_-]{1,20}$"), name="store_name_shape"),
            models.CheckConstraint(
                condition=models.Q(default_price_mode__in=PriceMode.values), name="store_price_mode"
            ),
            models.CheckConstraint(
                condition=models.Q(buy_box_strategy__in=BuyBoxStrategy.values), name="store_buy_box"
            ),
            models.CheckConstraint(condition=models.Q(reapproval__in=Reapproval.values), name="store_reapproval"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def tax_country(self) -> str:
        return self.countries[0] if self.countries else ""

    @property
    def slug(self) -> str:
        """The store's part of a storefront address."""
        return self.name.lower()


class StoreCurrency(models.Model):
    """A currency that a store sells in."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="store_currencies")
    currency = models.ForeignKey(Currency, on_delete=models.CASCADE, related_name="store_currencies")

    class Meta:
        constraints = [models.UniqueConstraint(fields=("store", "currency"), name="store_currency_once")]


class MerchantStore(models.Model):
    """Where a merchant's page shows; which offers show there is the offers' own matter (SHOW rules)."""

    merchant = models.ForeignKey(Merchant, on_delete=models.CASCADE, related_name="merchant_stores")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="merchant_stores")

    class Meta:
        constraints = [models.UniqueConstraint(fields=("merchant", "store"), name="merchant_store_once")]


class TaxSet(models.Model):
    """A named tax treatment of products, such as *standard*; its rates differ by country."""

    name = models.CharField(max_length=100, unique=True)

    def __str__(self) -> str:
        return self.name


class TaxRate(models.Model):
    """The rate, in per cent, of a tax set in a country (ISO 3166 alpha-2)."""

    tax_set = models.ForeignKey(TaxSet, on_delete=models.CASCADE, related_name="rates")
    country = models.CharField(max_length=2)
    name = models.CharField(max_length=100)
    percent = models.DecimalField(max_digits=6, decimal_places=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("tax_set", "country"), name="tax_rate_once"),
            models.CheckConstraint(condition=models.Q(percent__gte=0, percent__lte=100), name="tax_rate_range"),
        ]
