"""*Sold by* as a pure function: displayed offers in, ordered rows out (SORT rules)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from handsel.board.shown import ShownOffer, ShownProduct
from handsel.catalog.states import BuyBoxStrategy, PriceMode
from handsel.core.money import Money
from handsel.pricing.queries import PriceAnswer, RateCard, cheapest


class WhyFirst(StrEnum):
    """Why the first row is the first; the page says it in words (SORT-8)."""

    ONLY_OFFER = "only_offer"
    ONLY_PRICED = "only_priced"
    LOWEST_PRICE = "lowest_price"
    CAN_BE_BOUGHT = "can_be_bought"
    NEVER_OUT_OF_STOCK = "never_out_of_stock"
    MOST_AVAILABLE = "most_available"
    EARLIEST_APPROVED = "earliest_approved"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class FirstReason:
    """The code, and what it is about: `saving` when the next priced row is dearer, `others` it was compared with."""

    code: WhyFirst
    saving: Money | None = None
    others: int = 0
    by_contract: bool = False


@dataclass(frozen=True, slots=True)
class SoldByRow:
    """One offer of *Sold by*: its price for the quantity asked about, and every price of the currency in `card`."""

    position: int
    offer: ShownOffer
    price: PriceAnswer | None
    card: RateCard | None
    is_purchasable: bool
    is_default: bool


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader wants to know of a product."""

    currency: str
    mode: PriceMode
    quantity: Decimal
    strategy: BuyBoxStrategy
    at: datetime


@dataclass(frozen=True, slots=True)
class SoldBy:
    """The displayed offers of a product in a store, first the one to show first (SORT-1 to SORT-9)."""

    sku: str
    question: Question
    rows: tuple[SoldByRow, ...] = ()
    why_first: FirstReason | None = None
    product: ShownProduct | None = None

    @property
    def default(self) -> SoldByRow | None:
        """The preselected row: the first one with a price (SORT-4)."""
        return next((row for row in self.rows if row.is_default), None)

    @property
    def first_purchasable(self) -> SoldByRow | None:
        """What a bare SKU added to a cart takes (SORT-5)."""
        return next((row for row in self.rows if row.is_purchasable), None)

    def row(self, reference: str) -> SoldByRow | None:
        """The row of an offer reference, ignoring case."""
        wanted = reference.lower()
        return next((row for row in self.rows if row.offer.reference.lower() == wanted), None)

    def preselect(self, reference: str | None) -> tuple[SoldByRow | None, bool]:
        """The row to select for the reference in an address, and whether it was known (SORT-6)."""
        if not reference:
            return self.default, True
        row = self.row(reference)
        return (self.default, False) if row is None else (row, True)


Contracts = Mapping[int, Mapping[str, tuple[RateCard, ...]]]


def sell(product: ShownProduct, question: Question, contracts: Contracts) -> SoldBy:
    """Price every displayed offer for the question and put them in order; contract prices go first (PRICE-1)."""
    priced = [_price(offer, question, contracts) for offer in product.offers]
    order = sorted(range(len(priced)), key=lambda i: _sort_key(priced[i], question.strategy))
    rows = tuple(
        SoldByRow(
            position=position,
            offer=priced[i].offer,
            price=priced[i].price,
            card=priced[i].card,
            is_purchasable=priced[i].is_purchasable,
            is_default=position == 0 and priced[i].price is not None,
        )
        for position, i in enumerate(order)
    )
    return SoldBy(product.sku, question, rows, _why_first(rows, question.strategy), product)


@dataclass(frozen=True, slots=True)
class _Priced:
    offer: ShownOffer
    card: RateCard | None
    price: PriceAnswer | None
    is_purchasable: bool


def _price(offer: ShownOffer, question: Question, contracts: Contracts) -> _Priced:
    of_contracts = contracts.get(offer.id, {}).get(question.currency, ())
    card = cheapest(of_contracts, mode=question.mode, quantity=question.quantity) or offer.card(question.currency)
    if card is None:
        return _Priced(offer, None, None, is_purchasable=False)
    price = card.answer(mode=question.mode, quantity=question.quantity, valid_until=offer.valid_until)
    return _Priced(offer, card, price, offer.stock.can_cover(question.quantity))


def _sort_key(row: _Priced, strategy: BuyBoxStrategy) -> tuple[Any, ...]:
    """Offers arrive by approval and reference, and sorting is stable, so those two need no place in the key."""
    if row.price is None:
        return (1,)
    amount, cannot_be_bought = row.price.unit.amount, not row.is_purchasable
    if strategy == BuyBoxStrategy.PRICE_AVAILABLE:
        return (0, cannot_be_bought, amount)
    if strategy == BuyBoxStrategy.STOCK:
        stock = row.offer.stock
        return (0, not stock.is_never_out_of_stock, -stock.available, amount, cannot_be_bought)
    return (0, amount, cannot_be_bought)


def _why_first(rows: tuple[SoldByRow, ...], strategy: BuyBoxStrategy) -> FirstReason | None:
    priced = [row for row in rows if row.price is not None]
    if not priced:
        return None
    first = priced[0]
    by_contract = first.price is not None and first.price.source.is_contract
    if len(priced) == 1:
        code = WhyFirst.ONLY_OFFER if len(rows) == 1 else WhyFirst.ONLY_PRICED
        return FirstReason(code, others=len(rows) - 1, by_contract=by_contract)
    second = priced[1]
    code = next(code for code, differs in _differences(first, second, strategy) if differs)
    is_cheaper = first.price and second.price and first.price.unit < second.price.unit
    saving = second.price.unit - first.price.unit if is_cheaper and first.price and second.price else None
    return FirstReason(code, saving, len(rows) - 1, by_contract)


def _differences(first: SoldByRow, second: SoldByRow, strategy: BuyBoxStrategy) -> list[tuple[WhyFirst, bool]]:
    """In the order of the strategy: what may set the first row apart from the second, and whether it does."""
    price = (WhyFirst.LOWEST_PRICE, bool(first.price and second.price and first.price.unit < second.price.unit))
    can_be_bought = (WhyFirst.CAN_BE_BOUGHT, first.is_purchasable and not second.is_purchasable)
    mine, other = first.offer.stock, second.offer.stock
    never_out = (WhyFirst.NEVER_OUT_OF_STOCK, mine.is_never_out_of_stock and not other.is_never_out_of_stock)
    most = (WhyFirst.MOST_AVAILABLE, mine.available > other.available)
    by_strategy = {
        BuyBoxStrategy.PRICE: [price, can_be_bought],
        BuyBoxStrategy.PRICE_AVAILABLE: [can_be_bought, price],
        BuyBoxStrategy.STOCK: [never_out, most, price, can_be_bought],
    }
    earliest = (WhyFirst.EARLIEST_APPROVED, first.offer.approved_at < second.offer.approved_at)
    return [*by_strategy[strategy], earliest, (WhyFirst.REFERENCE, True)]
