from decimal import Decimal

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from handsel.catalog.models import ConcreteProduct, Store
from handsel.offers.models import Offer
from handsel.parties.models import Merchant


class Warehouse(models.Model):
    """Where stock lies; while active it serves the stores it is assigned to. Its name is its key, dots allowed."""

    name = models.CharField(max_length=255, unique=True)
    is_active = models.BooleanField(default=False)
    stores = models.ManyToManyField(Store, through="WarehouseStore", related_name="warehouses")
    merchants = models.ManyToManyField(Merchant, through="MerchantWarehouse", related_name="warehouses")

    def __str__(self) -> str:
        return self.name


class WarehouseStore(models.Model):
    """A store that a warehouse delivers to."""

    warehouse = models.ForeignKey(Warehouse, on_delete=models.CASCADE, related_name="warehouse_stores")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="warehouse_stores")

    class Meta:
        constraints = [models.UniqueConstraint(fields=("warehouse", "store"), name="warehouse_store_once")]


class MerchantWarehouse(models.Model):
    """A warehouse that a merchant may keep stock in (the merchant_stock file)."""

    merchant = models.ForeignKey(Merchant, on_delete=models.CASCADE, related_name="merchant_warehouses")
    warehouse = models.ForeignKey(Warehouse, on_delete=models.CASCADE, related_name="merchant_warehouses")

    class Meta:
        constraints = [models.UniqueConstraint(fields=("merchant", "warehouse"), name="merchant_warehouse_once")]


class StockLevel(models.Model):
    """What an offer has in one warehouse: on hand and reserved. Available = on hand - reserved (STOCK rules)."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="stock_levels")
    warehouse = models.ForeignKey(Warehouse, on_delete=models.CASCADE, related_name="stock_levels")
    on_hand = models.DecimalField(max_digits=20, decimal_places=10, default=Decimal(0))
    reserved = models.DecimalField(max_digits=20, decimal_places=10, default=Decimal(0))
    is_never_out_of_stock = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("offer", "warehouse"), name="stock_level_once"),
            models.CheckConstraint(condition=models.Q(on_hand__gte=0), name="stock_on_hand_not_negative"),
            models.CheckConstraint(condition=models.Q(reserved__gte=0), name="stock_reserved_not_negative"),
        ]


class ReservationState(models.TextChoices):
    RESERVED = "reserved", _("Reserved")
    RELEASED = "released", _("Released")
    SHIPPED = "shipped", _("Shipped")


class Reservation(models.Model):
    """A quantity of one stock level held for a purpose such as an order line; the purpose makes a repeat harmless."""

    level = models.ForeignKey(StockLevel, on_delete=models.PROTECT, related_name="reservations")
    purpose = models.CharField(max_length=100)
    quantity = models.DecimalField(max_digits=20, decimal_places=10)
    state = models.CharField(max_length=10, choices=ReservationState.choices, default=ReservationState.RESERVED)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("purpose", "level"), name="reservation_once"),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="reservation_quantity_positive"),
            models.CheckConstraint(
                condition=models.Q(state__in=ReservationState.values), name="reservation_state_known"
            ),
        ]


class ProductStock(models.Model):
    """Stock of a bare product as imported; without effect on sales, since products are sold through offers."""

    concrete_product = models.ForeignKey(ConcreteProduct, on_delete=models.CASCADE, related_name="product_stocks")
    warehouse = models.ForeignKey(Warehouse, on_delete=models.CASCADE, related_name="product_stocks")
    quantity = models.DecimalField(max_digits=20, decimal_places=10, default=Decimal(0))
    is_never_out_of_stock = models.BooleanField(default=False)
    is_bundle = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("concrete_product", "warehouse"), name="product_stock_once")]
