"""What somebody asked of a product page: how many, which offer, and the small steps that buttons make."""

from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from handsel.core.quantities import MAX_QUANTITY, QuantityRefused, QuantityRule, check_quantity, parse_quantity

LONGEST_REFERENCE = 255


@dataclass(frozen=True, slots=True)
class Asked:
    """The quantity and offer that an address asks for; `typed` is what to show in the field when it was refused."""

    quantity: Decimal
    typed: str
    offer: str
    problem: str = ""
    is_canonical: bool = True

    def address(self, path: str, rule: QuantityRule) -> str:
        """The one address of this choice: without what is preset anyway."""
        parameters = {}
        if self.quantity != rule.smallest:
            parameters["quantity"] = plain(self.quantity)
        if self.offer:
            parameters["offer"] = self.offer
        return f"{path}?{urlencode(parameters)}" if parameters else path


def plain(quantity: Decimal) -> str:
    """A quantity as a number field writes it: 40, 2.5."""
    return f"{quantity.normalize():f}"


def asked_of(query: QueryDict, rule: QuantityRule) -> Asked:
    """Read `quantity`, `offer` and the button `do` (`set:48`, `step:-1`, `choose:REFERENCE`).

    A form always sends the selected offer; `first` says which one stood first, and keeping that one is no choice.
    """
    smallest = rule.smallest
    text = query.get("quantity", "")
    offer = query.get("offer", "")
    if offer == query.get("first"):
        offer = ""
    asked = Asked(smallest, plain(smallest), offer[:LONGEST_REFERENCE], is_canonical="first" not in query)
    if text:
        try:
            quantity = parse_quantity(text)
            asked = replace(asked, quantity=quantity, typed=plain(quantity))
        except QuantityRefused as refusal:
            asked = replace(asked, typed=text[:40], problem=str(refusal))
    return _after_button(asked, query.get("do", ""), rule)


def _after_button(asked: Asked, button: str, rule: QuantityRule) -> Asked:
    verb, _colon, value = button.partition(":")
    if verb == "choose" and value:
        return replace(asked, offer=value[:LONGEST_REFERENCE], is_canonical=False)
    if verb not in {"set", "step"}:
        return asked
    try:
        quantity = parse_quantity(value.removeprefix("-"))
    except QuantityRefused as refusal:
        return replace(asked, problem=str(refusal))
    if verb == "step":
        change = quantity * rule.step
        quantity = max(rule.smallest, asked.quantity + (-change if value.startswith("-") else change))
    if quantity >= MAX_QUANTITY:
        return replace(asked, problem=str(QuantityRefused(quantity=plain(quantity), reason=_("it is too large"))))
    return replace(asked, quantity=quantity, typed=plain(quantity), problem="", is_canonical=False)


def rule_problem(quantity: Decimal, rule: QuantityRule) -> str:
    """Why this quantity cannot be bought of an offer; empty when it can."""
    try:
        check_quantity(quantity, rule)
    except QuantityRefused as refusal:
        return str(refusal)
    return ""


def nearest(quantity: Decimal, rule: QuantityRule) -> Decimal:
    """The smallest quantity of the rule that is not below the one asked for."""
    found = max(quantity, rule.smallest)
    step = max(rule.step, rule.pack_size)
    found = (found / step).to_integral_value(ROUND_CEILING) * step
    while found % rule.step or found % rule.pack_size:
        found += step
    return found
