"""Warehouses: made, switched, assigned to stores and merchants. What they hold may show or vanish, so it is marked."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from handsel.audit.services import record
from handsel.catalog.models import Store
from handsel.catalog.services.marking import touch_selected
from handsel.core.actors import Actor
from handsel.core.errors import InvalidValue, NotFound
from handsel.core.integrity import refusing
from handsel.core.transactions import command
from handsel.parties.models import Merchant
from handsel.stock.errors import WarehouseTaken
from handsel.stock.models import MerchantWarehouse, Warehouse, WarehouseStore
from handsel.stock.services.access import lock_own_warehouse

PRODUCTS_IN_WAREHOUSE = """
    SELECT offer.concrete_product_id FROM stock_stocklevel level
    JOIN offers_offer offer ON offer.id = level.offer_id WHERE level.warehouse_id = %s
"""


@command
def create_warehouse(*, actor: Actor, name: str, merchant_ids: Iterable[int] = (), at: datetime) -> Warehouse:
    """Make an active warehouse that these merchants may use and that serves no store yet (STOCK-10).

    Raises NotAllowed, NotFound, InvalidValue, WarehouseTaken.
    """
    actor.require("marketplace.manage")
    name = name.strip()
    if not name or len(name) > 255:
        raise InvalidValue(field="name", reason=_("needs 1 to 255 characters"))
    merchants = set(merchant_ids)
    if Merchant.objects.filter(pk__in=merchants).count() != len(merchants):
        raise NotFound(what=_("The merchant"))
    with refusing({"stock_warehouse_name_key": WarehouseTaken(name=name)}):
        warehouse = Warehouse.objects.create(name=name, is_active=True)
    links = [MerchantWarehouse(merchant_id=pk, warehouse=warehouse) for pk in sorted(merchants)]
    MerchantWarehouse.objects.bulk_create(links)
    record(actor=actor, action="warehouse.created", subject=warehouse, at=at)
    return warehouse


@command
def activate_warehouse(*, actor: Actor, warehouse_id: int, at: datetime) -> Warehouse:
    """Let a warehouse serve its stores (STOCK-3). Raises NotFound, NotAllowed."""
    return _switch(actor, warehouse_id, at, is_active=True)


@command
def deactivate_warehouse(*, actor: Actor, warehouse_id: int, at: datetime) -> Warehouse:
    """Stop a warehouse from serving: what it holds is not available; reservations stay (STOCK-3). Raises as above."""
    return _switch(actor, warehouse_id, at, is_active=False)


def _switch(actor: Actor, warehouse_id: int, at: datetime, *, is_active: bool) -> Warehouse:
    warehouse = lock_own_warehouse(warehouse_id, actor)
    if warehouse.is_active != is_active:
        warehouse.is_active = is_active
        warehouse.save(update_fields=("is_active",))
        action = "warehouse.activated" if is_active else "warehouse.deactivated"
        record(actor=actor, action=action, subject=warehouse, at=at)
        touch_selected(PRODUCTS_IN_WAREHOUSE, [warehouse.pk])
    return warehouse


@command
def set_warehouse_stores(*, actor: Actor, warehouse_id: int, store_ids: Iterable[int], at: datetime) -> Warehouse:
    """Say which stores a warehouse serves, all of them (STOCK-3). Raises NotFound, NotAllowed, InvalidValue."""
    warehouse = lock_own_warehouse(warehouse_id, actor)
    wanted = {store.pk: store.name for store in Store.objects.filter(pk__in=set(store_ids))}
    if set(wanted) != set(store_ids):
        raise InvalidValue(field="stores", reason=_("one of them does not exist"))
    served = dict(WarehouseStore.objects.filter(warehouse=warehouse).values_list("store_id", "store__name"))
    if set(served) != set(wanted):
        WarehouseStore.objects.filter(warehouse=warehouse).exclude(store_id__in=wanted).delete()
        links = [WarehouseStore(warehouse=warehouse, store_id=pk) for pk in sorted(set(wanted) - set(served))]
        WarehouseStore.objects.bulk_create(links)
        facts = {"before": sorted(served.values()), "after": sorted(wanted.values())}
        record(actor=actor, action="warehouse.stores_set", subject=warehouse, at=at, facts=facts)
        touch_selected(PRODUCTS_IN_WAREHOUSE, [warehouse.pk])
    return warehouse


@command
def link_merchant(*, actor: Actor, warehouse_id: int, merchant_id: int, at: datetime) -> Warehouse:
    """Let a merchant keep stock in a warehouse (STOCK-10). Raises NotFound, NotAllowed."""
    actor.require("marketplace.manage")
    warehouse = lock_own_warehouse(warehouse_id, actor)
    if not Merchant.objects.filter(pk=merchant_id).exists():
        raise NotFound(what=_("The merchant"))
    _row, is_new = MerchantWarehouse.objects.get_or_create(warehouse=warehouse, merchant_id=merchant_id)
    if is_new:
        facts = {"merchant_id": merchant_id}
        record(actor=actor, action="warehouse.merchant_linked", subject=warehouse, at=at, facts=facts)
    return warehouse
