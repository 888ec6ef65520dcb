"""What an offer has on hand: set by its merchant or the operator, in one of the merchant's warehouses."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from handsel.audit.services import record
from handsel.catalog.services.marking import touch
from handsel.core.actors import Actor
from handsel.core.errors import InvalidValue
from handsel.core.locking import held, locked
from handsel.core.transactions import command, step
from handsel.offers.models import Offer
from handsel.offers.services.access import lock_own_offer
from handsel.offers.services.history import Area, record_change
from handsel.stock.errors import UnknownWarehouse
from handsel.stock.models import StockLevel, Warehouse

MAX_ON_HAND = Decimal(10) ** 10


@dataclass(frozen=True, slots=True)
class LevelSet:
    """What became of a stock level; `missing` is by how much more is reserved than lies there (STOCK-5)."""

    level: StockLevel
    has_changed: bool

    @property
    def missing(self) -> Decimal:
        return max(self.level.reserved - self.level.on_hand, Decimal(0))

    @property
    def warning(self) -> str:
        """Words for the merchant when more is reserved than lies there; empty otherwise."""
        if not self.missing:
            return ""
        facts = {"reserved": f"{self.level.reserved.normalize():f}", "on_hand": f"{self.level.on_hand.normalize():f}"}
        return str(_("%(reserved)s are reserved but only %(on_hand)s are on hand: nothing is available.")) % facts


@command
def set_on_hand(
    *,
    actor: Actor,
    offer_id: int,
    warehouse: str,
    on_hand: Decimal,
    is_never_out_of_stock: bool | None = None,
    at: datetime,
) -> LevelSet:
    """Say how much of an offer lies in a warehouse, named exactly (STOCK-1, STOCK-10); zero is a quantity (STOCK-11).

    Less than what is reserved is accepted with a warning (STOCK-5). Without `is_never_out_of_stock` that mark stays.
    Raises NotFound, NotAllowed, UnknownWarehouse for one the merchant does not use, InvalidValue.
    """
    offer = lock_own_offer(offer_id, actor)
    result = put_level(
        actor=actor, offer=offer, warehouse=warehouse, on_hand=on_hand, is_never_out=is_never_out_of_stock, at=at
    )
    if result.has_changed:
        facts = {"warehouse": warehouse, "on_hand": f"{on_hand.normalize():f}"}
        record(actor=actor, action="stock.on_hand_set", subject=offer, at=at, facts=facts)
    return result


@step
def put_level(
    *, actor: Actor, offer: Offer, warehouse: str, on_hand: Decimal, is_never_out: bool | None, at: datetime
) -> LevelSet:
    """Set one level of an offer that `lock_own_offer` gave, with history and mark; commands compose it and audit.

    Raises UnknownWarehouse, InvalidValue.
    """
    _check(on_hand)
    level, is_new = _level(offer, warehouse)
    before = {} if is_new else _facts(level, warehouse)
    level.on_hand = on_hand
    if is_never_out is not None:
        level.is_never_out_of_stock = is_never_out
    after = _facts(level, warehouse)
    has_changed = before != after
    if has_changed:
        level.save()
        record_change(actor=actor, offer_id=offer.pk, area=Area.STOCK, before=before, after=after, at=at)
        touch([offer.concrete_product_id])
    return LevelSet(level, has_changed)


def _level(offer: Offer, name: str) -> tuple[StockLevel, bool]:
    """The level, locked, and whether it is a new one that is not stored yet."""
    house = Warehouse.objects.filter(name=name, merchant_warehouses__merchant_id=offer.merchant_id).first()
    if house is None:
        raise UnknownWarehouse(name=name[:100])
    rows = locked(StockLevel.objects.filter(offer=offer, warehouse=house))
    if rows:
        return rows[0], False
    held(Warehouse.objects.filter(pk=house.pk))
    return StockLevel(offer=offer, warehouse=house), True


def _facts(level: StockLevel, warehouse: str) -> dict[str, object]:
    return {
        f"{warehouse}: on_hand": level.on_hand,
        f"{warehouse}: is_never_out_of_stock": level.is_never_out_of_stock,
    }


def _check(on_hand: Decimal) -> None:
    if not on_hand.is_finite() or on_hand < 0:
        raise InvalidValue(field="quantity", reason=_("must be zero or more"))
    if on_hand >= MAX_ON_HAND:
        raise InvalidValue(field="quantity", reason=_("is too large"))
    if on_hand != on_hand.quantize(Decimal("1E-10")):
        raise InvalidValue(field="quantity", reason=_("has more than ten decimals"))
