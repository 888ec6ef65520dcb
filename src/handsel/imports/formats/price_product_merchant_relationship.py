"""Prices of contracts: for one offer, else a concrete, else an abstract product (PRICE-1, PRICE-2)."""

from handsel.imports.columns import Column, Format, Rule, Target
from handsel.imports.formats.shared import PRICE_KEY, exactly_one, price_columns, price_joins, price_rules
from handsel.imports.lookups import ABSTRACT, CONCRETE, CONTRACT, OFFER
from handsel.imports.naming import Reference
from handsel.pricing.services.importing import apply_contract_prices

CONTRACT_KEY, REFERENCE = "merchant_relation_key", "product_offer_reference"
LEVELS = ("abstract_sku", "concrete_sku", REFERENCE)

FORMAT = Format(
    name="price_product_merchant_relationship",
    meaning="A price that a contract gives the companies assigned to it.",
    key=(CONTRACT_KEY, *LEVELS, *PRICE_KEY),
    columns=(
        Column(
            name=CONTRACT_KEY, value=Reference(CONTRACT), field="contract_id", required=True, meaning="the contract"
        ),
        Column(
            name="abstract_sku",
            value=Reference(ABSTRACT),
            field="abstract_product_id",
            meaning="the abstract product; exactly one of the three",
        ),
        Column(
            name="concrete_sku",
            value=Reference(CONCRETE),
            field="concrete_product_id",
            meaning="the concrete product; exactly one of the three",
        ),
        Column(
            name=REFERENCE,
            value=Reference(OFFER),
            field="offer_id",
            meaning="an offer of the contract's merchant; exactly one of the three",
        ),
        *price_columns("price_net", "price_gross"),
    ),
    target=Target(
        "SELECT *, concat_ws('/', offer_id, concrete_product_id, abstract_product_id) AS owner,"
        " CASE WHEN offer_id IS NOT NULL THEN 'o' WHEN concrete_product_id IS NOT NULL THEN 'c' ELSE 'a' END AS level"
        " FROM pricing_contractprice",
        lambda row: (
            f"t.contract_id = {row.reference(CONTRACT_KEY)} AND t.owner = concat_ws('/', {row.reference(REFERENCE)},"
            f" {row.reference('concrete_sku')}, {row.reference('abstract_sku')})"
            f" AND t.level = CASE WHEN {row.reference(REFERENCE)} IS NOT NULL THEN 'o'"
            f" WHEN {row.reference('concrete_sku')} IS NOT NULL THEN 'c' ELSE 'a' END"
            f" AND t.store_id = {row.reference('store')}"
            f" AND t.currency_id = {row.reference('currency')} AND t.price_type = {row.value('price_type')}"
        ),
    ),
    joins=price_joins,
    rules=(
        exactly_one(*LEVELS),
        Rule(
            REFERENCE,
            "offer_of_other_merchant",
            lambda row: f"{row.reference(REFERENCE, 'merchant_id')} <> {row.reference(CONTRACT_KEY, 'merchant_id')}",
        ),
        *price_rules("price_net", "price_gross"),
    ),
    apply=apply_contract_prices,
    after=("currency_store",),
    can_delete=True,
    examples=(
        {
            CONTRACT_KEY: "K-1",
            "concrete_sku": "GL-100-9",
            "price_type": "DEFAULT",
            "store": "FR",
            "currency": "EUR",
            "price_net": "1100",
            "price_gross": "1320",
        },
        {
            CONTRACT_KEY: "K-1",
            REFERENCE: "RV-GL-9",
            "price_type": "DEFAULT",
            "store": "FR",
            "currency": "EUR",
            "price_net": "1090",
            "price_data.volume_prices": '[{"quantity":240,"net_price":990}]',
        },
    ),
)
