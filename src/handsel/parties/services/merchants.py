"""The selling side of an organization: judged, trusted, switched on and off.

What a merchant's state does to its offers is the business of `offers.services.merchants`, which composes these steps
and marks the products (decision 0003).
"""

from datetime import datetime

from handsel.audit.services import record
from handsel.core.actors import Actor
from handsel.core.transactions import command, step
from handsel.parties.errors import MerchantNotApproved
from handsel.parties.models import Merchant, Organization
from handsel.parties.services.access import lock_merchant
from handsel.parties.states import MERCHANT, MerchantStatus, OrganizationStatus


@step
def set_merchant_status(*, actor: Actor, merchant_id: int, action: str, reason: str, at: datetime) -> Merchant:
    """Approve or deny a merchant; denying makes it inactive (ORG-6, ORG-7). The caller must touch its products.

    An applicant's organization is approved with it. Raises NotFound, NotAllowed, IllegalTransition.
    """
    merchant = lock_merchant(merchant_id, actor, right="merchant.approve")
    before = merchant.status
    merchant.status = MERCHANT.target_of(action, state=before, role="operator")
    merchant.is_active = merchant.is_active and merchant.status == MerchantStatus.APPROVED
    merchant.save(update_fields=("status", "is_active"))
    if merchant.status == MerchantStatus.APPROVED:
        applicants = Organization.objects.filter(pk=merchant.pk, status=OrganizationStatus.WAITING)
        applicants.update(status=OrganizationStatus.APPROVED)
    record(
        actor=actor,
        action="merchant.approved" if action == "approve" else "merchant.denied",
        subject=merchant,
        at=at,
        move=(before, merchant.status),
        reason=reason,
    )
    return merchant


@step
def set_merchant_activity(*, actor: Actor, merchant_id: int, is_active: bool, at: datetime) -> bool:
    """Switch a merchant on or off; the answer is whether that changed anything (ORG-8).

    The caller must touch its products.

    Raises NotFound, NotAllowed, MerchantNotApproved.
    """
    merchant = lock_merchant(merchant_id, actor, right="merchant.approve")
    if is_active and merchant.status != MerchantStatus.APPROVED:
        raise MerchantNotApproved
    if merchant.is_active == is_active:
        return False
    merchant.is_active = is_active
    merchant.save(update_fields=("is_active",))
    action = "merchant.activated" if is_active else "merchant.deactivated"
    record(actor=actor, action=action, subject=merchant, at=at)
    return True


@command
def set_merchant_trust(*, actor: Actor, merchant_id: int, is_trusted: bool, at: datetime) -> Merchant:
    """Say whether a merchant's new offers are approved at once; its present ones stay as they are (ORG-9).

    Raises NotFound, NotAllowed.
    """
    merchant = lock_merchant(merchant_id, actor, right="merchant.approve")
    if merchant.is_trusted != is_trusted:
        merchant.is_trusted = is_trusted
        merchant.save(update_fields=("is_trusted",))
        action = "merchant.trusted" if is_trusted else "merchant.not_trusted"
        record(actor=actor, action=action, subject=merchant, at=at)
    return merchant
