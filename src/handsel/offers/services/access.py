"""Who may write which offer (RIGHT-6, RIGHT-7, RIGHT-8, OFFER-20)."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from handsel.core.actors import Actor
from handsel.core.errors import NotAllowed, NotFound
from handsel.core.locking import locked
from handsel.core.transactions import step
from handsel.offers.models import Offer


def refusal_to_write(actor: Actor, merchant_id: int) -> NotAllowed | None:
    """Why the actor may not write this merchant's offers; None if he may: its offer manager or the operator's."""
    if actor.may("offer.write_any") or (actor.organization_id == merchant_id and actor.may("offer.write")):
        return None
    return NotAllowed(right="offer.write")


def no_such_offer() -> NotFound:
    """The one answer for offers that do not exist and for those that are somebody else's (RIGHT-5)."""
    return NotFound(what=_("The offer"))


def lock_offers(offer_ids: Iterable[int], actor: Actor) -> dict[int, Offer]:
    """Those of the offers that the actor may see, locked in the order of their keys."""
    return {offer.pk: offer for offer in locked(Offer.objects.visible_to(actor).filter(pk__in=set(offer_ids)))}


@step
def lock_own_offer(offer_id: int, actor: Actor) -> Offer:
    """The offer, locked, if the actor may write it. Raises NotFound, NotAllowed.

    Packages above lock an offer with this before they write its prices or stock (TX-2).
    """
    offer = lock_offers([offer_id], actor).get(offer_id)
    if offer is None:
        raise no_such_offer()
    if refusal := refusal_to_write(actor, offer.merchant_id):
        raise refusal
    return offer
