"""Locks have one home and one order (architecture 7).

The order of the whole project: organization -> cart -> lead / private offer / negotiation / opportunity -> order
-> offers by pk -> stock by pk -> payment -> product marks by pk.
"""

from typing import TypeVar

from django.db import models

from handsel.core.transactions import require_transaction

M = TypeVar("M", bound=models.Model)


def locked(queryset: models.QuerySet[M]) -> list[M]:
    """Rows of `queryset`, locked in the order of their primary keys, evaluated now. Needs an open transaction."""
    require_transaction()
    return list(queryset.order_by("pk").select_for_update(of=("self",), no_key=True))
