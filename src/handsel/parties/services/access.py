"""Who may change what of an organization. Every service asks here, whatever a page shows (RIGHT-8)."""

from django.utils.translation import gettext_lazy as _

from handsel.core.actors import Actor
from handsel.core.errors import NotAllowed, NotFound
from handsel.core.locking import locked, locked_whole
from handsel.parties.models import Contract, Merchant, Organization
from handsel.parties.rights import MANAGES, Kind


def lock_managed_organization(organization_id: int, actor: Actor) -> Organization:
    """The organization, locked, if the actor manages it: his own, or any as marketplace manager.

    Raises NotFound for one he cannot see (RIGHT-5), NotAllowed without the right.
    """
    rows = locked(Organization.objects.visible_to(actor).filter(pk=organization_id))
    if not rows:
        raise NotFound(what=_("The organization"))
    [organization] = rows
    if not actor.may("marketplace.manage") and not (
        actor.organization_id == organization.pk and any(actor.may(MANAGES[Kind(kind)]) for kind in organization.kinds)
    ):
        raise NotAllowed(right=" / ".join(sorted(MANAGES[Kind(kind)] for kind in organization.kinds)))
    return organization


def lock_merchant(merchant_id: int, actor: Actor, *, right: str) -> Merchant:
    """The merchant with its organization, locked, for an operator who holds `right`. Raises NotFound, NotAllowed."""
    rows = locked_whole(Merchant.objects.visible_to(actor).select_related("organization").filter(pk=merchant_id))
    if not rows:
        raise NotFound(what=_("The merchant"))
    actor.require(right)
    return rows[0]


def require_contract_writer(actor: Actor, merchant_id: int) -> None:
    """Contracts are their merchant's; a marketplace manager may write any. Raises NotFound, NotAllowed (RIGHT-7)."""
    if actor.may("marketplace.manage"):
        return
    if actor.organization_id == merchant_id:
        actor.require("contract.write")
    elif actor.may("backoffice.read"):
        raise NotAllowed(right="marketplace.manage")
    else:
        raise NotFound(what=_("The merchant"))


def lock_contract(contract_id: int, actor: Actor) -> Contract:
    """The contract, locked, if the actor may write it; another merchant's does not exist for him (RIGHT-5)."""
    rows = locked(Contract.objects.filter(pk=contract_id))
    if not rows or not (actor.may("backoffice.read") or actor.organization_id == rows[0].merchant_id):
        raise NotFound(what=_("The contract"))
    require_contract_writer(actor, rows[0].merchant_id)
    return rows[0]
