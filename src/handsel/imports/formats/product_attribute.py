"""What people call the attributes of products (CAT-11)."""

from handsel.catalog.services.importing_attributes import apply_attributes
from handsel.imports.columns import Column, Format, Target, localized
from handsel.imports.formats.shared import key_text
from handsel.imports.values import Integer

FORMAT = Format(
    name="product_attribute",
    meaning="What people call an attribute of products; attributes without a name show their key.",
    key=("attribute_key",),
    columns=(
        Column(
            name="attribute_key",
            value=key_text("width"),
            field="key",
            required=True,
            meaning="the key that product files use",
        ),
        localized("name", "what people read", required=True),
        Column(name="sort_order", value=Integer(), default=0, meaning="its place in lists, lowest first"),
    ),
    target=Target("catalog_productattribute", lambda row: f"t.key = {row.cell('attribute_key')}"),
    apply=apply_attributes,
    examples=(
        {"attribute_key": "width", "name.en_US": "Width", "name.de_DE": "Breite", "sort_order": "10"},
        {"attribute_key": "ip_rating", "name.en_US": "Ingress protection", "name.de_DE": "Schutzart"},
    ),
)
