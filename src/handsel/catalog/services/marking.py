"""Marking products as changed, so that the board rebuilds what it shows (BOARD rules)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection

from handsel.core.transactions import step

TOUCH = """
    INSERT INTO catalog_productmark AS mark (concrete_product_id, version, is_settled)
    SELECT concrete.id, 1, false FROM catalog_concreteproduct concrete
    WHERE concrete.id IN ({ids}) ORDER BY concrete.id
    ON CONFLICT (concrete_product_id) DO UPDATE SET version = mark.version + 1, is_settled = false
"""
SETTLE = """
    UPDATE catalog_productmark mark SET is_settled = true
    FROM (
        SELECT found.concrete_product_id FROM catalog_productmark found
        JOIN unnest(%s::bigint[], %s::bigint[]) AS followed (id, version)
            ON followed.id = found.concrete_product_id AND followed.version = found.version
        WHERE NOT found.is_settled
        ORDER BY found.concrete_product_id FOR NO KEY UPDATE OF found SKIP LOCKED
    ) free
    WHERE mark.concrete_product_id = free.concrete_product_id
"""


@step
def touch(concrete_ids: Iterable[int]) -> None:
    """Mark concrete products as changed, in the order of their keys."""
    with connection.cursor() as cursor:
        cursor.execute(TOUCH.format(ids="SELECT unnest(%s::bigint[])"), [sorted(set(concrete_ids))])


@step
def touch_selected(selection: str, parameters: Sequence[Any] = ()) -> None:
    """Mark every concrete product whose id the SQL `selection` (one bigint column, a constant of ours) returns."""
    with connection.cursor() as cursor:
        cursor.execute(TOUCH.format(ids=selection), parameters)


@step
def touch_abstract(abstract_ids: Iterable[int]) -> None:
    """Mark every variant of the abstract products."""
    touch_selected(
        "SELECT id FROM catalog_concreteproduct WHERE abstract_product_id = ANY(%s)", [sorted(set(abstract_ids))]
    )


@step
def settle(versions: Mapping[int, int]) -> None:
    """Say that background work has followed these versions; products changed since then stay unsettled."""
    with connection.cursor() as cursor:
        cursor.execute(SETTLE, [list(versions), list(versions.values())])
