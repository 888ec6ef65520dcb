"""In which stores an abstract product may be shown (CAT-4)."""

from handsel.catalog.services.importing_products import apply_abstract_stores
from handsel.imports.columns import Column, Format, Target
from handsel.imports.lookups import ABSTRACT, STORE
from handsel.imports.naming import Reference

FORMAT = Format(
    name="product_abstract_store",
    meaning="A store in which an abstract product may be shown; rows add, they take away only with delete.",
    key=("abstract_sku", "store_name"),
    columns=(
        Column(
            name="abstract_sku",
            value=Reference(ABSTRACT),
            field="abstract_product_id",
            required=True,
            meaning="the product",
        ),
        Column(name="store_name", value=Reference(STORE), field="store_id", required=True, meaning="the store"),
    ),
    target=Target(
        "catalog_abstractproductstore",
        lambda row: (
            f"t.abstract_product_id = {row.reference('abstract_sku')} AND t.store_id = {row.reference('store_name')}"
        ),
    ),
    apply=apply_abstract_stores,
    can_delete=True,
    examples=({"abstract_sku": "GL-100", "store_name": "FR"}, {"abstract_sku": "GL-100", "store_name": "SE"}),
)
