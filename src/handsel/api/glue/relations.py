"""The one table of resource types: their attributes, their relations, and how a relation is read."""

from collections.abc import Callable, Sequence

from handsel.api.glue import merchants, offers, products, stores
from handsel.api.glue.documents import Resource
from handsel.api.glue.includes import Loaded, Loader, LoaderOf
from handsel.api.glue.parameters import ResourceType
from handsel.api.glue.visits import Visit
from handsel.api.glue.words import names

Read = Callable[[Sequence[Resource], Visit], Loaded]

# Names that the contract's clients ask for and that stand for features this marketplace does not have: they are
# accepted and bring nothing, so that such a client works. Every other unknown name is an error.
ABSENT = names(
    "abstract-product-availabilities abstract-product-image-sets abstract-product-prices bundled-products "
    "category-nodes concrete-product-availabilities concrete-product-image-sets concrete-product-prices "
    "product-labels product-measurement-units product-options product-reviews product-tax-sets sales-units"
)

_RELATIONS: dict[str, dict[str, tuple[str, Read]]] = {
    products.ABSTRACTS: {products.CONCRETES: (products.CONCRETES, products.concretes_of_abstracts)},
    products.CONCRETES: {
        products.ABSTRACTS: (products.ABSTRACTS, products.abstracts_of_concretes),
        offers.OFFERS: (offers.OFFERS, offers.offers_of_concretes),
    },
    offers.OFFERS: {
        offers.PRICES: (offers.PRICES, offers.prices_of_offers),
        offers.AVAILABILITIES: (offers.AVAILABILITIES, offers.availabilities_of_offers),
        merchants.MERCHANTS: (merchants.MERCHANTS, offers.merchants_of_offers),
    },
    merchants.MERCHANTS: {
        merchants.ADDRESSES: (merchants.ADDRESSES, merchants.addresses_of_merchants),
        merchants.OPENING_HOURS: (merchants.OPENING_HOURS, merchants.opening_hours_of_merchants),
    },
}
_ATTRIBUTES = {
    products.ABSTRACTS: products.ABSTRACT_ATTRIBUTES,
    products.CONCRETES: products.CONCRETE_ATTRIBUTES,
    offers.OFFERS: offers.OFFER_ATTRIBUTES,
    offers.PRICES: offers.PRICE_ATTRIBUTES,
    offers.AVAILABILITIES: offers.AVAILABILITY_ATTRIBUTES,
    merchants.MERCHANTS: merchants.ATTRIBUTES,
    merchants.ADDRESSES: merchants.ADDRESS_ATTRIBUTES,
    merchants.OPENING_HOURS: merchants.OPENING_HOURS_ATTRIBUTES,
    stores.STORES: stores.ATTRIBUTES,
}
TYPES: dict[str, ResourceType] = {
    name: ResourceType(attributes, {relation: target for relation, (target, _) in _RELATIONS.get(name, {}).items()})
    for name, attributes in _ATTRIBUTES.items()
}
RELATIONS: dict[str, tuple[str, ...]] = {name: tuple(_RELATIONS.get(name, {})) for name in TYPES}


def loader_of(visit: Visit) -> LoaderOf:
    """How to read each relation in this visit."""

    def choose(resource_type: str, relation: str) -> Loader:
        read = _RELATIONS[resource_type][relation][1]
        return lambda resources: read(resources, visit)

    return choose
