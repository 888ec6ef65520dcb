"""List prices of products, which offers without prices of their own inherit (PRICE-8, IMPORT-29)."""

from handsel.imports.columns import Column, Format, Target
from handsel.imports.formats.shared import PRICE_KEY, exactly_one, price_columns, price_joins, price_rules
from handsel.imports.lookups import ABSTRACT, CONCRETE
from handsel.imports.naming import Reference
from handsel.pricing.services.importing import apply_product_prices

FORMAT = Format(
    name="product_price",
    meaning="The list price of an abstract or a concrete product.",
    key=("abstract_sku", "concrete_sku", *PRICE_KEY),
    columns=(
        Column(
            name="abstract_sku",
            value=Reference(ABSTRACT),
            field="abstract_product_id",
            meaning="the abstract product; either this or concrete_sku",
        ),
        Column(
            name="concrete_sku",
            value=Reference(CONCRETE),
            field="concrete_product_id",
            meaning="the concrete product; either this or abstract_sku",
        ),
        *price_columns("value_net", "value_gross"),
    ),
    target=Target(
        "SELECT *, coalesce(concrete_product_id, -abstract_product_id) AS owner FROM pricing_productprice",
        lambda row: (
            f"t.owner = coalesce({row.reference('concrete_sku')}, -({row.reference('abstract_sku')}))"
            f" AND t.store_id = {row.reference('store')}"
            f" AND t.currency_id = {row.reference('currency')} AND t.price_type = {row.value('price_type')}"
        ),
    ),
    joins=price_joins,
    rules=(exactly_one("abstract_sku", "concrete_sku"), *price_rules("value_net", "value_gross")),
    apply=apply_product_prices,
    after=("currency_store",),
    can_delete=True,
    examples=(
        {
            "abstract_sku": "GL-100",
            "price_type": "DEFAULT",
            "store": "FR",
            "currency": "EUR",
            "value_net": "1300",
            "value_gross": "1560",
        },
        {
            "concrete_sku": "GL-100-10",
            "price_type": "DEFAULT",
            "store": "FR",
            "currency": "EUR",
            "value_net": "1350",
            "value_gross": "1620",
            "price_data.volume_prices": '[{"quantity":"48","net_price":1200}]',
        },
    ),
)
