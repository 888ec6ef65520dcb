"""The operator judges, the merchant reads why and resubmits, files say the status (OFFER-9 to OFFER-16)."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

import pytest
from django.db import transaction

from handsel.core.actors import SYSTEM, Actor
from handsel.core.errors import DomainError, IllegalTransition, InvalidValue, NotAllowed, NotFound
from handsel.offers.models import Offer, OfferChange
from handsel.offers.services.approving import (
    ImposedStatus,
    approve_offer,
    approve_offers,
    deny_offer,
    deny_offers,
    impose_statuses,
    resubmit_offer,
    resubmit_offers,
)
from handsel.offers.states import ApprovalStatus
from tests.traces import audited, marked, nothing_written, one_audit_row
from tests.world import CAST, World

Counting = Callable[[int], AbstractContextManager[object]]
WAITING, APPROVED, DENIED = "waiting_for_approval", "approved", "denied"
Act = Callable[[Actor, int, datetime], Offer]
ACTS: dict[str, Act] = {
    "approve": lambda actor, offer_id, at: approve_offer(actor=actor, offer_id=offer_id, at=at),
    "deny": lambda actor, offer_id, at: deny_offer(actor=actor, offer_id=offer_id, reason="no pictures", at=at),
    "resubmit": lambda actor, offer_id, at: resubmit_offer(actor=actor, offer_id=offer_id, at=at),
}


def offer_in(
    world: World, state: str, reference: str = "ofr-1", merchant: str = "mia", at: datetime | None = None
) -> Offer:
    reason = "no price list" if state == DENIED else ""
    values = {"approval_status": state, "denial_reason": reason}
    return world.offer(reference, merchant=merchant, **(values if state == APPROVED else values | {"approved_at": at}))


@pytest.mark.parametrize(
    ("action", "who", "before", "after"),
    [
        ("approve", "mod", WAITING, APPROVED),
        ("approve", "ola", DENIED, APPROVED),
        ("deny", "mod", WAITING, DENIED),
        ("deny", "ola", APPROVED, DENIED),
        ("resubmit", "mia", DENIED, WAITING),
    ],
)
def test_an_approval_moves_as_the_table_says(
    world: World, at: datetime, action: str, who: str, before: str, after: str
) -> None:
    offer = offer_in(world, before)
    with one_audit_row(f"offer.{action}"), marked(world.concrete, among=[world.product("SKU-2")]):
        ACTS[action](world.actor(who), offer.pk, at)
    row = Offer.objects.get(pk=offer.pk)
    assert (row.approval_status, row.approved_at) == (after, at if after == APPROVED else None)
    assert row.denial_reason == ("no pictures" if after == DENIED else "")
    assert audited() == [(f"offer.{action}", before, after)]
    change = OfferChange.objects.get(offer=offer)
    assert (change.area, change.before["approval_status"], change.after["approval_status"]) == (
        "approval",
        before,
        after,
    )


@pytest.mark.parametrize(
    ("action", "who", "state"),
    [
        ("approve", "ola", APPROVED),
        ("deny", "ola", DENIED),
        ("resubmit", "mia", WAITING),
        ("resubmit", "mia", APPROVED),
    ],
)
def test_any_other_move_is_refused(world: World, at: datetime, action: str, who: str, state: str) -> None:
    offer = offer_in(world, state)
    with nothing_written(), pytest.raises(IllegalTransition):
        ACTS[action](world.actor(who), offer.pk, at)


def test_a_denial_without_a_reason_is_refused(world: World, at: datetime) -> None:
    offer = offer_in(world, WAITING)
    for reason in ("", "  \n"):
        with nothing_written(), pytest.raises(InvalidValue):
            deny_offer(actor=world.actor("ola"), offer_id=offer.pk, reason=reason, at=at)
        with nothing_written(), pytest.raises(InvalidValue):
            deny_offers(actor=world.actor("ola"), offer_ids=[offer.pk], reason=reason, at=at)


JUDGES: dict[str, type[DomainError] | None] = {
    "bea": NotFound,
    "bob": NotFound,
    "cai": NotFound,
    "mia": NotAllowed,
    "max": NotFound,
    "rex": NotFound,
    "sue": NotFound,
    "ola": None,
    "mod": None,
    "nemo": NotFound,
}


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("action", ["approve", "deny"])
def test_only_the_operator_judges(world: World, at: datetime, who: str, action: str) -> None:
    offer, refusal = offer_in(world, WAITING), JUDGES[who]
    if refusal is None:
        ACTS[action](world.actor(who), offer.pk, at)
        return
    with nothing_written(), pytest.raises(refusal):
        ACTS[action](world.actor(who), offer.pk, at)


@pytest.mark.parametrize(
    ("who", "refusal"), [("mod", NotAllowed), ("max", NotFound), ("bea", NotFound), ("nemo", NotFound)]
)
def test_only_its_merchant_resubmits(world: World, at: datetime, who: str, refusal: type[DomainError]) -> None:
    offer = offer_in(world, DENIED)
    with nothing_written(), pytest.raises(refusal):
        ACTS["resubmit"](world.actor(who), offer.pk, at)


def test_many_offers_are_judged_at_once_each_on_its_own(world: World, at: datetime) -> None:
    waiting, denied = offer_in(world, WAITING, "ofr-1"), offer_in(world, DENIED, "ofr-2", merchant="max")
    approved = offer_in(world, APPROVED, "ofr-3")
    outcomes = approve_offers(actor=world.actor("mod"), offer_ids=[approved.pk, 10**9, waiting.pk, denied.pk], at=at)
    assert [(o.reference, o.refusal.code if o.refusal else None) for o in outcomes] == [
        ("ofr-3", "illegal_transition"),
        ("", "not_found"),
        ("ofr-1", None),
        ("ofr-2", None),
    ]
    assert set(Offer.objects.values_list("approval_status", flat=True)) == {APPROVED}
    assert sorted(audited()) == [("offer.approve", DENIED, APPROVED), ("offer.approve", WAITING, APPROVED)]


def test_many_are_denied_for_one_reason_and_resubmitted(world: World, at: datetime) -> None:
    ids = [offer_in(world, WAITING, f"ofr-{number}").pk for number in range(3)]
    deny_offers(actor=world.actor("ola"), offer_ids=ids, reason=" blurred ", at=at)
    assert set(Offer.objects.values_list("approval_status", "denial_reason")) == {(DENIED, "blurred")}
    assert all(outcome.is_done for outcome in resubmit_offers(actor=world.actor("mia"), offer_ids=ids, at=at))
    assert set(Offer.objects.values_list("approval_status", "denial_reason")) == {(WAITING, "")}


def test_a_merchant_who_judges_many_gets_a_refusal_for_each_and_nothing_is_written(world: World, at: datetime) -> None:
    mine, other = offer_in(world, WAITING, "ofr-1"), offer_in(world, WAITING, "ofr-2", merchant="max")
    with nothing_written():
        outcomes = approve_offers(actor=world.actor("mia"), offer_ids=[mine.pk, other.pk], at=at)
    assert [(o.reference, o.refusal.code if o.refusal else None) for o in outcomes] == [
        ("ofr-1", "not_allowed"),
        ("", "not_found"),
    ]


def test_approving_ten_or_twenty_offers_costs_the_same_queries(
    world: World, at: datetime, django_assert_num_queries: Counting
) -> None:
    mod, ids = world.actor("mod"), [offer_in(world, WAITING, f"ofr-{number}").pk for number in range(30)]
    for batch in (ids[:10], ids[10:]):
        with django_assert_num_queries(7):
            approve_offers(actor=mod, offer_ids=batch, at=at)


@pytest.mark.parametrize("before", [WAITING, APPROVED, DENIED])
@pytest.mark.parametrize("after", [WAITING, APPROVED, DENIED])
def test_the_operators_file_sets_any_status_from_any_other(world: World, at: datetime, before: str, after: str) -> None:
    offer = offer_in(world, before)
    with transaction.atomic():
        count = impose_statuses(actor=SYSTEM, statuses={offer.pk: ImposedStatus(ApprovalStatus(after))}, at=at)
    row = Offer.objects.get(pk=offer.pk)
    assert (row.approval_status, count) == (after, int(before != after))
    if before != after:
        assert row.approved_at == (at if after == APPROVED else None)
        assert row.denial_reason == ("import" if after == DENIED else "")


def test_the_file_may_say_why_it_denies(world: World, at: datetime) -> None:
    one, two = offer_in(world, WAITING, "ofr-1"), offer_in(world, WAITING, "ofr-2")
    statuses = {
        one.pk: ImposedStatus(ApprovalStatus.DENIED, "wrong GTIN"),
        two.pk: ImposedStatus(ApprovalStatus.DENIED),
    }
    impose_statuses(actor=world.actor("ola"), statuses=statuses, at=at)
    assert dict(Offer.objects.values_list("reference", "denial_reason")) == {"ofr-1": "wrong GTIN", "ofr-2": "import"}


@pytest.mark.parametrize("who", ["mia", "mod", "bea", "nemo"])
def test_no_merchant_and_no_moderator_imposes_a_status(world: World, at: datetime, who: str) -> None:
    offer = offer_in(world, WAITING)
    with nothing_written(), pytest.raises(NotAllowed):
        impose_statuses(actor=world.actor(who), statuses={offer.pk: ImposedStatus(ApprovalStatus.APPROVED)}, at=at)
