"""Quantities are decimals with a unit; minimum, step and pack size are checked here and nowhere else."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_lazy as _

from handsel.core.errors import DomainError

MAX_QUANTITY = Decimal(10) ** 10


class QuantityRefused(DomainError):
    code, http_status, message = "quantity_refused", 422, _("Quantity {quantity} is not possible: {reason}.")


@dataclass(frozen=True, slots=True)
class QuantityRule:
    """What may be bought at once: at least `minimum`, in multiples of `step` and of `pack_size`."""

    minimum: Decimal = Decimal(1)
    step: Decimal = Decimal(1)
    pack_size: Decimal = Decimal(1)

    @property
    def smallest(self) -> Decimal:
        """The smallest quantity that satisfies the rule."""
        quantity = max(self.minimum, self.step, self.pack_size)
        while quantity % self.step or quantity % self.pack_size:
            quantity = (quantity // self.step + 1) * self.step
        return quantity


def parse_quantity(text: str) -> Decimal:
    """A plain positive decimal from what somebody typed. Raises QuantityRefused."""
    cleaned = text.strip().replace(",", ".")
    try:
        quantity = Decimal(cleaned)
    except InvalidOperation:
        raise QuantityRefused(quantity=text[:40], reason=_("it is not a number")) from None
    if not quantity.is_finite() or quantity <= 0:
        raise QuantityRefused(quantity=text[:40], reason=_("it must be greater than zero"))
    if quantity >= MAX_QUANTITY:
        raise QuantityRefused(quantity=text[:40], reason=_("it is too large"))
    if quantity != quantity.quantize(Decimal("0.0001")):
        raise QuantityRefused(quantity=text[:40], reason=_("at most four decimals are possible"))
    return quantity


def check_quantity(quantity: Decimal, rule: QuantityRule) -> None:
    """Raise QuantityRefused unless `quantity` satisfies `rule`."""
    if quantity < rule.minimum:
        raise QuantityRefused(quantity=quantity, reason=_("the minimum is %s") % rule.minimum.normalize())
    if quantity % rule.step:
        raise QuantityRefused(quantity=quantity, reason=_("it is sold in steps of %s") % rule.step.normalize())
    if quantity % rule.pack_size:
        raise QuantityRefused(quantity=quantity, reason=_("it is sold in packs of %s") % rule.pack_size.normalize())
