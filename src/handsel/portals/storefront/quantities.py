"""What somebody asked of a product page: how many, which offer, and the small steps that buttons make."""

from dataclasses import dataclass, replace
from decimal import Decimal
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from handsel.core.quantities import (
    MAX_QUANTITY,
    QuantityRefused,
    QuantityRule,
    canonical,
    check_quantity,
    parse_quantity,
)

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
            parameters["quantity"] = canonical(self.quantity)
        if self.offer:
            parameters["offer"] = self.offer
        return f"{path}?{urlencode(parameters)}" if parameters else path


def asked_of(query: QueryDict, rule: QuantityRule) -> Asked:
    """Read `quantity`, `offer` and the button `do` (`set:48`, `step:-1`, `choose:REFERENCE`).

    A form always sends the selected offer; `first` says which one stood first, and keeping that one is no choice.
    """
    smallest = rule.smallest
    text = query.get("quantity", "")
    offer = query.get("offer", "")
    if offer == query.get("first"):
        offer = ""
    asked = Asked(smallest, canonical(smallest), offer[:LONGEST_REFERENCE], is_canonical="first" not in query)
    if text:
        try:
            quantity = parse_quantity(text)
            asked = replace(asked, quantity=quantity, typed=canonical(quantity))
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
        change = quantity * rule.increment
        quantity = rule.nearest(asked.quantity + (-change if value.startswith("-") else change))
    if quantity >= MAX_QUANTITY:
        return replace(asked, problem=str(QuantityRefused(quantity=canonical(quantity), reason=_("it is too large"))))
    return replace(asked, quantity=quantity, typed=canonical(quantity), problem="", is_canonical=False)


def rule_problem(quantity: Decimal, rule: QuantityRule) -> str:
    """Why this quantity cannot be bought of an offer; empty when it can."""
    try:
        check_quantity(quantity, rule)
    except QuantityRefused as refusal:
        return str(refusal)
    return ""
