"""Building board rows: what a store shows for some concrete products, from the packages that own the facts."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Min, Q
from django.db.models.functions import Coalesce

from handsel.board.shown import ShownMerchant, ShownOffer, ShownProduct, write_product
from handsel.catalog.models import ConcreteProduct, ProductMark, Store
from handsel.catalog.queries import tax_percents
from handsel.core.arrays import one_of
from handsel.core.locking import locked
from handsel.core.quantities import QuantityRule
from handsel.offers.models import Offer
from handsel.parties.models import Merchant
from handsel.pricing.queries import OfferFacts, RateCard, public_cards_for
from handsel.stock.queries import StockAnswer, stock_for

# After so many builds that a writer overtook, the marks are locked for the next one.
OPTIMISTIC_BUILDS = 3
ONE = Decimal(1)

KEEP = """
    INSERT INTO board_boardrow AS kept
        (store_id, concrete_product_id, version, since_at, next_change_at, is_shown, payload, summary)
    SELECT %(store_id)s, built.concrete_id, built.version, built.since_at, built.next_change_at, built.is_shown,
           built.payload, built.summary
    FROM json_to_recordset(%(rows)s::json) AS built (
        concrete_id bigint, version bigint, since_at timestamptz, next_change_at timestamptz, is_shown boolean,
        payload text, summary jsonb
    )
    JOIN catalog_concreteproduct concrete ON concrete.id = built.concrete_id
    LEFT JOIN catalog_productmark mark ON mark.concrete_product_id = built.concrete_id
    WHERE coalesce(mark.version, 0) = built.version
    ORDER BY built.concrete_id
    ON CONFLICT (store_id, concrete_product_id) DO UPDATE SET
        version = excluded.version, since_at = excluded.since_at, next_change_at = excluded.next_change_at,
        is_shown = excluded.is_shown, payload = excluded.payload, summary = excluded.summary
    WHERE kept.version <= excluded.version
    RETURNING concrete_product_id
"""


@dataclass(frozen=True, slots=True)
class BuiltRow:
    """A board row as it was built: from mark `version`, exact for every instant in `[since_at, next_change_at)`."""

    product: ShownProduct
    version: int
    since_at: datetime | None
    next_change_at: datetime | None


def rebuild(*, store: Store, concrete_ids: Iterable[int], at: datetime) -> dict[int, ShownProduct]:
    """Build the rows of concrete products anew and keep them; returns what the store shows at `at` (BOARD-3, BOARD-4).

    The mark is read first and compared again in the statement that keeps the row. Whoever changes a product raises its
    mark in the same transaction, so an equal mark means that nothing changed between the first read and the last, and
    what was built is one instant's truth. Products that were overtaken by a writer are built again, at last under a
    lock on their marks.
    """
    missing = set(concrete_ids)
    answer: dict[int, ShownProduct] = {}
    for _ in range(OPTIMISTIC_BUILDS):
        built = build(store=store, concrete_ids=missing, at=at)
        kept = keep(store=store, rows=built)
        answer |= {row.product.concrete_id: row.product for row in built if row.product.concrete_id in kept}
        missing = {row.product.concrete_id for row in built} - kept
        if not missing:
            return answer
    with transaction.atomic():
        locked(ProductMark.objects.filter(pk__in=missing))
        built = build(store=store, concrete_ids=missing, at=at)
        keep(store=store, rows=built)
    return answer | {row.product.concrete_id: row.product for row in built}


def build(*, store: Store, concrete_ids: Iterable[int], at: datetime) -> list[BuiltRow]:
    """What the store shows of each concrete product at `at`, in a constant number of queries; marks are read first."""
    products = _products(concrete_ids)
    ids = [product.id for product in products]
    rates = tax_percents(store)
    offers = _displayed_offers(store, ids, at)
    by_id = {product.id: product for product in products}
    facts = [
        OfferFacts(
            offer.id,
            offer.merchant.id,
            offer.concrete_id,
            by_id[offer.concrete_id].abstract_id,
            rates.get(by_id[offer.concrete_id].tax_set_id or 0, Decimal(0)),
        )
        for offer in offers
    ]
    cards = public_cards_for(facts, store_id=store.pk)
    stock = stock_for([offer.id for offer in offers], store.pk)
    bounds = _validity_bounds(ids, at)
    shown: dict[int, list[ShownOffer]] = {}
    for offer in offers:
        shown.setdefault(offer.concrete_id, []).append(
            offer.as_shown(by_id[offer.concrete_id], cards[offer.id], stock[offer.id], at)
        )
    return [
        BuiltRow(
            product=ShownProduct(
                concrete_id=product.id,
                abstract_id=product.abstract_id,
                sku=product.sku,
                tax_rate=rates.get(product.tax_set_id or 0, Decimal(0)),
                offers=tuple(sorted(shown.get(product.id, ()), key=lambda o: (o.approved_at, o.reference.lower()))),
            ),
            version=product.version,
            since_at=_latest(at, *bounds.get(product.id, ()), product.valid_from, product.valid_to),
            next_change_at=_next(at, *bounds.get(product.id, ()), product.valid_from, product.valid_to),
        )
        for product in products
    ]


def keep(*, store: Store, rows: list[BuiltRow]) -> set[int]:
    """Store built rows whose marks still are what they were built from; returns their concrete products' ids."""
    if not rows:
        return set()
    values = json.dumps([_as_stored(row) for row in rows], ensure_ascii=False)
    with connection.cursor() as cursor:
        cursor.execute(KEEP, {"store_id": store.pk, "rows": values})
        return {concrete_id for (concrete_id,) in cursor.fetchall()}


def _as_stored(row: BuiltRow) -> dict[str, Any]:
    return {
        "concrete_id": row.product.concrete_id,
        "version": row.version,
        "since_at": row.since_at and row.since_at.isoformat(),
        "next_change_at": row.next_change_at and row.next_change_at.isoformat(),
        "is_shown": bool(row.product.offers),
        "payload": write_product(row.product),
        "summary": summary_of(row.product),
    }


def summary_of(product: ShownProduct) -> dict[str, Any]:
    """The row in short, for cards: lowest price of one piece by currency, merchants, availability, identifiers."""
    prices: dict[str, list[int]] = {}
    is_available = False
    for offer in product.offers:
        is_available = is_available or bool(offer.stored_cards and offer.stock.can_cover(ONE))
        for currency, stored in offer.stored_cards.items():
            _, net, gross, *_ = stored["ladder"][0]
            lowest = prices.setdefault(currency, [net, gross])
            prices[currency] = [min(lowest[0], net), min(lowest[1], gross)]
    return {
        "prices": prices,
        "merchants": sorted({offer.merchant.id for offer in product.offers}),
        "offers": len(product.offers),
        "available": is_available,
        "merchant_skus": sorted({offer.merchant_sku for offer in product.offers if offer.merchant_sku}),
    }


@dataclass(frozen=True, slots=True)
class _Product:
    id: int
    sku: str
    abstract_id: int
    tax_set_id: int | None
    minimum: Decimal
    step: Decimal
    pack_size: Decimal
    valid_from: datetime | None
    valid_to: datetime | None
    version: int


def _products(concrete_ids: Iterable[int]) -> list[_Product]:
    rows: Iterable[tuple[Any, ...]] = (
        ConcreteProduct.objects.filter(one_of("pk", concrete_ids))
        .order_by("pk")
        .values_list(
            "pk",
            "sku",
            "abstract_product_id",
            "abstract_product__tax_set_id",
            "minimum_quantity",
            "quantity_step",
            "pack_size",
            "valid_from",
            "valid_to",
            Coalesce("mark__version", 0),
        )
    )
    return [_Product(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class _Displayed:
    """A displayed offer's own columns."""

    id: int
    concrete_id: int
    reference: str
    merchant_sku: str
    approved_at: datetime
    valid_to: datetime | None
    minimum: Decimal | None
    step: Decimal | None
    pack_size: Decimal | None
    merchant: ShownMerchant

    def as_shown(self, product: _Product, cards: dict[str, RateCard], stock: StockAnswer, at: datetime) -> ShownOffer:
        return ShownOffer(
            id=self.id,
            reference=self.reference,
            merchant=self.merchant,
            merchant_sku=self.merchant_sku,
            approved_at=self.approved_at,
            valid_until=_next(at, self.valid_to, product.valid_to),
            rule=QuantityRule(
                self.minimum or product.minimum, self.step or product.step, self.pack_size or product.pack_size
            ),
            stock=stock,
            stored_cards={currency: card.as_json() for currency, card in cards.items()},
        )


def _displayed_offers(store: Store, concrete_ids: list[int], at: datetime) -> list[_Displayed]:
    rows: Iterable[tuple[Any, ...]] = (
        Offer.objects.displayed(store.pk, at)
        .filter(one_of("concrete_product_id", concrete_ids))
        .values_list(
            "pk",
            "concrete_product_id",
            "reference",
            "merchant_sku",
            "approved_at",
            "valid_to",
            "minimum_quantity",
            "quantity_step",
            "pack_size",
            "merchant_id",
        )
    )
    displayed = list(rows)
    merchants = _merchants({row[-1] for row in displayed})
    return [_Displayed(*(*own, merchants[merchant_id])) for *own, merchant_id in displayed]


def _merchants(merchant_ids: set[int]) -> dict[int, ShownMerchant]:
    """Asked apart from the offers, since each further table doubles the time to plan that statement."""
    rows = Merchant.objects.filter(one_of("pk", merchant_ids)).values_list(
        "pk", "organization__reference", "organization__name", "logo_url", "url"
    )
    return {pk: ShownMerchant(pk, reference, name, logo_url, url) for pk, reference, name, logo_url, url in rows}


def _validity_bounds(concrete_ids: list[int], at: datetime) -> dict[int, tuple[datetime | None, ...]]:
    """The nearest instants before and after `at` at which an offer of each product begins or ends."""
    rows = (
        Offer.objects.filter(Q(valid_from__isnull=False) | Q(valid_to__isnull=False))
        .filter(one_of("concrete_product_id", concrete_ids))
        .values_list("concrete_product_id")
        .annotate(
            last_begin=Max("valid_from", filter=Q(valid_from__lte=at)),
            last_end=Max("valid_to", filter=Q(valid_to__lte=at)),
            next_begin=Min("valid_from", filter=Q(valid_from__gt=at)),
            next_end=Min("valid_to", filter=Q(valid_to__gt=at)),
        )
    )
    return {concrete_id: tuple(bounds) for concrete_id, *bounds in rows}


def _latest(at: datetime, *bounds: datetime | None) -> datetime | None:
    return max((bound for bound in bounds if bound is not None and bound <= at), default=None)


def _next(at: datetime, *bounds: datetime | None) -> datetime | None:
    return min((bound for bound in bounds if bound is not None and bound > at), default=None)
