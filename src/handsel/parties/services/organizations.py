"""Organizations come in and are judged."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from handsel.audit.services import record
from handsel.core.actors import Actor
from handsel.core.errors import InvalidValue, NotFound
from handsel.core.integrity import refusing
from handsel.core.locking import locked
from handsel.core.transactions import command
from handsel.parties.errors import ReferenceTaken
from handsel.parties.models import Merchant, Organization
from handsel.parties.rights import Kind
from handsel.parties.states import ORGANIZATION, OrganizationStatus


@command
def create_organization(*, actor: Actor, reference: str, name: str, kinds: Iterable[str], at: datetime) -> Organization:
    """Make an organization; one that sells starts as a merchant that waits for approval and is inactive (ORG-1, ORG-7).

    Made by the operator it is approved. Raises NotAllowed, InvalidValue, ReferenceTaken (ORG-5).
    """
    actor.require("marketplace.manage")
    reference, name, known = reference.strip(), name.strip(), _checked_kinds(kinds)
    if not reference:
        raise InvalidValue(field="reference", reason=_("is required"))
    if not name:
        raise InvalidValue(field="name", reason=_("is required"))
    with refusing({"organization_reference_unique": ReferenceTaken(reference=reference)}):
        organization = Organization.objects.create(
            reference=reference, name=name, kinds=known, status=OrganizationStatus.APPROVED, created_at=at
        )
    if Kind.MERCHANT in known:
        Merchant.objects.create(organization=organization)
    record(actor=actor, action="organization.created", subject=organization, at=at, facts={"kinds": known})
    return organization


@command
def approve_organization(*, actor: Actor, organization_id: int, at: datetime) -> Organization:
    """Let a company trade. Raises NotFound, NotAllowed, IllegalTransition."""
    return _judge(actor, organization_id, "approve", "", at)


@command
def deny_organization(*, actor: Actor, organization_id: int, reason: str, at: datetime) -> Organization:
    """Stop a company from trading: its members keep their accounts and lose their rights (ORG-13).

    Raises NotFound, NotAllowed, IllegalTransition, InvalidValue without a reason.
    """
    if not reason.strip():
        raise InvalidValue(field="reason", reason=_("is required"))
    return _judge(actor, organization_id, "deny", reason.strip(), at)


def _judge(actor: Actor, organization_id: int, action: str, reason: str, at: datetime) -> Organization:
    rows = locked(Organization.objects.visible_to(actor).filter(pk=organization_id))
    if not rows:
        raise NotFound(what=_("The organization"))
    actor.require("marketplace.manage")
    [organization] = rows
    before = organization.status
    organization.status = ORGANIZATION.target_of(action, state=before, role="operator")
    organization.save(update_fields=("status",))
    record(
        actor=actor,
        action=f"organization.{organization.status}",
        subject=organization,
        at=at,
        move=(before, organization.status),
        reason=reason,
    )
    return organization


def _checked_kinds(kinds: Iterable[str]) -> list[str]:
    asked = set(kinds)
    unknown = asked.difference(Kind)
    if unknown or not asked:
        raise InvalidValue(field="kinds", reason=_("choose among %s") % ", ".join(Kind))
    return [kind.value for kind in Kind if kind in asked]
