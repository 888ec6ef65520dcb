"""In which stores a merchant's page shows (ORG-10)."""

from handsel.catalog.services.importing_stores import apply_merchant_stores
from handsel.imports.columns import Column, Format, Target
from handsel.imports.lookups import MERCHANT, STORE
from handsel.imports.naming import Reference

FORMAT = Format(
    name="merchant_store",
    meaning="A store in which a merchant's page shows; it does not decide where its offers show.",
    key=("merchant_reference", "store_name"),
    columns=(
        Column(
            name="merchant_reference",
            value=Reference(MERCHANT),
            field="merchant_id",
            required=True,
            meaning="the merchant",
        ),
        Column(name="store_name", value=Reference(STORE), field="store_id", required=True, meaning="the store"),
    ),
    target=Target(
        "catalog_merchantstore",
        lambda row: (
            f"t.merchant_id = {row.reference('merchant_reference')} AND t.store_id = {row.reference('store_name')}"
        ),
    ),
    apply=apply_merchant_stores,
    can_delete=True,
    examples=({"merchant_reference": "M-7", "store_name": "FR"}, {"merchant_reference": "M-7", "store_name": "SE"}),
)
