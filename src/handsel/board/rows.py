"""Reading board rows: one indexed statement that tells what is stored and whether it still holds."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from handsel.board.shown import ShownProduct, read_product
from handsel.board.words import UNSTORABLE
from handsel.catalog.models import Store

READ = """
    SELECT concrete.id, concrete.sku, kept.payload,
           coalesce(mark.version, 0), kept.version, kept.since_at, kept.next_change_at
    FROM catalog_concreteproduct concrete
    LEFT JOIN catalog_productmark mark ON mark.concrete_product_id = concrete.id
    LEFT JOIN board_boardrow kept ON kept.concrete_product_id = concrete.id AND kept.store_id = %s
    WHERE {condition}
"""
BY_SKU = READ.format(condition="concrete.sku = ANY(%s)")
BY_OFFER = READ.format(
    condition="concrete.id IN (SELECT concrete_product_id FROM offers_offer WHERE lower(reference) = ANY(%s))"
)
# LIMIT 1 keeps each look-up by index: joined, hundreds of products would read the whole of these tables.
FOLLOW = """
    SELECT concrete.id, concrete.abstract_product_id, concrete.sku, concrete.gtin, concrete.name, kept.summary,
           coalesce(mark.version, 0), kept.version, kept.since_at, kept.next_change_at
    FROM catalog_concreteproduct concrete
    LEFT JOIN LATERAL (
        SELECT version FROM catalog_productmark WHERE concrete_product_id = concrete.id LIMIT 1
    ) mark ON true
    LEFT JOIN LATERAL (
        SELECT version, since_at, next_change_at, summary FROM board_boardrow
        WHERE store_id = %s AND concrete_product_id = concrete.id LIMIT 1
    ) kept ON true
    LEFT JOIN LATERAL (
        SELECT true AS is_here FROM catalog_abstractproductstore
        WHERE abstract_product_id = concrete.abstract_product_id AND store_id = %s LIMIT 1
    ) assigned ON true
    WHERE concrete.{column} = ANY(%s) AND (kept.version IS NOT NULL OR assigned.is_here)
    ORDER BY concrete.sku
"""


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A concrete product and its stored row; `product` is None when the row is missing or no longer holds at `at`."""

    concrete_id: int
    sku: str
    product: ShownProduct | None


def rows_by_sku(*, store: Store, skus: Sequence[str], at: datetime) -> list[FoundRow]:
    """The stored rows of concrete products, by SKU; unknown SKUs are left out. One statement."""
    return _read(BY_SKU, [store.pk, storable(skus)], at)


def rows_by_offer(*, store: Store, references: Sequence[str], at: datetime) -> list[FoundRow]:
    """The stored rows of the products that these offers are for, ignoring case. One statement."""
    return _read(BY_OFFER, [store.pk, storable(reference.lower() for reference in references)], at)


def storable(texts: Iterable[str]) -> list[str]:
    """Those that PostgreSQL could have stored; the others name nothing."""
    return [text for text in texts if not UNSTORABLE.search(text)]


def _read(statement: str, parameters: list[Any], at: datetime) -> list[FoundRow]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found = cursor.fetchall()
    return [
        FoundRow(concrete_id, sku, read_product(payload) if holds(*stamps, at=at) else None)
        for concrete_id, sku, payload, *stamps in found
    ]


def holds(
    mark: int, version: int | None, since_at: datetime | None, next_change_at: datetime | None, *, at: datetime
) -> bool:
    """Whether a stored row is exact at `at`: of the present mark, no validity boundary between (BOARD-3, BOARD-4)."""
    return version == mark and (since_at is None or since_at <= at) and (next_change_at is None or at < next_change_at)


@dataclass(frozen=True, slots=True)
class FollowedRow:
    """A concrete product of a store, its summary as stored, and whether that holds; `names` is JSON by locale."""

    concrete_id: int
    abstract_id: int
    sku: str
    gtin: str
    names: str
    is_fresh: bool
    summary: dict[str, Any]


def rows_to_follow(*, store: Store, concrete_ids: Sequence[int], at: datetime) -> list[FollowedRow]:
    """Those of the products that the store may show or has shown, and whether their rows hold. One statement."""
    return _followed(FOLLOW.format(column="id"), [store.pk, store.pk, list(concrete_ids)], at)


def rows_of_abstracts(*, store: Store, abstract_ids: Sequence[int], at: datetime) -> list[FollowedRow]:
    """The same for every variant of abstract products."""
    return _followed(FOLLOW.format(column="abstract_product_id"), [store.pk, store.pk, list(abstract_ids)], at)


def _followed(statement: str, parameters: list[Any], at: datetime) -> list[FollowedRow]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found = cursor.fetchall()
    return [
        FollowedRow(concrete_id, abstract_id, sku, gtin, names, holds(*stamps, at=at), json.loads(summary or "{}"))
        for concrete_id, abstract_id, sku, gtin, names, summary, *stamps in found
    ]
