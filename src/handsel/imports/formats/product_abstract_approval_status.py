"""The approval of abstract products, any status to any: the operator's file decides (CAT-3)."""

from handsel.catalog.services.importing_products import apply_approval_statuses
from handsel.catalog.states import ProductStatus
from handsel.imports.columns import Column, Format, Target
from handsel.imports.lookups import ABSTRACT
from handsel.imports.naming import Reference
from handsel.imports.values import choices

FORMAT = Format(
    name="product_abstract_approval_status",
    meaning="The approval status of an abstract product.",
    key=("sku",),
    columns=(
        Column(
            name="sku",
            value=Reference(ABSTRACT),
            field="id",
            required=True,
            aliases=("abstract_sku",),
            meaning="the abstract product; the column may also be called abstract_sku",
        ),
        Column(name="approval_status", value=choices(ProductStatus.values), required=True, meaning="the status"),
    ),
    target=Target("catalog_abstractproduct", lambda row: f"t.id = {row.reference('sku')}"),
    apply=apply_approval_statuses,
    after=("product_abstract",),
    examples=(
        {"sku": "GL-100", "approval_status": "approved"},
        {"sku": "GL-200", "approval_status": "waiting_for_approval"},
    ),
)
