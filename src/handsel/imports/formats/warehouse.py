"""Warehouses: where stock lies. The name is the key, dots allowed."""

from handsel.imports.columns import Column, Format, Target
from handsel.imports.formats.shared import key_text
from handsel.imports.lookups import WAREHOUSE
from handsel.imports.values import Boolean
from handsel.stock.services.importing import apply_warehouses

FORMAT = Format(
    name="warehouse",
    meaning="A place where stock lies.",
    key=("name",),
    columns=(
        Column(name="name", value=key_text("Ravna M-7 Warehouse 1"), required=True, meaning="the warehouse's key"),
        Column(name="is_active", value=Boolean(), default=False, meaning="1 makes its stock count"),
    ),
    target=Target("stock_warehouse", lambda row: f"t.name = {row.cell('name')}"),
    apply=apply_warehouses,
    provides=(WAREHOUSE,),
    examples=({"name": "Ravna M-7 Warehouse 1", "is_active": "1"}, {"name": "Oldale M-8 Warehouse 1"}),
)
