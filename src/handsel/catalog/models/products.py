from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Lower, Now

from handsel.catalog.models.stores import Store, TaxSet
from handsel.catalog.querysets import AbstractProductQuerySet, CategoryQuerySet, ConcreteProductQuerySet
from handsel.catalog.states import ProductKind, ProductStatus
from handsel.core.quantities import QuantityRule
from handsel.parties.models import Merchant


class Category(models.Model):
    """A node of the one category tree. `name` and `meta_title` map a locale to words."""

    key = models.CharField(max_length=255, unique=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    name = models.JSONField(default=dict)
    meta_title = models.JSONField(default=dict)
    is_active = models.BooleanField(default=True)
    is_in_menu = models.BooleanField(default=True)
    is_searchable = models.BooleanField(default=True)
    node_order = models.IntegerField(default=0)
    image = models.CharField(max_length=500, default="", blank=True)

    objects: ClassVar[models.Manager["Category"]] = CategoryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("pk")),
                name="category_not_own_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class ProductAttribute(models.Model):
    """What people call an attribute that products carry under `key`; `name` maps a locale to words (CAT-11)."""

    key = models.CharField(max_length=255, unique=True)
    name = models.JSONField(default=dict)
    sort_order = models.IntegerField(default=0)

    def __str__(self) -> str:
        return self.key


class AbstractProduct(models.Model):
    """The catalogue's unit: words, pictures, tax, approval, stores. Never sold itself (CAT-1).

    `name`, `description`, `url` and `meta` map a locale to a value; `attributes` maps a locale, or `_` for all, to
    {attribute key: value}. `url` holds paths such as `/en/lab-bottle`.
    """

    sku = models.CharField(max_length=255)
    kind = models.CharField(max_length=10, choices=ProductKind.choices, default=ProductKind.GOODS)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="abstract_products")
    category_order = models.IntegerField(default=0)
    name = models.JSONField(default=dict)
    description = models.JSONField(default=dict)
    url = models.JSONField(default=dict)
    meta = models.JSONField(default=dict)
    attributes = models.JSONField(default=dict)
    brand = models.CharField(max_length=255, default="", blank=True)
    color_code = models.CharField(max_length=20, default="", blank=True)
    image = models.CharField(max_length=500, default="", blank=True)
    tax_set = models.ForeignKey(TaxSet, on_delete=models.PROTECT, null=True, related_name="+")
    approval_status = models.CharField(max_length=30, choices=ProductStatus.choices, default=ProductStatus.DRAFT)
    owner = models.ForeignKey(Merchant, on_delete=models.SET_NULL, null=True, related_name="owned_products")
    is_shared = models.BooleanField(default=True)
    new_from = models.DateTimeField(null=True)
    new_to = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    stores = models.ManyToManyField(Store, through="AbstractProductStore", related_name="abstract_products")

    objects: ClassVar[models.Manager["AbstractProduct"]] = AbstractProductQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("sku",), name="abstract_sku_unique"),
            models.CheckConstraint(condition=models.Q(kind__in=ProductKind.values), name="abstract_kind_known"),
            models.CheckConstraint(
                condition=models.Q(approval_status__in=ProductStatus.values), name="abstract_approval_known"
            ),
        ]
        indexes = [
            models.Index(fields=["category", "category_order"], name="abstract_by_category"),
            GinIndex(fields=["url"], name="abstract_by_url"),
        ]

    def __str__(self) -> str:
        return self.sku


class AbstractProductStore(models.Model):
    """A store in which an abstract product may be shown."""

    abstract_product = models.ForeignKey(AbstractProduct, on_delete=models.CASCADE, related_name="product_stores")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="product_stores")

    class Meta:
        constraints = [models.UniqueConstraint(fields=("abstract_product", "store"), name="abstract_store_once")]


class ConcreteProduct(models.Model):
    """A variant with a SKU: what offers are made for and what is sold (CAT-1).

    Empty `name` or `description` of a locale inherits from the abstract product; validity is half-open, open when null.
    """

    sku = models.CharField(max_length=255)
    abstract_product = models.ForeignKey(AbstractProduct, on_delete=models.CASCADE, related_name="concrete_products")
    name = models.JSONField(default=dict)
    description = models.JSONField(default=dict)
    attributes = models.JSONField(default=dict)
    is_searchable = models.JSONField(default=dict)
    gtin = models.CharField(max_length=14, default="", blank=True)
    image = models.CharField(max_length=500, default="", blank=True)
    unit = models.CharField(max_length=20, default="piece")
    minimum_quantity = models.DecimalField(max_digits=20, decimal_places=4, default=Decimal(1))
    quantity_step = models.DecimalField(max_digits=20, decimal_places=4, default=Decimal(1))
    pack_size = models.DecimalField(max_digits=20, decimal_places=4, default=Decimal(1))
    is_quantity_splittable = models.BooleanField(default=True)
    bundled = models.CharField(max_length=2000, default="", blank=True)
    is_active = models.BooleanField(default=True)
    valid_from = models.DateTimeField(null=True)
    valid_to = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    objects: ClassVar[models.Manager["ConcreteProduct"]] = ConcreteProductQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("sku",), name="concrete_sku_unique"),
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_from__lt=models.F("valid_to")),
                name="concrete_validity_order",
            ),
            models.CheckConstraint(
                condition=models.Q(minimum_quantity__gt=0, quantity_step__gt=0, pack_size__gt=0),
                name="concrete_quantities_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(gtin__regex=r"^([0-9]{8}|[0-9]{12,14})?$"), name="concrete_gtin_shape"
            ),
        ]
        indexes = [
            models.Index(fields=["gtin"], name="concrete_by_gtin", condition=~models.Q(gtin="")),
            models.Index(Lower("sku"), name="concrete_by_lower_sku"),
        ]

    def __str__(self) -> str:
        return self.sku

    @property
    def quantity_rule(self) -> QuantityRule:
        return QuantityRule(minimum=self.minimum_quantity, step=self.quantity_step, pack_size=self.pack_size)


class ProductMark(models.Model):
    """How often anything that a store shows of a concrete product has changed (BOARD rules); no row means never.

    `is_settled` tells background work apart from what it has already followed; no answer depends on it.
    """

    concrete_product = models.OneToOneField(
        ConcreteProduct, on_delete=models.CASCADE, primary_key=True, related_name="mark"
    )
    version = models.BigIntegerField(default=0)
    is_settled = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["concrete_product"], name="mark_not_settled", condition=models.Q(is_settled=False))
        ]
