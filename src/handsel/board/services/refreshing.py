"""Keeping rows and cards fresh in the background, so that readers rarely have to build and lists are up to date."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db import transaction

from handsel.board.building import rebuild
from handsel.board.carding import refresh_cards
from handsel.board.models import BoardRow
from handsel.board.rows import rows_to_follow
from handsel.catalog.models import ConcreteProduct, ProductMark, Store
from handsel.catalog.services.marking import settle

CHUNK = 500


def refresh_stale(*, at: datetime, limit: int = 5000) -> int:
    """Follow changed products and passed validity boundaries in every store; returns how many were looked at.

    One call takes at most `limit` changed products, and `limit` passed boundaries a store; call again while it returns
    something. Safe to run twice at once (BOARD-8).
    """
    stores = list(Store.objects.order_by("pk"))
    unsettled = ProductMark.objects.filter(is_settled=False).order_by("pk")
    versions = dict(unsettled.values_list("pk", "version")[:limit])
    for ids in _chunks(versions):
        for store in stores:
            _follow(store, ids, at)
        with transaction.atomic():
            settle({pk: versions[pk] for pk in ids})
    return len(versions) + sum(_follow_time(store, at, limit) for store in stores)


def rebuild_all(*, store: Store, at: datetime) -> int:
    """Make every row and card of a store that is missing or stale; returns how many products were looked at.

    For after an import or a restored backup; does not need marks.
    """
    looked_at, last = 0, 0
    while True:
        ids = list(ConcreteProduct.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK])
        if not ids:
            return looked_at
        _follow(store, ids, at)
        looked_at, last = looked_at + len(ids), ids[-1]


def _follow(store: Store, concrete_ids: list[int], at: datetime) -> None:
    followed = rows_to_follow(store=store, concrete_ids=concrete_ids, at=at)
    stale = [row.concrete_id for row in followed if not row.is_fresh]
    if stale:
        rebuild(store=store, concrete_ids=stale, at=at)
    refresh_cards(store=store, abstract_ids={row.abstract_id for row in followed})


def _follow_time(store: Store, at: datetime, limit: int) -> int:
    passed = BoardRow.objects.filter(store=store, next_change_at__lte=at).order_by("next_change_at", "pk")
    ids = list(passed.values_list("concrete_product_id", flat=True)[:limit])
    for chunk in _chunks(ids):
        _follow(store, chunk, at)
    return len(ids)


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    remaining = iter(ids)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk
