"""Quantities are decimals with a unit; minimum, step and pack size are checked here and nowhere else."""

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from math import lcm

from babel.numbers import format_decimal, get_decimal_symbol, get_group_symbol
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from handsel.core.errors import DomainError

MAX_QUANTITY = Decimal(10) ** 10
MAX_TYPED = 40
PARTS = 10_000  # quantities have four decimals
SPACES = r"\s'\u2019"  # a space of any width, and the Swiss apostrophe


class QuantityRefused(DomainError):
    code, http_status, message = "quantity_refused", 422, _("Quantity {quantity} is not possible: {reason}.")


@dataclass(frozen=True, slots=True)
class QuantityRule:
    """What may be bought at once: at least `minimum`, in multiples of `step` and of `pack_size`."""

    minimum: Decimal = Decimal(1)
    step: Decimal = Decimal(1)
    pack_size: Decimal = Decimal(1)

    @property
    def increment(self) -> Decimal:
        """What every possible quantity is a multiple of: the least common multiple of step and pack size."""
        step, pack = (int(size * PARTS) for size in (self.step, self.pack_size))
        return Decimal(lcm(step, pack)) / PARTS

    @property
    def smallest(self) -> Decimal:
        """The smallest quantity that satisfies the rule."""
        return self.nearest(self.minimum)

    def nearest(self, quantity: Decimal) -> Decimal:
        """The smallest quantity that satisfies the rule and is not below `quantity`."""
        increment = self.increment
        times = (max(quantity, self.minimum) / increment).to_integral_value(ROUND_CEILING)
        return max(times, Decimal(1)) * increment


def parse_quantity(text: str) -> Decimal:
    """The positive decimal that somebody typed, in the signs of the language he reads. Raises QuantityRefused.

    `1.000` is a thousand to a German and `1,000` to an Englishman (CAT-7). Where the other language's sign leaves no
    doubt (`2.5` in German) it is taken as the decimal sign.
    """
    said = text.strip()
    shown = said[:40]
    quantity = _number(said)
    if quantity is None:
        raise QuantityRefused(quantity=shown, reason=_("it is not a number"))
    if quantity <= 0:
        raise QuantityRefused(quantity=shown, reason=_("it must be greater than zero"))
    if quantity >= MAX_QUANTITY:
        raise QuantityRefused(quantity=shown, reason=_("it is too large"))
    if quantity != quantity.quantize(Decimal("0.0001")):
        raise QuantityRefused(quantity=shown, reason=_("at most four decimals are possible"))
    return quantity


def canonical(quantity: Decimal) -> str:
    """A quantity as addresses carry it: read alike in every language, so never with exactly three decimals."""
    text = f"{quantity.normalize():f}"
    _whole, _point, decimals = text.partition(".")
    return f"{text}0" if len(decimals) == 3 else text


def check_quantity(quantity: Decimal, rule: QuantityRule) -> None:
    """Raise QuantityRefused unless `quantity` satisfies `rule`."""
    shown = _spoken(quantity)
    if quantity < rule.minimum:
        raise QuantityRefused(quantity=shown, reason=_("the minimum is %s") % _spoken(rule.minimum))
    if quantity % rule.step:
        raise QuantityRefused(quantity=shown, reason=_("it is sold in steps of %s") % _spoken(rule.step))
    if quantity % rule.pack_size:
        raise QuantityRefused(quantity=shown, reason=_("it is sold in packs of %s") % _spoken(rule.pack_size))


def _number(said: str) -> Decimal | None:
    """The number, or None: ASCII digits, at most one decimal sign, groups of three behind group signs or spaces."""
    language = get_language() or "en"
    point, group = get_decimal_symbol(language), get_group_symbol(language)
    sign, body = ("-", said[1:]) if said.startswith("-") else ("", said)
    if len(body) > MAX_TYPED:
        return None
    groups = rf"([0-9]{{1,3}})((?:[{re.escape(group)}{SPACES}][0-9]{{3}})+)"
    grouped = re.fullmatch(rf"{groups}(?:{re.escape(point)}([0-9]+))?", body)
    if grouped:
        whole = grouped[1] + re.sub("[^0-9]", "", grouped[2])
        return Decimal(f"{sign}{whole}.{grouped[3] or 0}")
    simple = re.fullmatch(r"([0-9]*)(?:[.,]([0-9]+))?", body)
    if simple and (simple[1] or simple[2]):
        return Decimal(f"{sign}{simple[1] or 0}.{simple[2] or 0}")
    return None


def _spoken(quantity: Decimal) -> str:
    """A quantity in the signs of the reader's language."""
    return format_decimal(quantity, format="#,##0.####", locale=get_language() or "en")
