"""Abstract and concrete products as the contract shows them (API-9)."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from django.db.models import QuerySet

from handsel.api.glue.documents import Resource
from handsel.api.glue.errors import ABSTRACT_NOT_FOUND, CONCRETE_NOT_FOUND, Refused
from handsel.api.glue.includes import Loaded
from handsel.api.glue.visits import Visit
from handsel.api.glue.words import names, segment
from handsel.catalog.models import AbstractProduct, ConcreteProduct
from handsel.catalog.queries import attributes_by_key, word_in

ABSTRACTS, CONCRETES = "abstract-products", "concrete-products"
EVERY_LOCALE = "_"
Attributes = dict[str, Any]
SHARED = names(
    "sku averageRating reviewCount name description attributes superAttributesDefinition metaTitle "
    "metaKeywords metaDescription attributeNames"
)
ABSTRACT_ATTRIBUTES = SHARED | {"merchantReference", "superAttributes", "attributeMap", "url"}
CONCRETE_ATTRIBUTES = SHARED | {"isDiscontinued", "discontinuedNote", "productAbstractSku"}


def shown_concretes(visit: Visit) -> QuerySet[ConcreteProduct]:
    """The concrete products that the visit's store shows now (SHOW-6 to SHOW-8)."""
    return ConcreteProduct.objects.shown_in(visit.store.pk, visit.at).select_related(
        "abstract_product__owner__organization"
    )


def shown_abstracts(visit: Visit) -> QuerySet[AbstractProduct]:
    """The abstract products that the visit's store shows (SHOW-6, SHOW-7)."""
    return AbstractProduct.objects.shown_in(visit.store.pk).select_related("owner__organization")


def concrete_by_sku(visit: Visit, sku: str) -> Resource:
    """The concrete product of this SKU in the visit's store. Raises Refused with 302."""
    product = shown_concretes(visit).filter(sku=sku).first()
    if product is None:
        raise Refused(CONCRETE_NOT_FOUND)
    return concrete_resources([product], visit)[0]


def abstract_by_sku(visit: Visit, sku: str) -> Resource:
    """The abstract product of this SKU in the visit's store. Raises Refused with 301."""
    product = shown_abstracts(visit).filter(sku=sku).first()
    if product is None:
        raise Refused(ABSTRACT_NOT_FOUND)
    return abstract_resources([product], visit)[0]


def concrete_resources(products: Sequence[ConcreteProduct], visit: Visit) -> list[Resource]:
    """Concrete products (fetch their abstract products with them); one query for what attributes are called."""
    own = {product.sku: attributes_in(product.attributes, visit) for product in products}
    merged = {
        product.sku: attributes_in(product.abstract_product.attributes, visit) | own[product.sku]
        for product in products
    }
    words = labels(chain.from_iterable(merged.values()), visit)
    return [_concrete_resource(product, own[product.sku], merged[product.sku], words, visit) for product in products]


def _concrete_resource(
    product: ConcreteProduct, own: Attributes, merged: Attributes, words: Mapping[str, str], visit: Visit
) -> Resource:
    """Words that a concrete product does not have itself are its abstract product's."""
    abstract = product.abstract_product
    attributes = {
        "sku": product.sku,
        "isDiscontinued": False,
        "discontinuedNote": None,
        "averageRating": None,
        "reviewCount": 0,
        "productAbstractSku": abstract.sku,
        "name": _word(product.name, visit) or _word(abstract.name, visit),
        "description": _word(product.description, visit) or _word(abstract.description, visit),
        "attributes": merged,
        "superAttributesDefinition": sorted(own),
        **_meta(abstract, visit),
        "attributeNames": {key: words[key] for key in merged},
    }
    return Resource(CONCRETES, product.sku, attributes, f"{CONCRETES}/{segment(product.sku)}", product)


def abstract_resources(products: Sequence[AbstractProduct], visit: Visit) -> list[Resource]:
    """Abstract products with the map of their shown variants; one query for the variants of all."""
    variants: dict[int, list[ConcreteProduct]] = {}
    ids = [product.pk for product in products]
    for variant in shown_concretes(visit).filter(abstract_product_id__in=ids).order_by("sku"):
        variants.setdefault(variant.abstract_product_id, []).append(variant)
    carried = [product.attributes for product in products]
    carried += [variant.attributes for variant in chain.from_iterable(variants.values())]
    names = chain.from_iterable(attributes_in(attributes, visit) for attributes in carried)
    words = labels(names, visit)
    return [_abstract_resource(product, variants.get(product.pk, []), words, visit) for product in products]


def _abstract_resource(
    product: AbstractProduct, variants: Sequence[ConcreteProduct], words: Mapping[str, str], visit: Visit
) -> Resource:
    attributes = attributes_in(product.attributes, visit)
    own = {variant.sku: attributes_in(variant.attributes, visit) for variant in variants}
    values: dict[str, list[Any]] = {}
    for chosen in own.values():
        for key, value in chosen.items():
            if value not in values.setdefault(key, []):
                values[key].append(value)
    shown = {
        "sku": product.sku,
        "merchantReference": product.owner.reference if product.owner else None,
        "averageRating": None,
        "reviewCount": 0,
        "name": _word(product.name, visit),
        "description": _word(product.description, visit),
        "attributes": attributes,
        "superAttributesDefinition": sorted(values),
        "superAttributes": values,
        "attributeMap": {
            "product_concrete_ids": [variant.sku for variant in variants],
            "super_attributes": values,
            "attribute_variants": {
                f"{key}:{value}": {"id_product_concrete": sku}
                for sku, chosen in own.items()
                for key, value in chosen.items()
            },
            "attribute_variant_map": own,
        },
        **_meta(product, visit),
        "attributeNames": {key: words[key] for key in attributes | values},
        "url": _word(product.url, visit) or None,
    }
    return Resource(ABSTRACTS, product.sku, shown, f"{ABSTRACTS}/{segment(product.sku)}", (product, variants))


def attributes_in(attributes: Mapping[str, Mapping[str, Any]], visit: Visit) -> Attributes:
    """The attributes of the visit's language over those of its store's first over those of every language."""
    found: dict[str, Any] = {}
    for locale in (EVERY_LOCALE, *reversed(visit.store.locales), visit.locale):
        found |= attributes.get(locale, {})
    return found


def labels(keys: Iterable[str], visit: Visit) -> dict[str, str]:
    """What attributes are called (CAT-11); one that nobody named is its key in words: *Storage media*."""
    asked = set(keys)
    named = attributes_by_key(asked)
    called = {key: _word(row.name, visit) for key, row in named.items()}
    return {key: called.get(key) or key.replace("_", " ").strip().capitalize() for key in asked}


def _word(words: Mapping[str, str], visit: Visit) -> str:
    return word_in(words, visit.locale, locales=visit.store.locales)


def _meta(product: AbstractProduct, visit: Visit) -> dict[str, str]:
    words: dict[str, str] = {}
    for locale in (*reversed(visit.store.locales), visit.locale):
        words |= product.meta.get(locale, {})
    names = {"metaTitle": "title", "metaKeywords": "keywords", "metaDescription": "description"}
    return {name: words.get(key, "") for name, key in names.items()}


def abstracts_of_concretes(concretes: Sequence[Resource], visit: Visit) -> Loaded:
    """The abstract product of each concrete product."""
    products = {resource.row.abstract_product_id: resource.row.abstract_product for resource in concretes}
    made = {resource.row[0].pk: resource for resource in abstract_resources(list(products.values()), visit)}
    return {resource.id: [made[resource.row.abstract_product_id]] for resource in concretes}


def concretes_of_abstracts(abstracts: Sequence[Resource], visit: Visit) -> Loaded:
    """The shown variants of each abstract product; they were read with it."""
    found: dict[str | None, list[Resource]] = {}
    for made in concrete_resources([variant for resource in abstracts for variant in resource.row[1]], visit):
        found.setdefault(made.row.abstract_product.sku, []).append(made)
    return found
