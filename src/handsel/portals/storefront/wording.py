"""Words that several storefront pages say of products: stock, units, attributes."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from handsel.portals.components.formats import Formats
from handsel.portals.components.parts import StockBadge

# What one buys by: the word behind the price.
UNITS = {
    "piece": gettext_noop("piece"),
    "pack": gettext_noop("pack"),
    "box": gettext_noop("box"),
    "pair": gettext_noop("pair"),
    "set": gettext_noop("set"),
    "roll": gettext_noop("roll"),
    "metre": gettext_noop("metre"),
    "pallet": gettext_noop("pallet"),
    "licence": gettext_noop("licence"),
    "day": gettext_noop("day"),
    "order": gettext_noop("order"),
}


def unit_word(unit: str) -> str:
    known = UNITS.get(unit)
    return _(known) if known else unit


def stock_badge(*, available: Decimal, is_never_out: bool, wanted: Decimal, formats: Formats) -> StockBadge:
    """*N in stock*, *Available* or *Out of stock*; fewer than wanted is a warning with both numbers."""
    if is_never_out:
        return StockBadge(_("Available"), "circle-check", "ok")
    if available <= 0:
        return StockBadge(_("Out of stock"), "circle-x", "bad")
    if available < wanted:
        words = _("%(left)s of %(wanted)s in stock")
        written = {"left": formats.quantity(available), "wanted": formats.quantity(wanted)}
        return StockBadge(words % written, "alert-triangle", "warn")
    words = ngettext("%(count)s in stock", "%(count)s in stock", int(available))
    return StockBadge(words % {"count": formats.quantity(available)}, "circle-check", "ok")


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
