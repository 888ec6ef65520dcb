"""The five offer files in one; each row acts only for the parts whose columns it fills (IMPORT-27)."""

from handsel.imports.columns import Format, Part
from handsel.imports.formats import (
    merchant_product_offer,
    merchant_product_offer_store,
    price_product_offer,
    product_offer_stock,
    product_offer_validity,
)
from handsel.imports.lookups import OFFER

REFERENCE = "product_offer_reference"
MODULES = (
    merchant_product_offer,
    merchant_product_offer_store,
    product_offer_stock,
    price_product_offer,
    product_offer_validity,
)

FORMAT = Format(
    name="combined_merchant_product_offer",
    meaning="Offers with their stores, stock, prices and period in one file, as many rows an offer as it takes.",
    provides=(OFFER,),
    parts=tuple(Part(module.FORMAT, f"{module.FORMAT.name}.", (REFERENCE,)) for module in MODULES),
    examples=(
        {
            REFERENCE: "RV-GL-10",
            "merchant_product_offer.concrete_sku": "GL-100-10",
            "merchant_product_offer.merchant_reference": "M-7",
            "merchant_product_offer.merchant_sku": "R-4712",
            "merchant_product_offer.is_active": "1",
            "merchant_product_offer.approval_status": "approved",
            "merchant_product_offer_store.store_name": "FR",
            "product_offer_stock.stock_name": "Ravna M-7 Warehouse 1",
            "product_offer_stock.quantity": "120",
            "product_offer_stock.is_never_out_of_stock": "0",
            "price_product_offer.price_type": "DEFAULT",
            "price_product_offer.store": "FR",
            "price_product_offer.currency": "EUR",
            "price_product_offer.value_net": "1290",
            "price_product_offer.value_gross": "1548",
            "price_product_offer.price_data.volume_prices": "",
            "product_offer_validity.valid_from": "2026-10-01",
            "product_offer_validity.valid_to": "",
        },
        {
            REFERENCE: "RV-GL-10",
            "merchant_product_offer_store.store_name": "SE",
            "price_product_offer.price_type": "DEFAULT",
            "price_product_offer.store": "SE",
            "price_product_offer.currency": "SEK",
            "price_product_offer.value_net": "14900",
        },
    ),
)
