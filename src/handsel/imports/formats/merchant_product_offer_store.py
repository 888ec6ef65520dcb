"""In which stores an offer is sold (OFFER-7, IMPORT-23)."""

from handsel.imports.columns import Column, Format, Target
from handsel.imports.lookups import OFFER, STORE
from handsel.imports.naming import Reference
from handsel.offers.services.importing import apply_offer_stores

FORMAT = Format(
    name="merchant_product_offer_store",
    meaning="A store in which an offer is sold; rows add, they take away only with delete.",
    key=("product_offer_reference", "store_name"),
    columns=(
        Column(
            name="product_offer_reference",
            value=Reference(OFFER),
            field="offer_id",
            required=True,
            meaning="the offer, ignoring case",
        ),
        Column(name="store_name", value=Reference(STORE), field="store_id", required=True, meaning="the store"),
    ),
    target=Target(
        "offers_offerstore",
        lambda row: (
            f"t.offer_id = {row.reference('product_offer_reference')} AND t.store_id = {row.reference('store_name')}"
        ),
    ),
    apply=apply_offer_stores,
    can_delete=True,
    examples=(
        {"product_offer_reference": "RV-GL-9", "store_name": "FR"},
        {"product_offer_reference": "RV-GL-9", "store_name": "SE"},
    ),
)
