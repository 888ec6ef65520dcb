"""What a price may say, whichever door it comes through; every problem is named by field and in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handsel.catalog.models import Currency, Store
from handsel.core.errors import InvalidValue
from handsel.core.money import minor_unit
from handsel.core.quantities import MAX_QUANTITY
from handsel.pricing.states import DEFAULT, ORIGINAL

# The columns are NUMERIC(18,3).
MAX_AMOUNT = Decimal(10) ** 15
LEAST_THRESHOLD = Decimal(2)


@dataclass(frozen=True, slots=True)
class TierDraft:
    """A volume price: from `quantity` on a unit costs this; one of the two amounts may be left out."""

    quantity: Decimal
    net: Decimal | None = None
    gross: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PriceDraft:
    """A whole price row of one store, currency and price type; it replaces what was there, tiers and all (PRICE-17)."""

    store_id: int
    currency: str
    price_type: str = DEFAULT
    net: Decimal | None = None
    gross: Decimal | None = None
    tiers: tuple[TierDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field, such as `net` or `tiers.0.quantity`, in words."""

    field: str
    reason: str | Promise


@dataclass(frozen=True, slots=True)
class CheckedPrice:
    """A draft without problems, with its store and currency, tiers by ascending threshold."""

    draft: PriceDraft
    store: Store
    currency: Currency


def checked_price(draft: PriceDraft) -> CheckedPrice:
    """The draft, if nothing is wrong with it. Raises InvalidValue for the first problem (PRICE-12 to 15, MONEY-7)."""
    store = Store.objects.filter(pk=draft.store_id).first()
    if store is None:
        raise InvalidValue(field="store", reason=_("does not exist"))
    currency = store.currencies.filter(code=draft.currency).first()
    if currency is None:
        raise InvalidValue(
            field="currency",
            reason=_("%(currency)s is not a currency of store %(store)s")
            % {"currency": draft.currency[:10], "store": store.name},
        )
    for problem in problems_of(draft):
        raise InvalidValue(field=problem.field, reason=problem.reason)
    return CheckedPrice(draft, store, currency)


def problems_of(draft: PriceDraft) -> list[Problem]:
    """Everything that is wrong with a price's own values, without a look into the database; forms show all of it."""
    return list(_problems(draft))


def _problems(draft: PriceDraft) -> Iterator[Problem]:
    if draft.price_type not in {DEFAULT, ORIGINAL}:
        yield Problem("price_type", _("must be DEFAULT or ORIGINAL"))
    yield from _amount_problems("", draft.net, draft.gross, draft.currency)
    if draft.tiers and draft.price_type != DEFAULT:
        yield Problem("tiers", _("are possible for DEFAULT only"))
    seen: set[Decimal] = set()
    for number, tier in enumerate(draft.tiers):
        prefix = f"tiers.{number}."
        if reason := _threshold_problem(tier.quantity):
            yield Problem(f"{prefix}quantity", reason)
        elif tier.quantity in seen:
            yield Problem(f"{prefix}quantity", _("occurs twice"))
        else:
            seen.add(tier.quantity)
        yield from _amount_problems(prefix, tier.net, tier.gross, draft.currency)


def _threshold_problem(quantity: Decimal) -> str | Promise:
    if not quantity.is_finite() or quantity < LEAST_THRESHOLD:
        return _("must be at least 2")
    if quantity >= MAX_QUANTITY:
        return _("is too large")
    if quantity != quantity.quantize(Decimal("0.0001")):
        return _("has more than four decimals")
    return ""


def _amount_problems(prefix: str, net: Decimal | None, gross: Decimal | None, currency: str) -> Iterator[Problem]:
    if net is None and gross is None:
        yield Problem(f"{prefix}net", _("net or gross must be given"))
    for name, amount in (("net", net), ("gross", gross)):
        if amount is not None and (reason := _amount_problem(amount, currency)):
            yield Problem(f"{prefix}{name}", reason)


def _amount_problem(amount: Decimal, currency: str) -> str | Promise:
    if not amount.is_finite() or amount < 0:
        return _("must be zero or more")
    if amount >= MAX_AMOUNT:
        return _("is too large")
    if amount % minor_unit(currency):
        return _("has more decimals than %(currency)s") % {"currency": currency}
    return ""
