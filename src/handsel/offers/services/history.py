"""The history of offers: every change, who, when, before, after (OFFER-8). Nothing is kept when nothing changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from handsel.core.actors import Actor
from handsel.core.plain import plain
from handsel.core.transactions import step
from handsel.offers.models import OfferChange

BATCH = 1000


class Area(StrEnum):
    """What of an offer changed."""

    OFFER = "offer"
    VISIBILITY = "visibility"
    APPROVAL = "approval"
    VALIDITY = "validity"
    STORES = "stores"
    PRICE = "price"
    STOCK = "stock"


@dataclass(frozen=True, slots=True)
class Change:
    """The fields of one area of one offer before and after; fields that stayed the same are left out when kept."""

    offer_id: int
    area: Area
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@step
def record_change(
    *,
    actor: Actor,
    offer_id: int,
    area: Area,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    at: datetime,
) -> OfferChange | None:
    """Keep one change of an offer; None when the fields before and after are the same (OFFER-8)."""
    kept = record_changes(actor=actor, changes=[Change(offer_id, area, before, after)], at=at)
    return kept[0] if kept else None


@step
def record_changes(*, actor: Actor, changes: Iterable[Change], at: datetime) -> list[OfferChange]:
    """Keep many changes in one statement; those that changed nothing are left out (OFFER-8)."""
    rows = []
    for change in changes:
        before, after = difference(change.before, change.after)
        if before != after:
            rows.append(
                OfferChange(
                    offer_id=change.offer_id,
                    at=at,
                    actor_user_id=actor.user_id,
                    actor_organization_id=actor.organization_id,
                    on_behalf_of_user_id=actor.on_behalf_of_user_id,
                    on_behalf_of_organization_id=actor.on_behalf_of_organization_id,
                    source=actor.channel or ("system" if actor.is_system else ""),
                    area=change.area,
                    before=before,
                    after=after,
                )
            )
    return OfferChange.objects.bulk_create(rows, batch_size=BATCH)


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Only the fields that differ, as JSON keeps them; a field missing on one side counts as null there."""
    old, new = plain(before), plain(after)
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    return {name: old.get(name) for name in names}, {name: new.get(name) for name in names}
