"""Rights come from roles, roles from memberships, in an organization of their kind (RIGHT rules, ORG-13)."""

import pytest

from handsel.core.actors import SYSTEM, Actor
from handsel.core.errors import NotAllowed
from handsel.parties.models import Membership, User
from handsel.parties.queries import actor_for, effective_roles, rights_matrix
from handsel.parties.rights import MAIN_ACCOUNT_ROLES, ROLES, Kind, rights_of, roles_for, roles_in
from tests.world import World


def test_several_roles_add_up_and_included_roles_count() -> None:
    assert rights_of(frozenset({"viewer"})) == {"company.read"}
    assert rights_of(frozenset({"viewer", "approver"})) == {"company.read", "purchase.approve"}
    assert rights_of(frozenset({"company_admin"})) >= rights_of(frozenset({"purchaser", "billing_admin"}))
    assert rights_of(frozenset({"nobody"})) == frozenset()


def test_every_included_role_exists_and_is_of_the_same_kind() -> None:
    for role in ROLES.values():
        assert {ROLES[name].kind for name in role.includes} <= {role.kind}


@pytest.mark.parametrize(
    ("who", "role"), [("bea", "company_admin"), ("mia", "merchant_admin"), ("ola", "marketplace_manager")]
)
def test_a_main_account_has_every_role_of_its_organization(world: World, who: str, role: str) -> None:
    membership = Membership.objects.select_related("organization").get(user=world.user(who))
    assert role in effective_roles(membership)
    assert world.actor(who).rights == rights_of(frozenset({role}))


def test_a_role_counts_only_in_an_organization_of_its_kind(world: World) -> None:
    membership = Membership.objects.get(user=world.user("bob"))
    membership.roles = ["viewer", "moderator", "offer_manager"]
    membership.save()
    assert world.actor("bob").rights == {"company.read"}
    assert roles_in(["merchant"], ["purchaser", "sales"], is_main_account=False) == {"sales"}


def test_an_organization_of_two_kinds_gives_the_roles_of_both(world: World) -> None:
    company = world.organizations["brennhoff"]
    company.kinds = ["customer", "merchant"]
    company.save()
    assert world.actor("bea").may("company.manage")
    assert world.actor("bea").may("offer.write")
    assert not world.actor("bob").may("offer.write")
    assert roles_for(frozenset(company.kinds)) == {
        *MAIN_ACCOUNT_ROLES[Kind.CUSTOMER],
        *MAIN_ACCOUNT_ROLES[Kind.MERCHANT],
    }


@pytest.mark.parametrize("status", ["waiting_for_approval", "denied"])
def test_an_organization_that_is_not_approved_gives_no_rights_and_keeps_its_members(world: World, status: str) -> None:
    company = world.organizations["M-1"]
    company.status = status
    company.save()
    actor = world.actor("mia")
    assert (actor.rights, actor.organization_id, actor.is_signed_in) == (frozenset(), company.pk, True)


def test_only_the_operator_judges(world: World) -> None:
    judges = {
        who: {
            right for right in ("offer.approve", "product.approve", "merchant.approve") if world.actor(who).may(right)
        }
        for who in world.users
    }
    three = {"offer.approve", "product.approve", "merchant.approve"}
    assert {who: rights for who, rights in judges.items() if rights} == {"ola": three, "mod": three}


def test_the_matrix_says_what_the_table_says() -> None:
    rows = {row.role: row for row in rights_matrix()}
    assert set(rows) == set(ROLES)
    assert "offer.write" in rows["merchant_admin"].rights
    assert rows["moderator"].kind == "operator"


def test_the_system_may_do_everything_and_a_stranger_nothing() -> None:
    assert SYSTEM.may("anything.at_all")
    with pytest.raises(NotAllowed) as refusal:
        Actor().require("offer.write")
    assert (refusal.value.http_status, refusal.value.facts) == (403, {"right": "offer.write"})


def test_somebody_acts_for_the_organization_he_chose_and_else_for_his_main_one(world: World) -> None:
    bob, seller = world.user("bob"), world.organizations["M-1"]
    Membership.objects.create(user=bob, organization=seller, roles=["sales"])
    own = world.organizations["brennhoff"]
    assert actor_for(user_id=bob.pk, organization_public_id=None).organization_id == own.pk
    assert actor_for(user_id=bob.pk, organization_public_id=seller.public_id).organization_id == seller.pk
    assert actor_for(user_id=bob.pk, organization_public_id="org_of_somebody_else").organization_id == own.pk


def test_a_user_without_membership_is_signed_in_and_may_nothing(world: World) -> None:
    actor = world.actor("nemo")
    assert (actor.is_signed_in, actor.organization_id, actor.rights, actor.customer_id) == (
        True,
        None,
        frozenset(),
        None,
    )


def test_a_removed_membership_and_a_switched_off_user_give_nothing(world: World) -> None:
    Membership.objects.filter(user=world.user("bob")).update(is_active=False)
    assert world.actor("bob").organization_id is None
    User.objects.filter(pk=world.user("bea").pk).update(is_active=False)
    assert world.actor("bea").rights == frozenset()


def test_who_is_a_customer_is_said_by_the_acting_organization(world: World) -> None:
    assert world.actor("bea").customer_id == world.organizations["brennhoff"].pk
    assert world.actor("mia").customer_id is None
