"""What does a store show? Exact answers: a stored row that no longer holds is rebuilt before it answers (BOARD-5)."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from handsel.board.building import rebuild
from handsel.board.listing import Card, Listing, listing
from handsel.board.lists import ListingRequest, Sort
from handsel.board.rows import FoundRow, rows_by_offer, rows_by_sku
from handsel.board.selling import Contracts, FirstReason, Question, SoldBy, SoldByRow, WhyFirst, sell
from handsel.board.shown import ShownMerchant, ShownOffer, ShownProduct
from handsel.catalog.models import Store
from handsel.catalog.states import BuyBoxStrategy, PriceMode
from handsel.pricing.queries import contract_cards_for

__all__ = [
    "Card",
    "FirstReason",
    "Listing",
    "ListingRequest",
    "ShownMerchant",
    "ShownOffer",
    "SoldBy",
    "SoldByRow",
    "Sort",
    "WhyFirst",
    "default_offer",
    "listing",
    "offer_in_store",
    "sold_by",
    "sold_by_many",
]

ONE = Decimal(1)


def sold_by(
    *,
    store: Store,
    sku: str,
    currency: str,
    mode: str,
    quantity: Decimal = ONE,
    customer_id: int | None = None,
    at: datetime,
) -> SoldBy:
    """The displayed offers of a concrete product in the store, in the order of *Sold by*; empty for an unknown SKU.

    One statement while the stored row holds, one more for a customer, whose contract prices are put on top (BOARD-7).
    """
    answers = sold_by_many(
        store=store, skus=[sku], currency=currency, mode=mode, quantity=quantity, customer_id=customer_id, at=at
    )
    return answers[sku]


def sold_by_many(
    *,
    store: Store,
    skus: Sequence[str],
    currency: str,
    mode: str,
    quantity: Decimal = ONE,
    customer_id: int | None = None,
    at: datetime,
) -> dict[str, SoldBy]:
    """`sold_by` for several products in a constant number of queries; every SKU asked for is in the answer."""
    question = _question(store, currency, mode, quantity, at)
    found = _shown(store, rows_by_sku(store=store, skus=skus, at=at), at)
    sold = {product.sku: product for product in _sell(store, found, question, customer_id)}
    return {sku: sold.get(sku) or SoldBy(sku, question) for sku in skus}


def offer_in_store(
    *,
    reference: str,
    store: Store,
    currency: str,
    mode: str,
    quantity: Decimal = ONE,
    customer_id: int | None = None,
    at: datetime,
) -> tuple[SoldBy, SoldByRow] | None:
    """The row of an offer as the store displays it, with the *Sold by* it stands in; None when it is not displayed.

    An offer that does not exist and one that is hidden give the same answer (SHOW-16).
    """
    question = _question(store, currency, mode, quantity, at)
    found = _shown(store, rows_by_offer(store=store, references=[reference], at=at), at)
    for sold in _sell(store, found, question, customer_id):
        if row := sold.row(reference):
            return sold, row
    return None


def default_offer(
    *,
    store: Store,
    sku: str,
    currency: str,
    mode: str,
    quantity: Decimal = ONE,
    customer_id: int | None = None,
    at: datetime,
) -> SoldByRow | None:
    """What a bare SKU added to a cart takes: the first purchasable offer; None when nothing can be bought (SORT-5)."""
    sold = sold_by(
        store=store, sku=sku, currency=currency, mode=mode, quantity=quantity, customer_id=customer_id, at=at
    )
    return sold.first_purchasable


def _question(store: Store, currency: str, mode: str, quantity: Decimal, at: datetime) -> Question:
    return Question(currency, PriceMode(mode), quantity, BuyBoxStrategy(store.buy_box_strategy), at)


def _shown(store: Store, found: Sequence[FoundRow], at: datetime) -> list[ShownProduct]:
    """What the store shows of the products found: as stored where that holds, else built now."""
    stale = [row.concrete_id for row in found if row.product is None]
    built = rebuild(store=store, concrete_ids=stale, at=at) if stale else {}
    products = (row.product or built.get(row.concrete_id) for row in found)
    return [product for product in products if product is not None]


def _sell(store: Store, products: Sequence[ShownProduct], question: Question, customer_id: int | None) -> list[SoldBy]:
    contracts: Contracts = {}
    facts = [product.facts_of(offer) for product in products for offer in product.offers]
    if customer_id is not None and facts:
        contracts = contract_cards_for(facts, store_id=store.pk, customer_id=customer_id, currency=question.currency)
    return [sell(product, question, contracts) for product in products]
