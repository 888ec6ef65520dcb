"""Stock of offers by warehouse (STOCK-1, STOCK-10, IMPORT-25)."""

from django.utils.translation import gettext_lazy as _

from handsel.imports.columns import Column, Doubt, Format, Rule, Target
from handsel.imports.compiling import RowSql
from handsel.imports.formats.shared import offer_reference
from handsel.imports.lookups import WAREHOUSE
from handsel.imports.naming import Reference
from handsel.imports.values import Boolean, Decimal
from handsel.stock.services.importing import apply_levels

REFERENCE = "product_offer_reference"


def _link(row: RowSql) -> str:
    """`link`: the offer's merchant may use the warehouse."""
    return (
        f"LEFT JOIN stock_merchantwarehouse link ON link.merchant_id = {row.reference(REFERENCE, 'merchant_id')}"
        f" AND link.warehouse_id = {row.reference('stock_name')}"
    )


FORMAT = Format(
    name="product_offer_stock",
    meaning="What an offer has in one warehouse.",
    key=(REFERENCE, "stock_name"),
    columns=(
        offer_reference(),
        Column(
            name="stock_name",
            value=Reference(WAREHOUSE),
            field="warehouse_id",
            required=True,
            meaning="a warehouse of the offer's merchant, named exactly",
        ),
        Column(name="quantity", value=Decimal(20, 10), field="on_hand", required=True, meaning="on hand; 0 is nothing"),
        Column(name="is_never_out_of_stock", value=Boolean(), default=False, meaning="1: can always be bought"),
    ),
    target=Target(
        "stock_stocklevel",
        lambda row: f"t.offer_id = {row.reference(REFERENCE)} AND t.warehouse_id = {row.reference('stock_name')}",
    ),
    joins=_link,
    rules=(
        Rule(
            "stock_name",
            "warehouse_not_of_merchant",
            lambda row: f"{row.is_known(REFERENCE)} AND {row.is_known('stock_name')} AND link.id IS NULL",
        ),
        Rule(
            "stock_name",
            "has_reservations",
            lambda _row: "EXISTS (SELECT 1 FROM stock_reservation held WHERE held.level_id = t.id)",
            of_removal=True,
        ),
    ),
    doubts=(
        Doubt(
            lambda row: f"t.reserved > {row.after('quantity')}",
            _("{count} rows, the first in line {line}, leave less on hand than orders hold; available shows 0."),
        ),
    ),
    apply=apply_levels,
    after=("merchant_stock",),
    can_delete=True,
    for_merchants=True,
    examples=(
        {REFERENCE: "RV-GL-9", "stock_name": "Ravna M-7 Warehouse 1", "quantity": "480", "is_never_out_of_stock": "0"},
        {REFERENCE: "OD-GL-9", "stock_name": "Oldale M-8 Warehouse 1", "quantity": "0", "is_never_out_of_stock": "1"},
    ),
)
