"""People in organizations: joining, roles, leaving, and for whom somebody acts."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from handsel.audit.services import record
from handsel.core.actors import Actor
from handsel.core.errors import NotFound
from handsel.core.locking import locked
from handsel.core.transactions import command
from handsel.parties.errors import AlreadyAMember, MainAccountProtected, UnknownRole
from handsel.parties.models import Membership, Organization, User
from handsel.parties.queries import actor_of, membership_for
from handsel.parties.rights import roles_for
from handsel.parties.services.access import lock_managed_organization


@command
def add_member(*, actor: Actor, organization_id: int, user_id: int, roles: Iterable[str], at: datetime) -> Membership:
    """Take a user into an organization with these roles; the first one becomes its main account (ORG-4).

    The main account's UID is the organization's; every other membership gets one of its own. Somebody who was removed
    comes back with the UID he had (ORG-3). Raises NotFound, NotAllowed, UnknownRole, AlreadyAMember.
    """
    organization = lock_managed_organization(organization_id, actor)
    granted = _checked_roles(organization, roles)
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise NotFound(what=_("The user"))
    membership = _joined(organization, user, granted, at)
    record(
        actor=actor,
        action="membership.added",
        subject=membership,
        at=at,
        facts={"roles": granted, "is_main_account": membership.is_main_account},
    )
    return membership


def _joined(organization: Organization, user: User, roles: list[str], at: datetime) -> Membership:
    members = Membership.objects.filter(organization=organization)
    former = members.filter(user=user).first()
    if former is not None:
        if former.is_active:
            raise AlreadyAMember(email=user.email)
        former.is_active, former.roles = True, roles
        former.save(update_fields=("is_active", "roles"))
        return former
    membership = Membership(organization=organization, user=user, roles=roles, created_at=at)
    if not members.filter(is_main_account=True).exists():
        membership.is_main_account, membership.uid = True, organization.uid
    membership.save()
    return membership


@command
def change_roles(*, actor: Actor, membership_id: int, roles: Iterable[str], at: datetime) -> Membership:
    """Give a member exactly these roles; the main account keeps all of its organization's anyway (RIGHT-2).

    Raises NotFound, NotAllowed, UnknownRole.
    """
    membership = _lock_membership(actor, membership_id)
    before, granted = membership.roles, _checked_roles(membership.organization, roles)
    if before == granted:
        return membership
    membership.roles = granted
    membership.save(update_fields=("roles",))
    record(
        actor=actor,
        action="membership.roles_changed",
        subject=membership,
        at=at,
        facts={"before": before, "after": granted},
    )
    return membership


@command
def remove_member(*, actor: Actor, membership_id: int, at: datetime) -> Membership:
    """Take a member out of an organization: he can no longer act for it, his UID stays his.

    Raises NotFound, NotAllowed, MainAccountProtected.
    """
    membership = _lock_membership(actor, membership_id)
    if membership.is_main_account:
        raise MainAccountProtected
    membership.is_active = False
    membership.save(update_fields=("is_active",))
    record(actor=actor, action="membership.removed", subject=membership, at=at)
    return membership


@command
def switch_organization(*, user_id: int, organization_public_id: str, at: datetime) -> Membership:
    """Say for which organization a user acts from now on (ORG-2); the interface remembers it. Raises NotAMember."""
    membership = membership_for(user_id=user_id, organization_public_id=organization_public_id)
    record(actor=actor_of(membership), action="membership.switched", subject=membership, at=at)
    return membership


def _lock_membership(actor: Actor, membership_id: int) -> Membership:
    """The active membership, locked after its organization, if the actor manages that organization."""
    found = Membership.objects.filter(pk=membership_id, is_active=True).first()
    if found is None:
        raise NotFound(what=_("The member"))
    try:
        organization = lock_managed_organization(found.organization_id, actor)
    except NotFound:
        raise NotFound(what=_("The member")) from None
    rows = locked(Membership.objects.filter(pk=membership_id, is_active=True))
    if not rows:
        raise NotFound(what=_("The member"))
    rows[0].organization = organization
    return rows[0]


def _checked_roles(organization: Organization, roles: Iterable[str]) -> list[str]:
    """The roles in order, each of them one of the organization's kinds (RIGHT-4)."""
    asked = sorted(set(roles))
    for role in asked:
        if role not in roles_for(frozenset(organization.kinds)):
            raise UnknownRole(role=role[:40])
    return asked
