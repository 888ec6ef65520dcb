"""Merchants are judged and switched; all their products are marked in one statement (ORG-6 to ORG-9, BOARD-10)."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

import pytest

from handsel.core.actors import Actor
from handsel.core.errors import DomainError, IllegalTransition, InvalidValue, NotAllowed, NotFound
from handsel.offers.models import Offer
from handsel.offers.services.editing import deactivate_offer
from handsel.offers.services.merchants import activate_merchant, approve_merchant, deactivate_merchant, deny_merchant
from handsel.parties.errors import MerchantNotApproved
from handsel.parties.models import Merchant, Organization
from handsel.parties.queries import displayed_merchant
from handsel.parties.services.merchants import set_merchant_trust
from handsel.parties.services.organizations import create_organization
from tests.traces import audited, marked, nothing_written, one_audit_row
from tests.world import CAST, World

Counting = Callable[[int], AbstractContextManager[object]]
ACTS: dict[str, Callable[[Actor, int, datetime], object]] = {
    "approve": lambda actor, pk, at: approve_merchant(actor=actor, merchant_id=pk, at=at),
    "deny": lambda actor, pk, at: deny_merchant(actor=actor, merchant_id=pk, reason="fraud", at=at),
    "activate": lambda actor, pk, at: activate_merchant(actor=actor, merchant_id=pk, at=at),
    "deactivate": lambda actor, pk, at: deactivate_merchant(actor=actor, merchant_id=pk, at=at),
    "trust": lambda actor, pk, at: set_merchant_trust(actor=actor, merchant_id=pk, is_trusted=True, at=at),
}


def mia_is(world: World, status: str, *, is_active: bool = False) -> int:
    Merchant.objects.filter(pk=world.merchants["mia"].pk).update(status=status, is_active=is_active)
    return int(world.merchants["mia"].pk)


def shown(world: World, at: datetime) -> list[str]:
    offers = Offer.objects.displayed(world.stores["DE"].pk, at)
    return sorted(offers.values_list("reference", flat=True))


def test_switching_a_merchant_off_hides_all_it_sells_and_on_brings_back_what_still_may_show(
    world: World, at: datetime
) -> None:
    second, other = world.product("SKU-2"), world.product("SKU-3")
    world.offer("ofr-1")
    gone = world.offer("ofr-2", concrete=second)
    world.offer("ofr-3", concrete=other, merchant="max")
    ola, merchant_id = world.actor("ola"), world.merchants["mia"].pk
    with one_audit_row("merchant.deactivated"), marked(world.concrete, second, among=[other]):
        assert deactivate_merchant(actor=ola, merchant_id=merchant_id, at=at) is True
    assert (shown(world, at), displayed_merchant(reference="m-1")) == (["ofr-3"], None)
    deactivate_offer(actor=world.actor("mia"), offer_id=gone.pk, at=at)
    with one_audit_row("merchant.activated"), marked(world.concrete, second, among=[other]):
        assert activate_merchant(actor=ola, merchant_id=merchant_id, at=at) is True
    assert shown(world, at) == ["ofr-1", "ofr-3"]
    assert displayed_merchant(reference="m-1") == world.merchants["mia"]


def test_switching_to_what_it_is_changes_nothing(world: World, at: datetime) -> None:
    with nothing_written():
        assert activate_merchant(actor=world.actor("ola"), merchant_id=world.merchants["mia"].pk, at=at) is False


def test_a_denied_merchant_becomes_inactive_and_stays_so_when_approved_again(world: World, at: datetime) -> None:
    ola, merchant_id = world.actor("ola"), world.merchants["mia"].pk
    world.offer("ofr-1")
    with marked(world.concrete):
        deny_merchant(actor=ola, merchant_id=merchant_id, reason="fraud", at=at)
    with marked(world.concrete):
        merchant = approve_merchant(actor=ola, merchant_id=merchant_id, at=at)
    assert (merchant.status, merchant.is_active, shown(world, at)) == ("approved", False, [])
    assert audited() == [("merchant.denied", "approved", "denied"), ("merchant.approved", "denied", "approved")]


def test_an_applicant_is_approved_with_its_organization(world: World, at: datetime) -> None:
    ola = world.actor("ola")
    company = create_organization(actor=ola, reference="M-9", name="Nine", kinds=["merchant"], at=at)
    Organization.objects.filter(pk=company.pk).update(status="waiting_for_approval")
    with one_audit_row("merchant.approved"):
        approve_merchant(actor=ola, merchant_id=company.pk, at=at)
    assert Organization.objects.get(pk=company.pk).status == "approved"


@pytest.mark.parametrize("status", ["waiting-for-approval", "denied"])
def test_a_merchant_can_be_active_only_while_it_is_approved(world: World, at: datetime, status: str) -> None:
    merchant_id = mia_is(world, status)
    with nothing_written(), pytest.raises(MerchantNotApproved):
        activate_merchant(actor=world.actor("ola"), merchant_id=merchant_id, at=at)


@pytest.mark.parametrize(("action", "status"), [("approve", "approved"), ("deny", "denied")])
def test_a_merchant_is_not_judged_twice_the_same_way(world: World, at: datetime, action: str, status: str) -> None:
    merchant_id = mia_is(world, status)
    with nothing_written(), pytest.raises(IllegalTransition):
        ACTS[action](world.actor("ola"), merchant_id, at)


def test_denying_a_merchant_needs_a_reason(world: World, at: datetime) -> None:
    with nothing_written(), pytest.raises(InvalidValue):
        deny_merchant(actor=world.actor("ola"), merchant_id=world.merchants["mia"].pk, reason=" ", at=at)


@pytest.mark.parametrize("who", [who for who in CAST if who not in ("ola", "mod")])
@pytest.mark.parametrize("action", ACTS)
def test_only_the_operator_judges_and_switches_merchants(world: World, at: datetime, who: str, action: str) -> None:
    with nothing_written(), pytest.raises(NotAllowed):
        ACTS[action](world.actor(who), world.merchants["mia"].pk, at)


@pytest.mark.parametrize(
    ("who", "refusal"), [("mia", NotAllowed), ("max", NotFound), ("bea", NotFound), ("nemo", NotFound)]
)
def test_a_hidden_merchant_does_not_exist_for_others(
    world: World, at: datetime, who: str, refusal: type[DomainError]
) -> None:
    merchant_id = mia_is(world, "denied")
    with nothing_written(), pytest.raises(refusal):
        approve_merchant(actor=world.actor(who), merchant_id=merchant_id, at=at)


def test_trust_is_given_and_taken(world: World, at: datetime) -> None:
    mod, merchant_id = world.actor("mod"), world.merchants["mia"].pk
    with one_audit_row("merchant.trusted"):
        set_merchant_trust(actor=mod, merchant_id=merchant_id, is_trusted=True, at=at)
    with nothing_written():
        set_merchant_trust(actor=mod, merchant_id=merchant_id, is_trusted=True, at=at)
    with one_audit_row("merchant.not_trusted"):
        set_merchant_trust(actor=mod, merchant_id=merchant_id, is_trusted=False, at=at)


def test_switching_a_merchant_with_few_or_many_products_costs_the_same_queries(
    world: World, at: datetime, django_assert_num_queries: Counting
) -> None:
    ola, merchant_id = world.actor("ola"), world.merchants["mia"].pk
    for number in range(20):
        world.offer(f"ofr-{number}", concrete=world.product(f"SKU-M{number}"))
        if number in {4, 19}:
            with django_assert_num_queries(6):
                deactivate_merchant(actor=ola, merchant_id=merchant_id, at=at)
            activate_merchant(actor=ola, merchant_id=merchant_id, at=at)
