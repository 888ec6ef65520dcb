"""People join, change roles, leave, and choose for whom they act (ORG-2 to ORG-4, RIGHT-4)."""

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from handsel.core.errors import NotAllowed, NotFound
from handsel.core.ids import is_uid
from handsel.parties.errors import AlreadyAMember, MainAccountProtected, NotAMember, UnknownRole
from handsel.parties.models import Membership
from handsel.parties.queries import members_of, memberships_of
from handsel.parties.services.memberships import add_member, change_roles, remove_member, switch_organization
from handsel.parties.services.organizations import create_organization
from tests.traces import nothing_written, one_audit_row
from tests.world import World


def membership_of(world: World, who: str) -> Membership:
    return Membership.objects.get(user=world.user(who))


def test_the_first_member_is_the_main_account_and_carries_the_organizations_uid(world: World, at: datetime) -> None:
    ola = world.actor("ola")
    company = create_organization(actor=ola, reference="acme", name="Acme", kinds=["customer"], at=at)
    first = add_member(actor=ola, organization_id=company.pk, user_id=world.user("nemo").pk, roles=[], at=at)
    second = add_member(actor=ola, organization_id=company.pk, user_id=world.user("cai").pk, roles=["viewer"], at=at)
    assert (first.is_main_account, first.uid) == (True, company.uid)
    assert second.is_main_account is False
    assert second.uid != company.uid
    assert is_uid(second.uid)


def test_an_admin_takes_a_colleague_in(world: World, at: datetime) -> None:
    company = world.organizations["brennhoff"]
    with one_audit_row("membership.added"):
        member = add_member(
            actor=world.actor("bea"),
            organization_id=company.pk,
            user_id=world.user("nemo").pk,
            roles=["purchaser", "approver", "purchaser"],
            at=at,
        )
    assert (member.roles, member.is_main_account, member.is_active) == (["approver", "purchaser"], False, True)
    assert world.actor("nemo").may("order.place")
    assert [str(row.user) for row in members_of(organization_id=company.pk)] == ["Bea", "Bob", "Nemo"]


@pytest.mark.parametrize("role", ["moderator", "offer_manager", "king", ""])
def test_a_role_of_another_kind_of_organization_is_refused(world: World, at: datetime, role: str) -> None:
    company = world.organizations["brennhoff"]
    with nothing_written(), pytest.raises(UnknownRole):
        add_member(
            actor=world.actor("bea"), organization_id=company.pk, user_id=world.user("nemo").pk, roles=[role], at=at
        )
    with nothing_written(), pytest.raises(UnknownRole):
        change_roles(actor=world.actor("bea"), membership_id=membership_of(world, "bob").pk, roles=[role], at=at)


def test_nobody_is_a_member_twice(world: World, at: datetime) -> None:
    company = world.organizations["brennhoff"]
    with nothing_written(), pytest.raises(AlreadyAMember, match=r"bob@example\.com"):
        add_member(actor=world.actor("bea"), organization_id=company.pk, user_id=world.user("bob").pk, roles=[], at=at)


def test_roles_change_and_an_equal_set_changes_nothing(world: World, at: datetime) -> None:
    bea, bob = world.actor("bea"), membership_of(world, "bob")
    with one_audit_row("membership.roles_changed"):
        change_roles(actor=bea, membership_id=bob.pk, roles=["purchaser"], at=at)
    assert world.actor("bob").may("order.place")
    with nothing_written():
        change_roles(actor=bea, membership_id=bob.pk, roles=["purchaser"], at=at)


def test_a_member_who_left_can_act_no_more_and_comes_back_with_his_uid(world: World, at: datetime) -> None:
    bea, bob, company = world.actor("bea"), membership_of(world, "bob"), world.organizations["brennhoff"]
    with one_audit_row("membership.removed"):
        remove_member(actor=bea, membership_id=bob.pk, at=at)
    assert world.actor("bob").organization_id is None
    with nothing_written(), pytest.raises(NotFound):
        remove_member(actor=bea, membership_id=bob.pk, at=at)
    back = add_member(actor=bea, organization_id=company.pk, user_id=bob.user_id, roles=["viewer"], at=at)
    assert (back.pk, back.uid, back.is_active) == (bob.pk, bob.uid, True)


def test_the_main_account_stays(world: World, at: datetime) -> None:
    with nothing_written(), pytest.raises(MainAccountProtected):
        remove_member(actor=world.actor("ola"), membership_id=membership_of(world, "bea").pk, at=at)


def test_the_database_has_one_main_account_an_organization_and_keeps_it_active(world: World) -> None:
    bob, bea = membership_of(world, "bob"), membership_of(world, "bea")
    bob.is_main_account = True
    with pytest.raises(IntegrityError, match="membership_one_main_account"), transaction.atomic():
        bob.save()
    bea.is_active = False
    with pytest.raises(IntegrityError, match="membership_main_account_active"), transaction.atomic():
        bea.save()


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("bob", NotAllowed),
        ("cai", NotFound),
        ("mia", NotFound),
        ("mod", NotAllowed),
        ("sue", NotFound),
        ("nemo", NotFound),
    ],
)
def test_only_an_admin_of_the_organization_manages_its_members(
    world: World, at: datetime, who: str, refusal: type[Exception]
) -> None:
    actor, company, bob = world.actor(who), world.organizations["brennhoff"], membership_of(world, "bob")
    with nothing_written(), pytest.raises(refusal):
        add_member(actor=actor, organization_id=company.pk, user_id=world.user("rex").pk, roles=[], at=at)
    with nothing_written(), pytest.raises(refusal):
        change_roles(actor=actor, membership_id=bob.pk, roles=["company_admin"], at=at)
    with nothing_written(), pytest.raises(refusal):
        remove_member(actor=actor, membership_id=bob.pk, at=at)


def test_somebody_switches_to_another_of_his_organizations(world: World, at: datetime) -> None:
    bob, seller = world.user("bob"), world.organizations["M-1"]
    add_member(actor=world.actor("mia"), organization_id=seller.pk, user_id=bob.pk, roles=["sales"], at=at)
    with one_audit_row("membership.switched"):
        chosen = switch_organization(user_id=bob.pk, organization_public_id=seller.public_id, at=at)
    assert chosen.organization_id == seller.pk
    assert [choice.organization_name for choice in memberships_of(user_id=bob.pk)] == ["Brennhoff", "M-1"]


def test_nobody_switches_to_an_organization_that_is_not_his(world: World, at: datetime) -> None:
    with nothing_written(), pytest.raises(NotAMember):
        switch_organization(
            user_id=world.user("bob").pk, organization_public_id=world.organizations["M-1"].public_id, at=at
        )
