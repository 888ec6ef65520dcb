"""The names of product attributes in words."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

ATTRIBUTE_NAMES = {
    "material": gettext_noop("Material"),
    "volume": gettext_noop("Volume"),
    "color": gettext_noop("Colour"),
    "colour": gettext_noop("Colour"),
    "thread": gettext_noop("Thread"),
    "standard": gettext_noop("Standard"),
    "size": gettext_noop("Size"),
    "length": gettext_noop("Length"),
    "width": gettext_noop("Width"),
    "height": gettext_noop("Height"),
    "diameter": gettext_noop("Diameter"),
    "weight": gettext_noop("Weight"),
    "temperature_range": gettext_noop("Temperature range"),
    "voltage": gettext_noop("Voltage"),
    "power": gettext_noop("Power"),
    "capacity": gettext_noop("Capacity"),
    "pack_content": gettext_noop("Pack content"),
}


def attribute_name(key: str) -> str:
    """The name of an attribute key in words: known ones translated, others made readable."""
    known = ATTRIBUTE_NAMES.get(key.lower())
    return _(known) if known else re.sub(r"[_\s]+", " ", key).strip().capitalize()


def attributes_in(attributes: dict[str, dict[str, str]], locale: str) -> dict[str, str]:
    """The attributes of a product for a locale: those of all languages, then those of its own, which win."""
    language = locale[:2]
    found = dict(attributes.get("_", {}))
    for name in sorted(attributes, key=lambda name: name == locale):
        if name != "_" and name[:2] == language:
            found |= attributes[name]
    return found
