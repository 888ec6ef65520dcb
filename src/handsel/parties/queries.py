"""Read functions of organizations and people."""

from dataclasses import dataclass

from handsel.core.actors import ANONYMOUS, Actor
from handsel.parties.errors import NotAMember
from handsel.parties.models import Contract, Membership, Merchant
from handsel.parties.rights import ROLES, rights_of, roles_in
from handsel.parties.states import OrganizationStatus


@dataclass(frozen=True, slots=True)
class MembershipChoice:
    """An organization somebody may act for."""

    organization_id: int
    organization_public_id: str
    organization_name: str
    uid: str
    is_main_account: bool


def effective_roles(membership: Membership) -> frozenset[str]:
    """The roles a membership works with (RIGHT-2, RIGHT-4)."""
    return roles_in(membership.organization.kinds, membership.roles, is_main_account=membership.is_main_account)


def actor_of(membership: Membership) -> Actor:
    """The actor that a membership makes; an organization that is not approved gives no rights (ORG-13)."""
    organization = membership.organization
    is_trading = organization.status == OrganizationStatus.APPROVED
    return Actor(
        user_id=membership.user_id,
        membership_id=membership.pk,
        organization_id=organization.pk,
        kinds=frozenset(organization.kinds),
        rights=membership.rights if is_trading else frozenset(),
    )


def actor_for(*, user_id: int | None, organization_public_id: str | None) -> Actor:
    """The actor of a signed-in user for the organization he chose, else his first; one query.

    Without any usable membership the user is signed in and has no rights. A choice that is not his is ignored.
    """
    if user_id is None:
        return ANONYMOUS
    memberships = list(
        Membership.objects.usable()
        .filter(user_id=user_id)
        .select_related("organization")
        .order_by("-is_main_account", "pk")
    )
    for membership in memberships:
        if membership.organization.public_id == organization_public_id:
            return actor_of(membership)
    return actor_of(memberships[0]) if memberships else Actor(user_id=user_id)


def memberships_of(*, user_id: int) -> list[MembershipChoice]:
    """Every organization the user may act for, by name."""
    rows = (
        Membership.objects.usable()
        .filter(user_id=user_id)
        .select_related("organization")
        .order_by("organization__name")
    )
    return [
        MembershipChoice(
            row.organization_id, row.organization.public_id, row.organization.name, row.uid, row.is_main_account
        )
        for row in rows
    ]


def displayed_merchant(*, reference: str) -> Merchant | None:
    """The merchant that storefronts show under this reference, ignoring case; None when there is none."""
    return Merchant.objects.displayed().referenced(reference).select_related("organization").first()


@dataclass(frozen=True, slots=True)
class ContractFact:
    """A contract whose prices a customer company gets."""

    key: str
    merchant_id: int


def contracts_of(*, organization_id: int | None) -> list[ContractFact]:
    """The contracts assigned to a company, by key; owning one alone gives no prices (ORG-11)."""
    if organization_id is None:
        return []
    rows = Contract.objects.filter(assigned__organization_id=organization_id).order_by("key")
    return [ContractFact(row.key, row.merchant_id) for row in rows]


def membership_for(*, user_id: int, organization_public_id: str) -> Membership:
    """The user's membership of an organization, if he can act through it. Raises NotAMember (ORG-2)."""
    membership = (
        Membership.objects.usable()
        .select_related("organization")
        .filter(user_id=user_id, organization__public_id=organization_public_id)
        .first()
    )
    if membership is None:
        raise NotAMember
    return membership


def members_of(*, organization_id: int) -> list[Membership]:
    """Everybody in an organization, the main account first, then by name; removed members last."""
    return list(
        Membership.objects.filter(organization_id=organization_id)
        .select_related("user", "organization")
        .order_by("-is_main_account", "-is_active", "user__last_name", "user__first_name", "pk")
    )


@dataclass(frozen=True, slots=True)
class RightsRow:
    """One line of the rights matrix: what a role may do, roles it includes counted in."""

    role: str
    kind: str
    rights: frozenset[str]


def rights_matrix() -> list[RightsRow]:
    """Every role with its rights, in the table's order (RIGHT-3)."""
    return [RightsRow(role.name, role.kind.value, rights_of(frozenset({role.name}))) for role in ROLES.values()]
