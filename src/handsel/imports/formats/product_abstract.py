"""Abstract products: words, pictures, tax, attributes (CAT-1)."""

import re

from handsel.catalog.services.importing_products import apply_abstracts
from handsel.catalog.states import ProductKind
from handsel.imports.columns import LOCALE, Column, Family, Format, Target, localized
from handsel.imports.formats.shared import free_addresses, key_text, period
from handsel.imports.lookups import ABSTRACT, CATEGORY, TAX_SET
from handsel.imports.naming import Reference
from handsel.imports.values import Integer, Text, Timestamp, choices

ATTRIBUTES = Family(
    name="attribute_key_N, value_N",
    header=re.compile(rf"attribute_key_(?P<number>[0-9]+)(?:\.(?P<locale>{LOCALE}))?"),
    value_header=re.compile(rf"value_(?P<number>[0-9]+)(?:\.(?P<locale>{LOCALE}))?"),
    value=Text(),
    field="attributes",
    meaning="attributes in numbered pairs, for all languages or with .<locale> for one",
    example="attribute_key_1",
)


FORMAT = Format(
    name="product_abstract",
    meaning="An abstract product: what its variants have in common.",
    key=("abstract_sku",),
    columns=(
        Column(
            name="category_key", value=Reference(CATEGORY), field="category_id", required=True, meaning="its category"
        ),
        Column(
            name="category_product_order", value=Integer(), field="category_order", default=0, meaning="place in it"
        ),
        Column(name="abstract_sku", value=key_text("GL-100"), field="sku", required=True, meaning="the product's key"),
        localized("name", "what people read", required=True),
        localized("url", "path of its page, such as /en/safety-gloves", limit=500),
        localized("description", "long text", limit=1_000_000),
        ATTRIBUTES,
        Column(name="color_code", value=Text(max=20), default="", meaning="such as #1f6f54"),
        Column(name="tax_set_name", value=Reference(TAX_SET), field="tax_set_id", meaning="its tax treatment"),
        Family(
            name="meta_title.<locale>, meta_keywords.<locale>, meta_description.<locale>",
            header=re.compile(rf"meta_(?P<entry>title|keywords|description)\.(?P<locale>{LOCALE})"),
            value=Text(max=5000),
            field="meta",
            meaning="texts for search engines",
            example="meta_title",
        ),
        Column(name="new_from", value=Timestamp(), meaning="shown as new from"),
        Column(name="new_to", value=Timestamp(is_end=True), meaning="shown as new until"),
        Column(name="kind", value=choices(ProductKind.values), default="goods", meaning="what it is"),
        Column(name="image", value=Text(max=500), default="", meaning="path of a picture below media/"),
        Column(name="brand", value=Text(max=255), default="", meaning="its brand"),
    ),
    target=Target("catalog_abstractproduct", lambda row: f"t.sku = {row.cell('abstract_sku')}"),
    rules=(period("new_from", "new_to"),),
    cross_rules=(free_addresses("abstract_sku", "SELECT sku AS key, url FROM catalog_abstractproduct"),),
    apply=apply_abstracts,
    provides=(ABSTRACT,),
    examples=(
        {
            "category_key": "gloves",
            "category_product_order": "1",
            "abstract_sku": "GL-100",
            "name.en_US": "Cut-resistant glove",
            "name.de_DE": "Schnittschutzhandschuh",
            "url.en_US": "/en/cut-resistant-glove",
            "url.de_DE": "/de/schnittschutzhandschuh",
            "description.en_US": "Knitted glove with coated palm.",
            "attribute_key_1": "material",
            "value_1.en_US": "Steel yarn",
            "value_1.de_DE": "Stahlgarn",
            "tax_set_name": "standard",
            "meta_title.en_US": "Cut-resistant gloves",
            "meta_keywords.en_US": "glove, cut resistant",
            "meta_description.en_US": "Knitted gloves against cuts.",
            "kind": "goods",
            "brand": "Ravna",
        },
        {
            "category_key": "gloves",
            "category_product_order": "2",
            "abstract_sku": "GL-200",
            "name.en_US": "Winter glove",
            "name.de_DE": "Winterhandschuh",
            "url.en_US": "/en/winter-glove",
            "url.de_DE": "/de/winterhandschuh",
            "tax_set_name": "standard",
            "new_from": "2026-10-01",
            "new_to": "2026-12-31",
        },
    ),
)
