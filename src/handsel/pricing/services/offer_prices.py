"""The prices of offers change."""

from collections.abc import Iterable
from datetime import datetime

from handsel.audit.services import record
from handsel.catalog.services.marking import touch
from handsel.core.actors import Actor
from handsel.core.transactions import command, step
from handsel.offers.models import Offer
from handsel.offers.services.access import lock_own_offer
from handsel.offers.services.history import Area, record_change
from handsel.offers.services.reapproval import reconsider_prices
from handsel.pricing.models import OfferPrice
from handsel.pricing.services.checking import PriceDraft, checked_price
from handsel.pricing.services.writing import PriceKey, Written, moves, remove_row, replace_row, told


@command
def set_offer_price(*, actor: Actor, offer_id: int, price: PriceDraft, at: datetime) -> bool:
    """Make an offer cost this in one store, currency and price type, tiers included; the answer is whether it changed.

    Raises NotFound, NotAllowed, InvalidValue with the field (PRICE-12 to PRICE-15, MONEY-7).
    """
    offer = lock_own_offer(offer_id, actor)
    return apply_prices(actor=actor, offer=offer, prices=[price], at=at)


@command
def set_offer_prices(
    *, actor: Actor, offer_id: int, prices: Iterable[PriceDraft], removed: Iterable[PriceKey] = (), at: datetime
) -> bool:
    """Several prices of one offer at once, all or none; one audit row. Raises as `set_offer_price`."""
    offer = lock_own_offer(offer_id, actor)
    return apply_prices(actor=actor, offer=offer, prices=prices, removed=removed, at=at)


@command
def remove_offer_price(*, actor: Actor, offer_id: int, key: PriceKey, at: datetime) -> bool:
    """Take a price of an offer away, so that it inherits again if none is left (PRICE-6); False when there was none.

    Raises NotFound, NotAllowed.
    """
    offer = lock_own_offer(offer_id, actor)
    return apply_prices(actor=actor, offer=offer, removed=[key], at=at)


@step
def apply_prices(
    *,
    actor: Actor,
    offer: Offer,
    prices: Iterable[PriceDraft] = (),
    removed: Iterable[PriceKey] = (),
    at: datetime,
) -> bool:
    """The same for an offer that `lock_own_offer` gave; for commands that change more of the offer as well.

    Writes history, one audit row, marks the product, and sends the offer back to waiting where a store asks for that
    (OFFER-8, OFFER-15). Raises InvalidValue.
    """
    owner = {"offer": offer}
    checked = [checked_price(price) for price in prices]
    written: list[Written] = [found for key in removed if (found := remove_row(OfferPrice, owner, key))]
    written += [replace_row(OfferPrice, owner, price)[1] for price in checked]
    changed = [row for row in written if row.has_changed]
    if not changed:
        return False
    before, after = told(changed)
    record_change(actor=actor, offer_id=offer.pk, area=Area.PRICE, before=before, after=after, at=at)
    move = reconsider_prices(actor=actor, offer_id=offer.pk, moves=moves(changed), at=at)
    record(
        actor=actor,
        action="offer.priced",
        subject=offer,
        at=at,
        move=move,
        facts={"before": before, "after": after},
    )
    touch([offer.concrete_product_id])
    return True
