"""Concrete products: the variants that are sold (CAT-1, CAT-5, CAT-7)."""

import re
from decimal import Decimal as Number

from django.utils.translation import gettext_lazy as _

from handsel.catalog.services.importing_products import apply_concretes
from handsel.imports.columns import LOCALE, Column, Family, Format, Target, localized
from handsel.imports.formats.product_abstract import ATTRIBUTES
from handsel.imports.formats.shared import OWN_QUANTITY, key_text, period
from handsel.imports.lookups import ABSTRACT, CONCRETE
from handsel.imports.naming import Reference
from handsel.imports.values import Boolean, Text, Timestamp

FORMAT = Format(
    name="product_concrete",
    meaning="A variant of an abstract product: what offers are made for.",
    key=("concrete_sku",),
    columns=(
        Column(
            name="abstract_sku",
            value=Reference(ABSTRACT),
            field="abstract_product_id",
            required=True,
            meaning="the product it is a variant of",
        ),
        Column(
            name="concrete_sku", value=key_text("GL-100-9"), field="sku", required=True, meaning="the variant's key"
        ),
        localized("name", "what people read"),
        localized("description", "long text", limit=1_000_000),
        ATTRIBUTES,
        Family(
            name="is_searchable.<locale>",
            header=re.compile(rf"is_searchable\.(?P<locale>{LOCALE})"),
            value=Boolean(),
            field="is_searchable",
            meaning="whether search finds it in this language",
            example="is_searchable",
        ),
        Column(name="bundled", value=Text(max=2000), default="", meaning="SKU/quantity list; without effect on sales"),
        Column(name="is_quantity_splittable", value=Boolean(), default=True, meaning="may be delivered in parts"),
        Column(
            name="gtin",
            value=Text(max=14, pattern="^([0-9]{8}|[0-9]{12,14})$", example="4006381333931"),
            default="",
            meaning="8, 12, 13 or 14 digits",
        ),
        Column(name="unit", value=Text(max=20), default="piece", meaning="what one of it is"),
        Column(name="minimum_quantity", value=OWN_QUANTITY, default=Number(1), meaning="least that may be ordered"),
        Column(name="quantity_step", value=OWN_QUANTITY, default=Number(1), meaning="ordered in multiples of"),
        Column(name="pack_size", value=OWN_QUANTITY, default=Number(1), meaning="sold in whole packs of"),
        Column(name="is_active", value=Boolean(), default=True, meaning="whether it can be shown"),
        Column(name="valid_from", value=Timestamp(), meaning="begin of its validity; open when empty"),
        Column(name="valid_to", value=Timestamp(is_end=True), meaning="end of its validity; open when empty"),
        Column(name="image", value=Text(max=500), default="", meaning="path of a picture below media/"),
    ),
    target=Target("catalog_concreteproduct", lambda row: f"t.sku = {row.cell('concrete_sku')}"),
    rules=(period("valid_from", "valid_to"),),
    notices=(("bundled", _("Column bundled has no effect on sales: products are sold through offers.")),),
    apply=apply_concretes,
    provides=(CONCRETE,),
    examples=(
        {
            "abstract_sku": "GL-100",
            "concrete_sku": "GL-100-9",
            "name.en_US": "Cut-resistant glove, size 9",
            "name.de_DE": "Schnittschutzhandschuh, Größe 9",
            "attribute_key_1": "size",
            "value_1": "9",
            "is_searchable.en_US": "1",
            "is_quantity_splittable": "1",
            "gtin": "4006381333931",
            "unit": "pair",
            "minimum_quantity": "12",
            "quantity_step": "12",
            "pack_size": "12",
            "is_active": "1",
        },
        {
            "abstract_sku": "GL-100",
            "concrete_sku": "GL-100-10",
            "name.en_US": "Cut-resistant glove, size 10",
            "name.de_DE": "Schnittschutzhandschuh, Größe 10",
            "attribute_key_1": "size",
            "value_1": "10",
            "unit": "pair",
            "valid_from": "2026-10-01",
            "valid_to": "2027-09-30",
        },
    ),
)
