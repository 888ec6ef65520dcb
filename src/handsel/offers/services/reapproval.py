"""Which edits send an approved offer back to waiting: the policy of the stores it is sold in (OFFER-15)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from handsel.catalog.models import Store
from handsel.catalog.states import Reapproval
from handsel.core.actors import Actor
from handsel.core.locking import locked
from handsel.core.transactions import step
from handsel.offers.models import Offer, OfferStore
from handsel.offers.services.history import Area, record_change
from handsel.offers.states import OFFER, ApprovalStatus

NO_MOVE = ("", "")


@dataclass(frozen=True, slots=True)
class PriceMove:
    """An amount of an offer in one store before and after; None is no amount."""

    store_id: int
    before: Decimal | None
    after: Decimal | None

    def is_over(self, percent: int) -> bool:
        """Whether it moved by more than `percent` of what it was; one that came, went, or was zero counts as over."""
        if self.before == self.after:
            return False
        if self.before is None or self.after is None or self.before == 0:
            return True
        return abs(self.after - self.before) * 100 > self.before * percent


@step
def reconsider_prices(*, actor: Actor, offer_id: int, moves: Iterable[PriceMove], at: datetime) -> tuple[str, str]:
    """Send an approved offer back to waiting if a store's policy asks for it after these price changes (OFFER-15).

    Returns the move of its approval for the caller's audit row, or two empty texts. The operator's own edits need no
    second look. The caller writes the history of the prices and marks the product.
    """
    changed = [move for move in moves if move.before != move.after]
    if not changed or not judged_again(actor):
        return NO_MOVE
    [offer] = locked(Offer.objects.filter(pk=offer_id))
    if offer.approval_status != ApprovalStatus.APPROVED:
        return NO_MOVE
    concerned = set(OfferStore.objects.filter(offer_id=offer_id).values_list("store_id", flat=True))
    stores = Store.objects.filter(pk__in=concerned | {move.store_id for move in changed})
    if not any(_asks_after_prices(store, changed) for store in stores):
        return NO_MOVE
    return send_back(offer, actor, at)


def _asks_after_prices(store: Store, moves: list[PriceMove]) -> bool:
    if store.reapproval == Reapproval.ANY:
        return True
    if store.reapproval != Reapproval.PRICE:
        return False
    return any(move.store_id == store.pk and move.is_over(store.reapproval_percent) for move in moves)


def judged_again(actor: Actor) -> bool:
    """Whether this actor's edits are judged at all: those of people who cannot approve."""
    return not (actor.may("offer.approve") or actor.may("offer.write_any"))


def any_change_asks(store_ids: Iterable[int]) -> bool:
    """Whether one of the stores wants to see an offer again after any change."""
    return Store.objects.filter(pk__in=set(store_ids), reapproval=Reapproval.ANY).exists()


def send_back(offer: Offer, actor: Actor, at: datetime) -> tuple[str, str]:
    """Move a locked, approved offer to waiting, with history; returns the move."""
    before = offer.approval_status
    offer.approval_status = OFFER.target_of("reapprove", state=before, role="policy")
    offer.approved_at = None
    offer.save(update_fields=("approval_status", "approved_at"))
    record_change(
        actor=actor,
        offer_id=offer.pk,
        area=Area.APPROVAL,
        before={"approval_status": before},
        after={"approval_status": offer.approval_status},
        at=at,
    )
    return before, offer.approval_status
