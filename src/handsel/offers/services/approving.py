"""The operator judges offers, one or many; a merchant resubmits; the operator's files say the status."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from handsel.audit.services import Entry, record_many
from handsel.catalog.services.marking import touch
from handsel.core.actors import Actor
from handsel.core.errors import DomainError, InvalidValue, NotAllowed
from handsel.core.locking import locked
from handsel.core.transactions import command, step
from handsel.offers.models import Offer
from handsel.offers.services.access import lock_offers, no_such_offer, refusal_to_write
from handsel.offers.services.history import Area, Change, record_changes
from handsel.offers.services.outcomes import Outcome
from handsel.offers.states import IMPORT_ACTIONS, OFFER, ApprovalStatus

IMPORT_REASON = "import"


@command
def approve_offer(*, actor: Actor, offer_id: int, at: datetime) -> Offer:
    """Let an offer be displayed (OFFER-9, OFFER-10). Raises NotFound, NotAllowed, IllegalTransition."""
    return _only(_move(actor, [offer_id], "approve", "operator", "", at))


@command
def deny_offer(*, actor: Actor, offer_id: int, reason: str, at: datetime) -> Offer:
    """Refuse an offer, with the reason that its merchant reads (OFFER-11).

    Raises NotFound, NotAllowed, IllegalTransition, InvalidValue without a reason.
    """
    return _only(_move(actor, [offer_id], "deny", "operator", _checked_reason(reason), at))


@command
def resubmit_offer(*, actor: Actor, offer_id: int, at: datetime) -> Offer:
    """Ask the operator to judge a denied offer again (OFFER-12). Raises NotFound, NotAllowed, IllegalTransition."""
    return _only(_move(actor, [offer_id], "resubmit", "merchant", "", at))


@command
def approve_offers(*, actor: Actor, offer_ids: Iterable[int], at: datetime) -> list[Outcome]:
    """Approve many offers, each judged on its own, in a constant number of statements (OFFER-16)."""
    return _move(actor, offer_ids, "approve", "operator", "", at)


@command
def deny_offers(*, actor: Actor, offer_ids: Iterable[int], reason: str, at: datetime) -> list[Outcome]:
    """Deny many offers for one reason, each judged on its own (OFFER-11, OFFER-16). Raises InvalidValue."""
    return _move(actor, offer_ids, "deny", "operator", _checked_reason(reason), at)


@command
def resubmit_offers(*, actor: Actor, offer_ids: Iterable[int], at: datetime) -> list[Outcome]:
    """Resubmit many denied offers, each judged on its own (OFFER-12, OFFER-16)."""
    return _move(actor, offer_ids, "resubmit", "merchant", "", at)


@dataclass(frozen=True, slots=True)
class ImposedStatus:
    """What the operator's file says about an offer's approval; `reason` is empty or the file's denial reason."""

    status: ApprovalStatus
    reason: str = ""


@step
def impose_statuses(*, actor: Actor, statuses: Mapping[int, ImposedStatus], at: datetime) -> int:
    """Set the status that the operator's import file carries, from any to any (OFFER-14); returns how many changed.

    The reason is the file's, else `import`. Raises NotAllowed for anybody but the operator.
    """
    actor.require("import.run_any")
    offers = locked(Offer.objects.filter(pk__in=statuses))
    changed = 0
    for status in ApprovalStatus:
        moved = [o for o in offers if statuses[o.pk].status == status and o.approval_status != status]
        if moved:
            reasons = {offer.pk: statuses[offer.pk].reason.strip() or IMPORT_REASON for offer in moved}
            _write(actor, moved, IMPORT_ACTIONS[status.value], "import", reasons, at)
            changed += len(moved)
    return changed


def _move(actor: Actor, offer_ids: Iterable[int], action: str, role: str, reason: str, at: datetime) -> list[Outcome]:
    asked = list(dict.fromkeys(offer_ids))
    offers = lock_offers(asked, actor)
    outcomes = [_judged(actor, offer_id, offers.get(offer_id), action, role) for offer_id in asked]
    moved = [offers[outcome.offer_id] for outcome in outcomes if outcome.is_done]
    if moved:
        _write(actor, moved, action, role, dict.fromkeys((offer.pk for offer in moved), reason), at)
    return outcomes


def _judged(actor: Actor, offer_id: int, offer: Offer | None, action: str, role: str) -> Outcome:
    """Whether this actor may do this to this offer now."""
    if offer is None:
        return Outcome(offer_id, "", no_such_offer())
    refusal: DomainError | None
    if role == "operator":
        refusal = None if actor.may("offer.approve") else NotAllowed(right="offer.approve")
    else:
        refusal = refusal_to_write(actor, offer.merchant_id)
    if refusal is None:
        try:
            OFFER.target_of(action, state=offer.approval_status, role=role)
        except DomainError as illegal:
            refusal = illegal
    return Outcome(offer_id, offer.reference, refusal)


def _write(actor: Actor, offers: list[Offer], action: str, role: str, reasons: Mapping[int, str], at: datetime) -> None:
    """Move locked offers, all to the same state: rows, history, audit, marks."""
    target = OFFER.target_of(action, state=offers[0].approval_status, role=role)
    is_denied = target == ApprovalStatus.DENIED
    changes = [
        Change(
            offer.pk,
            Area.APPROVAL,
            {"approval_status": offer.approval_status, "denial_reason": offer.denial_reason},
            {"approval_status": target, "denial_reason": reasons[offer.pk] if is_denied else ""},
        )
        for offer in offers
    ]
    entries = [Entry(offer.pk, (offer.approval_status, target), reasons[offer.pk]) for offer in offers]
    by_reason: dict[str, list[int]] = {}
    for change in changes:
        by_reason.setdefault(str(change.after["denial_reason"]), []).append(change.offer_id)
    for reason, offer_ids in by_reason.items():
        Offer.objects.filter(pk__in=offer_ids).update(
            approval_status=target,
            approved_at=at if target == ApprovalStatus.APPROVED else None,
            denial_reason=reason,
            updated_at=at,
        )
    record_changes(actor=actor, changes=changes, at=at)
    record_many(actor=actor, action=f"offer.{action}", model=Offer, entries=entries, at=at)
    touch(offer.concrete_product_id for offer in offers)


def _only(outcomes: list[Outcome]) -> Offer:
    [outcome] = outcomes
    if outcome.refusal is not None:
        raise outcome.refusal
    return Offer.objects.get(pk=outcome.offer_id)


def _checked_reason(reason: str) -> str:
    if not reason.strip():
        raise InvalidValue(field="reason", reason=_("is required"))
    return reason.strip()
