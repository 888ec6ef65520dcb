"""Which stores a warehouse delivers to (STOCK-3)."""

from handsel.imports.columns import Column, Format, Target
from handsel.imports.lookups import STORE, WAREHOUSE
from handsel.imports.naming import Reference
from handsel.stock.services.importing import apply_warehouse_stores

FORMAT = Format(
    name="warehouse_store",
    meaning="A store that a warehouse delivers to.",
    key=("warehouse_name", "store_name"),
    columns=(
        Column(
            name="warehouse_name",
            value=Reference(WAREHOUSE),
            field="warehouse_id",
            required=True,
            meaning="the warehouse, named exactly",
        ),
        Column(name="store_name", value=Reference(STORE), field="store_id", required=True, meaning="the store"),
    ),
    target=Target(
        "stock_warehousestore",
        lambda row: (
            f"t.warehouse_id = {row.reference('warehouse_name')} AND t.store_id = {row.reference('store_name')}"
        ),
    ),
    apply=apply_warehouse_stores,
    can_delete=True,
    examples=(
        {"warehouse_name": "Ravna M-7 Warehouse 1", "store_name": "FR"},
        {"warehouse_name": "Ravna M-7 Warehouse 1", "store_name": "SE"},
    ),
)
