"""In which warehouses a merchant may keep stock (STOCK-10)."""

from handsel.imports.columns import Column, Format, Target
from handsel.imports.lookups import MERCHANT, WAREHOUSE
from handsel.imports.naming import Reference
from handsel.stock.services.importing import apply_merchant_warehouses

FORMAT = Format(
    name="merchant_stock",
    meaning="A warehouse that a merchant may keep stock in.",
    key=("merchant_reference", "stock_name"),
    columns=(
        Column(
            name="merchant_reference",
            value=Reference(MERCHANT),
            field="merchant_id",
            required=True,
            meaning="the merchant",
        ),
        Column(
            name="stock_name",
            value=Reference(WAREHOUSE),
            field="warehouse_id",
            required=True,
            meaning="the warehouse, named exactly",
        ),
    ),
    target=Target(
        "stock_merchantwarehouse",
        lambda row: (
            f"t.merchant_id = {row.reference('merchant_reference')} AND t.warehouse_id = {row.reference('stock_name')}"
        ),
    ),
    apply=apply_merchant_warehouses,
    can_delete=True,
    examples=(
        {"merchant_reference": "M-7", "stock_name": "Ravna M-7 Warehouse 1"},
        {"merchant_reference": "M-8", "stock_name": "Oldale M-8 Warehouse 1"},
    ),
)
