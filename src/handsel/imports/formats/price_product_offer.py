"""Prices of offers (PRICE-17, IMPORT-24)."""

from handsel.imports.columns import Format, Target
from handsel.imports.formats.shared import PRICE_KEY, offer_reference, price_columns, price_joins, price_rules
from handsel.pricing.services.importing import apply_offer_prices

FORMAT = Format(
    name="price_product_offer",
    meaning="What an offer costs in a store and currency.",
    key=("product_offer_reference", *PRICE_KEY),
    columns=(offer_reference(), *price_columns("value_net", "value_gross")),
    target=Target(
        "pricing_offerprice",
        lambda row: (
            f"t.offer_id = {row.reference('product_offer_reference')} AND t.store_id = {row.reference('store')}"
            f" AND t.currency_id = {row.reference('currency')} AND t.price_type = {row.value('price_type')}"
        ),
    ),
    joins=price_joins,
    rules=price_rules("value_net", "value_gross"),
    apply=apply_offer_prices,
    after=("currency_store",),
    can_delete=True,
    examples=(
        {
            "product_offer_reference": "RV-GL-9",
            "price_type": "DEFAULT",
            "store": "FR",
            "currency": "EUR",
            "value_net": "1250",
            "value_gross": "1500",
            "price_data.volume_prices": '[{"quantity":24,"net_price":1150,"gross_price":1380}]',
        },
        {
            "product_offer_reference": "RV-GL-9",
            "price_type": "ORIGINAL",
            "store": "FR",
            "currency": "EUR",
            "value_net": "1400",
            "value_gross": "1680",
        },
    ),
)
