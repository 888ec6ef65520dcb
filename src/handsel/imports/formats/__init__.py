"""Every format, found by its name and put into the order in which files depend on each other (IMPORT-19, IMPORT-20)."""

from handsel.imports.columns import Format
from handsel.imports.errors import UnknownFormat
from handsel.imports.formats import (
    category,
    combined_merchant_product_offer,
    company,
    company_user,
    currency,
    currency_store,
    merchant,
    merchant_product_offer,
    merchant_product_offer_store,
    merchant_profile,
    merchant_relationship,
    merchant_stock,
    merchant_store,
    price_product_merchant_relationship,
    price_product_offer,
    product_abstract,
    product_abstract_approval_status,
    product_abstract_store,
    product_attribute,
    product_concrete,
    product_offer_stock,
    product_offer_validity,
    product_price,
    store,
    tax,
    warehouse,
    warehouse_store,
)

MODULES = (
    currency,
    store,
    currency_store,
    tax,
    category,
    product_attribute,
    product_abstract,
    product_concrete,
    product_abstract_store,
    product_abstract_approval_status,
    product_price,
    company,
    merchant,
    company_user,
    merchant_profile,
    merchant_store,
    warehouse,
    warehouse_store,
    merchant_stock,
    merchant_product_offer,
    product_offer_validity,
    price_product_offer,
    product_offer_stock,
    # What is sold in no store shows nowhere: with their stores last, new offers are followed once and not four times.
    merchant_product_offer_store,
    combined_merchant_product_offer,
    merchant_relationship,
    price_product_merchant_relationship,
)
FORMATS: dict[str, Format] = {module.FORMAT.name: module.FORMAT for module in MODULES}


def format_named(name: str) -> Format:
    """The format of this name, hyphens and underscores alike. Raises UnknownFormat."""
    found = FORMATS.get(name.replace("-", "_"))
    if found is None:
        raise UnknownFormat(name=name, known=", ".join(FORMATS))
    return found


def in_order() -> list[Format]:
    """All formats, each behind those that provide what it names; equals stay in the order of the list above."""
    ordered: list[Format] = []
    waiting = list(FORMATS.values())
    while waiting:
        ready = next((each for each in waiting if not _needs(each) & {other.name for other in waiting}), None)
        if ready is None:
            raise RecursionError([each.name for each in waiting])
        ordered.append(ready)
        waiting.remove(ready)
    return ordered


def _needs(file_format: Format) -> set[str]:
    parts = [part.format for part in file_format.parts]
    named = {lookup.name for lookup in file_format.references()}
    providers = {each.name for each in FORMATS.values() if named & {lookup.name for lookup in each.provides}}
    after = {name for each in (file_format, *parts) for name in each.after}
    return (providers | after) - {file_format.name, *({part.name for part in parts} if parts else ())}
