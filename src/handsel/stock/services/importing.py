"""Rows of files become warehouses and stock levels. Each step reads the table that `rows` names."""

from datetime import datetime

from handsel.catalog.services.marking import touch_selected
from handsel.core.actors import Actor
from handsel.core.bulk import delete_marked, hold, insert_new, lock_whole, update_changed
from handsel.core.transactions import step
from handsel.offers.services.history import Area
from handsel.offers.services.importing import PRODUCTS, keep_history, lock_offers_of
from handsel.stock.models import MerchantWarehouse, StockLevel, Warehouse, WarehouseStore

STORED = """
    SELECT o.concrete_product_id FROM offers_offer o JOIN stock_stocklevel l ON l.offer_id = o.id
    WHERE l.warehouse_id IN (SELECT {column} FROM {rows})
"""


@step
def apply_warehouses(*, rows: str, actor: Actor, at: datetime) -> None:
    """Create warehouses and switch them on or off, which changes what is available (STOCK-3)."""
    del actor, at
    lock_whole(rows=rows, model=Warehouse)
    update_changed(rows=rows, model=Warehouse, fields=("is_active",))
    insert_new(rows=rows, model=Warehouse, fields=("name", "is_active"))
    touch_selected(STORED.format(column="target_id", rows=rows))


@step
def apply_warehouse_stores(*, rows: str, actor: Actor, at: datetime) -> None:
    """Let warehouses deliver to stores (STOCK-3)."""
    del actor, at
    lock_whole(rows=rows, model=Warehouse, column="warehouse_id")
    delete_marked(rows=rows, model=WarehouseStore)
    insert_new(rows=rows, model=WarehouseStore, fields=("warehouse_id", "store_id"))
    touch_selected(STORED.format(column="warehouse_id", rows=rows))


@step
def apply_merchant_warehouses(*, rows: str, actor: Actor, at: datetime) -> None:
    """Let merchants keep stock in warehouses (STOCK-10)."""
    del actor, at
    delete_marked(rows=rows, model=MerchantWarehouse)
    insert_new(rows=rows, model=MerchantWarehouse, fields=("merchant_id", "warehouse_id"))


@step
def apply_levels(*, rows: str, actor: Actor, at: datetime) -> None:
    """Set what offers have on hand; what is reserved stays, even if less is left (STOCK-1, STOCK-5, IMPORT-25)."""
    hold(rows=rows, model=Warehouse, column="warehouse_id")
    lock_offers_of(rows=rows, column="offer_id")
    keep_history(selection=_level_changes(rows), actor=actor, at=at)
    delete_marked(rows=rows, model=StockLevel)
    update_changed(rows=rows, model=StockLevel, fields=("on_hand", "is_never_out_of_stock"))
    insert_new(rows=rows, model=StockLevel, fields=("offer_id", "warehouse_id", "on_hand", "is_never_out_of_stock"))
    touch_selected(PRODUCTS.format(column="offer_id", rows=rows))


def _level_changes(rows: str) -> str:
    """Per offer what differs, named like the columns of the wide merchant file."""
    return f"""
        SELECT r.offer_id, '{Area.STOCK}',
            jsonb_object_agg(concat_ws('.', 'stock', w.name, field), old),
            jsonb_object_agg(concat_ws('.', 'stock', w.name, field), new)
        FROM {rows} r JOIN stock_warehouse w ON w.id = r.warehouse_id
        LEFT JOIN stock_stocklevel t ON t.id = r.target_id
        CROSS JOIN LATERAL (VALUES
            ('quantity', to_jsonb(trim_scale(t.on_hand)::text), to_jsonb(trim_scale(r.on_hand)::text),
                r.on_hand_given OR t.id IS NULL),
            ('is_never_out_of_stock', to_jsonb(t.is_never_out_of_stock), to_jsonb(r.is_never_out_of_stock),
                r.is_never_out_of_stock_given OR t.id IS NULL)
        ) fields(field, old, told, is_given)
        CROSS JOIN LATERAL (SELECT CASE WHEN NOT r.is_delete THEN told END AS new) next
        WHERE (is_given OR r.is_delete) AND old IS DISTINCT FROM new GROUP BY r.offer_id
    """
