"""How much can be bought: one question, one answer object."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handsel.stock.models import StockLevel


class StockState(StrEnum):
    """What the shop shows (STOCK-8): a number in stock, available without a number, or out of stock."""

    IN_STOCK = "in_stock"
    AVAILABLE = "available"
    OUT_OF_STOCK = "out_of_stock"


WORDS: dict[StockState, Promise] = {
    StockState.IN_STOCK: _("%(quantity)s in stock"),
    StockState.AVAILABLE: _("Available"),
    StockState.OUT_OF_STOCK: _("Out of stock"),
}


@dataclass(frozen=True, slots=True)
class StockAnswer:
    """What can be bought of one offer in one store; `level_count` is in how many active warehouses it has a level."""

    available: Decimal = Decimal(0)
    is_never_out_of_stock: bool = False
    level_count: int = 0

    @property
    def state(self) -> StockState:
        if self.is_never_out_of_stock:
            return StockState.AVAILABLE
        return StockState.IN_STOCK if self.available > 0 else StockState.OUT_OF_STOCK

    @property
    def words(self) -> str:
        """*12 in stock*, *Available* or *Out of stock*, in the reader's language."""
        return str(WORDS[self.state]) % {"quantity": f"{self.available.normalize():f}"}

    def can_cover(self, quantity: Decimal) -> bool:
        """Whether `quantity` can be bought now (SHOW-12)."""
        return self.is_never_out_of_stock or self.available >= quantity


NOTHING = StockAnswer()

# An offer's stock in a store: what its active warehouses hold that deliver there. Others may join this text.
STOCK_SQL = """
    SELECT level.offer_id,
           greatest(sum(level.on_hand - level.reserved), 0) AS available,
           bool_or(level.is_never_out_of_stock) AS is_never_out_of_stock,
           count(*) AS level_count
    FROM stock_stocklevel level
    JOIN stock_warehouse warehouse ON warehouse.id = level.warehouse_id AND warehouse.is_active
    JOIN stock_warehousestore serves ON serves.warehouse_id = warehouse.id AND serves.store_id = %(store_id)s
    WHERE level.offer_id = ANY(%(offer_ids)s)
    GROUP BY level.offer_id
"""


def stock_for(offer_ids: Iterable[int], store_id: int) -> dict[int, StockAnswer]:
    """The stock of each offer in the store, in one query; every id asked for gets an answer (STOCK-3, STOCK-12)."""
    asked = sorted(set(offer_ids))
    answers: dict[int, StockAnswer] = dict.fromkeys(asked, NOTHING)
    with connection.cursor() as cursor:
        cursor.execute(STOCK_SQL, {"store_id": store_id, "offer_ids": asked})
        for offer_id, available, is_never_out, level_count in cursor.fetchall():
            answers[offer_id] = StockAnswer(available, is_never_out, level_count)
    return answers


def levels_of(offer_id: int) -> list[StockLevel]:
    """Every level of an offer with its warehouse, by the warehouse's name."""
    return list(StockLevel.objects.filter(offer_id=offer_id).select_related("warehouse").order_by("warehouse__name"))


def reserved_for(purpose: str) -> dict[int, Decimal]:
    """What is held for a purpose, by offer."""
    rows: list[Any] = []
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT level.offer_id, sum(reservation.quantity)
            FROM stock_reservation reservation JOIN stock_stocklevel level ON level.id = reservation.level_id
            WHERE reservation.purpose = %s AND reservation.state = 'reserved' GROUP BY level.offer_id
            """,
            [purpose],
        )
        rows = cursor.fetchall()
    return dict(rows)
