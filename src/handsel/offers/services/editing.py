"""Offers change: their own fields, visibility, validity, stores. SKU, merchant and reference never do (OFFER-5)."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any, TypedDict

from django.utils.translation import gettext_lazy as _

from handsel.audit.services import Entry, record, record_many
from handsel.catalog.services.marking import touch
from handsel.core.actors import Actor
from handsel.core.errors import DomainError, InvalidValue, StaleVersion
from handsel.core.integrity import refusing
from handsel.core.plain import plain
from handsel.core.transactions import command, step
from handsel.offers.errors import IdentityIsPermanent, MerchantSkuTaken
from handsel.offers.models import Offer, OfferStore
from handsel.offers.services.access import lock_offers, lock_own_offer, no_such_offer, refusal_to_write
from handsel.offers.services.checking import checked_stores, checked_values
from handsel.offers.services.history import Area, Change, record_changes
from handsel.offers.services.outcomes import Outcome
from handsel.offers.services.reapproval import NO_MOVE, any_change_asks, judged_again, send_back
from handsel.offers.states import ApprovalStatus

AREAS: dict[str, Area] = {
    "merchant_sku": Area.OFFER,
    "minimum_quantity": Area.OFFER,
    "quantity_step": Area.OFFER,
    "pack_size": Area.OFFER,
    "is_active": Area.VISIBILITY,
    "valid_from": Area.VALIDITY,
    "valid_to": Area.VALIDITY,
    "stores": Area.STORES,
}
IDENTITY = frozenset({"reference", "concrete_product", "concrete_product_id", "sku", "merchant", "merchant_id"})


class OfferEdit(TypedDict, total=False):
    """What to change of an offer; what is not named stays. `store_ids` are all stores it is sold in afterwards."""

    merchant_sku: str
    is_active: bool
    valid_from: datetime | None
    valid_to: datetime | None
    minimum_quantity: Decimal | None
    quantity_step: Decimal | None
    pack_size: Decimal | None
    store_ids: tuple[int, ...]


@command
def edit_offer(*, actor: Actor, offer_id: int, edit: OfferEdit, at: datetime, seen_at: datetime | None = None) -> Offer:
    """Change an offer. With `seen_at`, the `updated_at` that the form showed, a change in between is refused.

    Raises NotFound, NotAllowed, InvalidValue, MerchantSkuTaken, IdentityIsPermanent (OFFER-5), StaleVersion.
    """
    offer = lock_own_offer(offer_id, actor)
    if seen_at is not None and offer.updated_at != seen_at:
        raise StaleVersion(what=offer.reference)
    apply_edit(actor=actor, offer=offer, edit=edit, at=at, action="offer.edited")
    return offer


@command
def activate_offer(*, actor: Actor, offer_id: int, at: datetime) -> Offer:
    """Switch an offer on (OFFER-17). Raises NotFound, NotAllowed."""
    offer = lock_own_offer(offer_id, actor)
    apply_edit(actor=actor, offer=offer, edit={"is_active": True}, at=at, action="offer.activated")
    return offer


@command
def deactivate_offer(*, actor: Actor, offer_id: int, at: datetime) -> Offer:
    """Switch an offer off; nothing but a human switches it on again (OFFER-18). Raises NotFound, NotAllowed."""
    offer = lock_own_offer(offer_id, actor)
    apply_edit(actor=actor, offer=offer, edit={"is_active": False}, at=at, action="offer.deactivated")
    return offer


@step
def apply_edit(*, actor: Actor, offer: Offer, edit: OfferEdit, at: datetime, action: str = "offer.edited") -> bool:
    """Change an offer that `lock_own_offer` gave; the answer is whether anything changed.

    Writes history, one audit row of `action`, and marks the product; sends it back to waiting where a store asks for
    that. Raises InvalidValue, MerchantSkuTaken, IdentityIsPermanent.
    """
    before, after, stores_after = _planned(offer, edit)
    if before == after:
        return False
    stores_before = set(offer.offer_stores.values_list("store_id", flat=True))
    _write(offer, after, stores_after, at)
    record_changes(actor=actor, changes=_by_area(offer.pk, before, after), at=at)
    move = NO_MOVE
    is_judged = offer.approval_status == ApprovalStatus.APPROVED and judged_again(actor)
    if is_judged and set(after) != {"is_active"} and any_change_asks(stores_before | (stores_after or set())):
        move = send_back(offer, actor, at)
    facts = {"before": plain(before), "after": plain(after)}
    record(actor=actor, action=action, subject=offer, at=at, move=move, facts=facts)
    touch([offer.concrete_product_id])
    return True


def _planned(offer: Offer, edit: OfferEdit) -> tuple[dict[str, Any], dict[str, Any], set[int] | None]:
    """The fields that would change, before and after, and the ids of all stores afterwards if those change."""
    asked: dict[str, Any] = dict(edit)
    for name in asked:
        if name in IDENTITY:
            raise IdentityIsPermanent(field=name)
        if name not in OfferEdit.__annotations__:
            raise InvalidValue(field=name, reason=_("is not a field of an offer that can be set"))
    store_ids = asked.pop("store_ids", None)
    validity = {name: asked.get(name, getattr(offer, name)) for name in ("valid_from", "valid_to")}
    cleaned = checked_values(validity | asked)
    changed = [name for name in asked if cleaned[name] != getattr(offer, name)]
    before = {name: getattr(offer, name) for name in changed}
    after = {name: cleaned[name] for name in changed}
    stores_after = None
    if store_ids is not None:
        stores = checked_stores(store_ids)
        names = sorted(offer.offer_stores.values_list("store__name", flat=True))
        if names != sorted(store.name for store in stores):
            before["stores"], after["stores"] = names, sorted(store.name for store in stores)
            stores_after = {store.pk for store in stores}
    return before, after, stores_after


def _write(offer: Offer, after: dict[str, Any], stores_after: set[int] | None, at: datetime) -> None:
    fields = [name for name in after if name != "stores"]
    for name in fields:
        setattr(offer, name, after[name])
    offer.updated_at = at
    taken = {"offer_merchant_sku_unique": MerchantSkuTaken(merchant_sku=offer.merchant_sku)}
    with refusing(taken):
        offer.save(update_fields=[*fields, "updated_at"])
    if stores_after is not None:
        OfferStore.objects.filter(offer=offer).exclude(store_id__in=stores_after).delete()
        links = [OfferStore(offer=offer, store_id=store_id) for store_id in sorted(stores_after)]
        OfferStore.objects.bulk_create(links, ignore_conflicts=True)


def _by_area(offer_id: int, before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    areas = dict.fromkeys(AREAS[name] for name in after)
    return [
        Change(
            offer_id,
            area,
            {name: before[name] for name in after if AREAS[name] is area},
            {name: after[name] for name in after if AREAS[name] is area},
        )
        for area in areas
    ]


@command
def set_offers_activity(*, actor: Actor, offer_ids: Iterable[int], is_active: bool, at: datetime) -> list[Outcome]:
    """Switch many offers on or off, each judged on its own, in a constant number of statements (OFFER-17).

    The outcome tells per offer what was refused; one that is already so counts as done.
    """
    asked = list(dict.fromkeys(offer_ids))
    offers = lock_offers(asked, actor)
    outcomes = []
    for offer_id in asked:
        offer = offers.get(offer_id)
        refusal: DomainError | None = refusal_to_write(actor, offer.merchant_id) if offer else no_such_offer()
        outcomes.append(Outcome(offer_id, offer.reference if offer else "", refusal))
    switched = [offers[o.offer_id] for o in outcomes if o.is_done and offers[o.offer_id].is_active != is_active]
    if switched:
        ids = [offer.pk for offer in switched]
        Offer.objects.filter(pk__in=ids).update(is_active=is_active, updated_at=at)
        before, after = {"is_active": not is_active}, {"is_active": is_active}
        record_changes(actor=actor, changes=[Change(pk, Area.VISIBILITY, before, after) for pk in ids], at=at)
        action = "offer.activated" if is_active else "offer.deactivated"
        record_many(actor=actor, action=action, model=Offer, entries=[Entry(pk) for pk in ids], at=at)
        touch(offer.concrete_product_id for offer in switched)
    return outcomes
