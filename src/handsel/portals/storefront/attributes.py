"""The attributes of a product in words, in the order in which people compare."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from handsel.catalog import queries as catalog
from handsel.catalog.models import AbstractProduct, ConcreteProduct
from handsel.portals.components.visits import Visit

Values = dict[str, str]


@dataclass(frozen=True, slots=True)
class Attribute:
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class AttributeNames:
    """What the catalogue calls the attributes of a page; a key it does not name is made readable."""

    names: dict[str, str]

    def name(self, key: str) -> str:
        return self.names.get(key) or re.sub(r"[_\s]+", " ", key).strip().capitalize() or key

    def in_order(self, keys: Iterable[str]) -> list[str]:
        """The keys in the catalogue's order, those it does not name last."""
        places = {key: place for place, key in enumerate(self.names)}
        return sorted(keys, key=lambda key: (places.get(key, len(places)), key))

    def attributes(self, values: Values) -> tuple[Attribute, ...]:
        return tuple(Attribute(self.name(key), str(values[key])) for key in self.in_order(values) if values[key])


def names_of(visit: Visit, keys: Iterable[str]) -> AttributeNames:
    """One query for all the keys of a page."""
    rows = catalog.attributes_by_key(keys)
    return AttributeNames({key: visit.word(row.name) for key, row in rows.items()})


def values_of(product: AbstractProduct | ConcreteProduct, visit: Visit) -> Values:
    """A product's attributes for the visitor: those of all languages, then those of his own, which win."""
    kept = product.attributes
    found = dict(kept.get("_", {}))
    for locale in sorted(kept, key=lambda name: name == visit.locale):
        if locale != "_" and locale[:2].lower() == visit.language:
            found |= kept[locale]
    return found
