"""Stock is held for a purpose, given back, or leaves the house (STOCK-6, STOCK-7): steps that other commands compose.

A purpose such as `order-line:4711` makes a repeat harmless: what is held for it once is not held again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from handsel.catalog.services.marking import touch_selected
from handsel.core.errors import InvalidValue
from handsel.core.locking import locked
from handsel.core.transactions import step
from handsel.offers.models import Offer
from handsel.stock.errors import NotEnoughOnHand, NotEnoughStock
from handsel.stock.models import Reservation, ReservationState, StockLevel

PRODUCTS_OF_LEVELS = """
    SELECT offer.concrete_product_id FROM stock_stocklevel level
    JOIN offers_offer offer ON offer.id = level.offer_id WHERE level.id = ANY(%s)
"""
# Only as much as is there, checked once more by the statement that takes it; in key order like every lock.
TAKE = """
    UPDATE stock_stocklevel level SET reserved = level.reserved + taken.quantity
    FROM unnest(%s::bigint[], %s::numeric[]) AS taken (id, quantity)
    WHERE level.id = taken.id
      AND (level.is_never_out_of_stock OR level.on_hand - level.reserved >= taken.quantity)
"""
GIVE_BACK = """
    UPDATE stock_stocklevel level SET reserved = level.reserved - given.quantity
    FROM unnest(%s::bigint[], %s::numeric[]) AS given (id, quantity) WHERE level.id = given.id
"""
SHIP = """
    UPDATE stock_stocklevel level
    SET reserved = level.reserved - shipped.quantity, on_hand = greatest(level.on_hand - shipped.quantity, 0)
    FROM unnest(%s::bigint[], %s::numeric[]) AS shipped (id, quantity)
    WHERE level.id = shipped.id AND (level.is_never_out_of_stock OR level.on_hand >= shipped.quantity)
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """A quantity of one level."""

    level_id: int
    quantity: Decimal


@step
def reserve(*, wanted: Mapping[int, Decimal], store_id: int, purpose: str) -> list[Reservation]:
    """Hold these quantities of these offers in the store for `purpose`: all of them or none (STOCK-7).

    The warehouse with most available gives first, then by name; several share when none has enough; a warehouse that is
    never out of stock gives what is missing (STOCK-6). Call it once for everything a transaction takes, so that locks
    keep their order. Raises NotEnoughStock, InvalidValue.
    """
    if any(not quantity.is_finite() or quantity <= 0 for quantity in wanted.values()):
        raise InvalidValue(field="quantity", reason=_("must be greater than zero"))
    levels = _lock_levels(wanted, store_id)
    held = list(_reservations(purpose).exclude(state=ReservationState.RELEASED).select_related("level"))
    done = {reservation.level.offer_id for reservation in held}
    taken: list[Taken] = []
    for offer_id in sorted(wanted.keys() - done):
        taken += _allocated(offer_id, wanted[offer_id], levels.get(offer_id, []))
    if taken:
        _apply(TAKE, taken)
        _hold(taken, purpose)
        touch_selected(PRODUCTS_OF_LEVELS, [[one.level_id for one in taken]])
    return list(_reservations(purpose).filter(state=ReservationState.RESERVED).order_by("level_id"))


@step
def release(*, purpose: str) -> int:
    """Give back what is held for `purpose`; returns how many reservations (STOCK-7). A repeat gives back nothing."""
    open_ones = _lock_open(purpose)
    if open_ones:
        _apply(GIVE_BACK, [Taken(one.level_id, one.quantity) for one in open_ones])
        _set_state(open_ones, ReservationState.RELEASED)
    return len(open_ones)


@step
def ship(*, purpose: str) -> int:
    """Let what is held for `purpose` leave the house: all of it or nothing; returns how many reservations (STOCK-7).

    A repeat ships nothing. Raises NotEnoughOnHand when less lies there than was promised.
    """
    open_ones = _lock_open(purpose)
    if open_ones:
        _check_on_hand(open_ones)
        _apply(SHIP, [Taken(one.level_id, one.quantity) for one in open_ones])
        _set_state(open_ones, ReservationState.SHIPPED)
    return len(open_ones)


def _lock_levels(offer_ids: Iterable[int], store_id: int) -> dict[int, list[StockLevel]]:
    """The levels that the store sells from, by offer, the one that gives first in front."""
    serving = StockLevel.objects.filter(
        offer_id__in=list(offer_ids), warehouse__is_active=True, warehouse__warehouse_stores__store_id=store_id
    ).select_related("warehouse")
    by_offer: dict[int, list[StockLevel]] = {}
    for level in sorted(locked(serving), key=lambda row: (-_free(row), row.warehouse.name)):
        by_offer.setdefault(level.offer_id, []).append(level)
    return by_offer


def _free(level: StockLevel) -> Decimal:
    return level.on_hand - level.reserved


def _allocated(offer_id: int, wanted: Decimal, levels: list[StockLevel]) -> list[Taken]:
    """Which levels give how much of one offer."""
    available = max(sum((_free(level) for level in levels), Decimal(0)), Decimal(0))
    endless = sorted((level for level in levels if level.is_never_out_of_stock), key=lambda row: row.warehouse.name)
    if wanted > available and not endless:
        reference = Offer.objects.filter(pk=offer_id).values_list("reference", flat=True).first() or "-"
        raise NotEnoughStock(left=f"{available.normalize():f}", reference=reference)
    parts: dict[int, Decimal] = {}
    missing = wanted
    for level in levels:
        part = min(missing, max(_free(level), Decimal(0)))
        if part:
            parts[level.pk], missing = part, missing - part
    if missing:
        parts[endless[0].pk] = parts.get(endless[0].pk, Decimal(0)) + missing
    return [Taken(level_id, quantity) for level_id, quantity in sorted(parts.items())]


def _hold(taken: list[Taken], purpose: str) -> None:
    """Write the reservations; one that was released before is used again."""
    rows = [Reservation(level_id=one.level_id, purpose=purpose, quantity=one.quantity) for one in taken]
    Reservation.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=("purpose", "level"), update_fields=("quantity", "state")
    )


def _reservations(purpose: str) -> QuerySet[Reservation]:
    return Reservation.objects.filter(purpose=purpose)


def _lock_open(purpose: str) -> list[Reservation]:
    """What is held for the purpose, by level; the levels are locked first, in the order of their keys."""
    locked(StockLevel.objects.filter(reservations__in=_reservations(purpose).values("pk")))
    return list(_reservations(purpose).filter(state=ReservationState.RESERVED).order_by("level_id"))


def _apply(statement: str, taken: list[Taken]) -> None:
    """Change the levels, which are locked and were found sufficient: anything else is a mistake, not a refusal."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [[one.level_id for one in taken], [one.quantity for one in taken]])
        if cursor.rowcount != len(taken):
            message = f"{len(taken)} stock levels were to change, {cursor.rowcount} did"
            raise RuntimeError(message)


def _set_state(reservations: list[Reservation], state: ReservationState) -> None:
    Reservation.objects.filter(pk__in=[one.pk for one in reservations]).update(state=state)
    touch_selected(PRODUCTS_OF_LEVELS, [[one.level_id for one in reservations]])


def _check_on_hand(reservations: list[Reservation]) -> None:
    """Raise NotEnoughOnHand for the first level, by key, that has less than is to leave it."""
    quantities = {one.level_id: one.quantity for one in reservations}
    rows = StockLevel.objects.filter(pk__in=quantities).select_related("offer", "warehouse").order_by("pk")
    for row in rows:
        if row.on_hand < quantities[row.pk] and not row.is_never_out_of_stock:
            raise NotEnoughOnHand(
                on_hand=f"{row.on_hand.normalize():f}", reference=row.offer.reference, warehouse=row.warehouse.name
            )
