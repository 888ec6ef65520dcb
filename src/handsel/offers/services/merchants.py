"""Judging and switching merchants: these commands are here because they change what stores show (decision 0003)."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from handsel.catalog.services.marking import touch_selected
from handsel.core.actors import Actor
from handsel.core.errors import InvalidValue
from handsel.core.transactions import command
from handsel.parties.models import Merchant
from handsel.parties.services.merchants import set_merchant_activity, set_merchant_status

PRODUCTS_OF_MERCHANT = "SELECT concrete_product_id FROM offers_offer WHERE merchant_id = %s"


@command
def approve_merchant(*, actor: Actor, merchant_id: int, at: datetime) -> Merchant:
    """Let a merchant sell; it stays inactive until somebody switches it on (ORG-6, ORG-7).

    Raises NotFound, NotAllowed, IllegalTransition.
    """
    merchant = set_merchant_status(actor=actor, merchant_id=merchant_id, action="approve", reason="", at=at)
    touch_selected(PRODUCTS_OF_MERCHANT, [merchant_id])
    return merchant


@command
def deny_merchant(*, actor: Actor, merchant_id: int, reason: str, at: datetime) -> Merchant:
    """Stop a merchant from selling: it becomes inactive and all its offers vanish (ORG-7, ORG-8).

    Raises NotFound, NotAllowed, IllegalTransition, InvalidValue without a reason.
    """
    if not reason.strip():
        raise InvalidValue(field="reason", reason=_("is required"))
    merchant = set_merchant_status(actor=actor, merchant_id=merchant_id, action="deny", reason=reason.strip(), at=at)
    touch_selected(PRODUCTS_OF_MERCHANT, [merchant_id])
    return merchant


@command
def activate_merchant(*, actor: Actor, merchant_id: int, at: datetime) -> bool:
    """Switch an approved merchant on: those of its offers that meet the other conditions show again (ORG-8).

    The answer is whether it was off. Raises NotFound, NotAllowed, MerchantNotApproved.
    """
    return _switch(actor, merchant_id, at, is_active=True)


@command
def deactivate_merchant(*, actor: Actor, merchant_id: int, at: datetime) -> bool:
    """Switch a merchant off: its page and all its offers vanish at once (ORG-8). Raises NotFound, NotAllowed."""
    return _switch(actor, merchant_id, at, is_active=False)


def _switch(actor: Actor, merchant_id: int, at: datetime, *, is_active: bool) -> bool:
    has_changed = set_merchant_activity(actor=actor, merchant_id=merchant_id, is_active=is_active, at=at)
    if has_changed:
        touch_selected(PRODUCTS_OF_MERCHANT, [merchant_id])
    return has_changed
