"""Asking the board and the oracle the same question."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

from handsel.board.queries import SoldBy, sold_by, sold_by_many
from handsel.catalog.models import Store
from tests.oracle import Asked, ShownLine, Tables, slow_sold_by
from tests.world import World

MODES = {"net": "NET_MODE", "gross": "GROSS_MODE"}
STORE_CURRENCIES = (("DE", "EUR"), ("DE", "CHF"), ("AT", "EUR"), ("US", "USD"))


def ask(world: World, at: datetime, sku: str = "SKU-1", **asked: Any) -> SoldBy:
    """What DE shows of SKU-1 to the public, in euro, net, for one piece, unless said otherwise."""
    customer = asked.pop("customer", None)
    question: dict[str, Any] = {"store": "DE", "currency": "EUR", "mode": "NET_MODE", "quantity": Decimal(1)} | asked
    question["store"] = Store.objects.get(name=question["store"])
    return sold_by(sku=sku, customer_id=world.organizations[customer].pk if customer else None, at=at, **question)


def references(sold: SoldBy) -> list[str]:
    return [row.offer.reference for row in sold.rows]


def lines(sold: SoldBy) -> list[ShownLine]:
    """The rows in the oracle's terms."""
    return [
        ShownLine(
            reference=row.offer.reference,
            unit=None if row.price is None else Fraction(row.price.unit.amount),
            source=None if row.price is None else row.price.source.value,
            is_purchasable=row.is_purchasable,
            is_default=row.is_default,
            available=Fraction(row.offer.stock.available),
            is_never_out=row.offer.stock.is_never_out_of_stock,
        )
        for row in sold.rows
    ]


def differences(
    world: World,
    skus: list[str],
    at: datetime,
    quantities: tuple[int, ...] = (1, 6),
    customers: tuple[str | None, ...] = (None, "brennhoff"),
) -> Iterator[Any]:
    """Every question to which the board and the oracle have different answers."""
    tables = Tables.read()
    stores = {store.name: store for store in Store.objects.all()}
    ids = [world.organizations[name].pk if name else None for name in customers]
    for (name, currency), mode, quantity, customer in product(STORE_CURRENCIES, MODES, quantities, ids):
        answers = sold_by_many(
            store=stores[name],
            skus=skus,
            currency=currency,
            mode=MODES[mode],
            quantity=Decimal(quantity),
            customer_id=customer,
            at=at,
        )
        for sku in skus:
            asked = Asked(stores[name], sku, currency, mode, Fraction(quantity), customer, at)
            expected, answered = slow_sold_by(tables, asked), lines(answers[sku])
            if expected != answered:
                yield (name, sku, currency, mode, quantity, customer), answered, expected
