"""Words that several storefront pages say of products: stock, units, attributes."""

import re
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from handsel.portals.components.formats import Formats
from handsel.portals.components.parts import StockBadge
from handsel.portals.components.visits import Visit


def ngettext_noop(singular: str, plural: str) -> tuple[str, str]:
    """Marks a countable word for translation, to be looked up when it is counted."""
    return singular, plural


# What one buys by: the word behind the price, and counted.
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
UNIT_COUNTS = {
    "piece": ngettext_noop("%(count)s piece", "%(count)s pieces"),
    "pack": ngettext_noop("%(count)s pack", "%(count)s packs"),
    "box": ngettext_noop("%(count)s box", "%(count)s boxes"),
    "pair": ngettext_noop("%(count)s pair", "%(count)s pairs"),
    "set": ngettext_noop("%(count)s set", "%(count)s sets"),
    "roll": ngettext_noop("%(count)s roll", "%(count)s rolls"),
    "metre": ngettext_noop("%(count)s metre", "%(count)s metres"),
    "pallet": ngettext_noop("%(count)s pallet", "%(count)s pallets"),
    "licence": ngettext_noop("%(count)s licence", "%(count)s licences"),
    "day": ngettext_noop("%(count)s day", "%(count)s days"),
    "order": ngettext_noop("%(count)s order", "%(count)s orders"),
}


def product_url(visit: Visit, sku: str) -> str:
    return f"{visit.prefix}/products/{quote(sku, safe='')}"


MEASURES = "ml|l|\N{MICRO SIGN}l|\N{GREEK SMALL LETTER MU}l|mm|cm|m|kg|g|mg|V|W|A|Hz|GB|TB"
LETTERS_BEFORE = "|".join(rf"(?<=\b[A-Z]{{{count}}}) (?=\d)" for count in (1, 2, 3))
TOGETHER = re.compile(rf"(?<=\d) (?=(?:{MEASURES})\b|[%\N{{DEGREE SIGN}}])|{LETTERS_BEFORE}")


def typeset(name: str) -> str:
    """A name for a heading: a number never parts from its unit or its letters at the end of a line."""
    return TOGETHER.sub("\N{NO-BREAK SPACE}", name)


def unit_word(unit: str) -> str:
    known = UNITS.get(unit)
    return _(known) if known else unit


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many of which unit."""

    quantity: Decimal
    unit: str

    @property
    def unit_word(self) -> str:
        return unit_word(self.unit)

    def words(self, formats: Formats) -> str:
        """*40 pieces*: the number with its unit."""
        known = UNIT_COUNTS.get(self.unit)
        number = formats.quantity(self.quantity)
        if known is None:
            return f"{number} {self.unit}"
        return ngettext(*known, 1 if self.quantity == 1 else 2) % {"count": number}


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
