"""Locks have one home and one order (architecture 7).

The order of the whole project: organization -> cart -> lead / private offer / negotiation / opportunity -> order
-> offers by pk -> stock by pk -> payment -> product marks by pk.
"""

from typing import TypeVar

from django.db import connection, models

from handsel.core.transactions import require_transaction

M = TypeVar("M", bound=models.Model)


def locked(queryset: models.QuerySet[M]) -> list[M]:
    """Rows of `queryset`, locked in the order of their primary keys, evaluated now. Needs an open transaction."""
    require_transaction()
    return list(queryset.order_by("pk").select_for_update(of=("self",), no_key=True))


def locked_whole(queryset: models.QuerySet[M]) -> list[M]:
    """As `locked`, and nobody can add rows that point to these meanwhile.

    For whoever goes on to mark everything that hangs on a row: what another transaction is adding is waited for, so it
    is marked as well, and no reader takes an answer from in between for fresh (BOARD-5).
    """
    require_transaction()
    return list(queryset.order_by("pk").select_for_update(of=("self",)))


def held(queryset: models.QuerySet[M]) -> None:
    """Rows that others may hold as well, but nobody change, until the transaction ends, in the order of their keys.

    For whoever adds rows that point to them and marks products: taken first, it cannot deadlock with `locked_whole`.
    """
    require_transaction()
    statement, parameters = queryset.order_by("pk").values_list("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} FOR SHARE", parameters)
