"""Why the first offer is the first, in words (SORT-8)."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handsel.board.queries import SoldBy, WhyFirst
from handsel.catalog.states import BuyBoxStrategy
from handsel.portals.components.visits import Visit
from handsel.portals.storefront.wording import Wanted

REASONS: dict[WhyFirst, Promise] = {
    WhyFirst.ONLY_OFFER: gettext_lazy("It is the only offer for this product here."),
    WhyFirst.ONLY_PRICED: gettext_lazy("It is the only offer with a price."),
    WhyFirst.LOWEST_PRICE: gettext_lazy("Lowest price for %(quantity)s: %(saving)s less each than the next."),
    WhyFirst.CAN_BE_BOUGHT: gettext_lazy("The next one costs the same; this offer has enough for %(quantity)s."),
    WhyFirst.NEVER_OUT_OF_STOCK: gettext_lazy(
        "This store puts the largest stock first; this offer is never out of stock."
    ),
    WhyFirst.MOST_AVAILABLE: gettext_lazy("This store puts the largest stock first, and this offer has the most."),
    WhyFirst.EARLIEST_APPROVED: gettext_lazy(
        "The next one costs the same; of equal offers the one approved earlier comes first."
    ),
    WhyFirst.REFERENCE: gettext_lazy(
        "The next one costs the same; equal offers stand in the order of their references."
    ),
}
# Where a store's strategy asks something else first, the same difference means something else.
BY_STRATEGY: dict[tuple[WhyFirst, BuyBoxStrategy], Promise] = {
    (WhyFirst.LOWEST_PRICE, BuyBoxStrategy.PRICE_AVAILABLE): gettext_lazy(
        "Lowest price for %(quantity)s among the offers that can be bought now: %(saving)s less each than the next."
    ),
    (WhyFirst.LOWEST_PRICE, BuyBoxStrategy.STOCK): gettext_lazy(
        "As much in stock as the next, and the lower price for %(quantity)s: %(saving)s less each."
    ),
    (WhyFirst.CAN_BE_BOUGHT, BuyBoxStrategy.PRICE_AVAILABLE): gettext_lazy(
        "Of the offers that have enough for %(quantity)s it has the lowest price."
    ),
}


def why_words(visit: Visit, sold: SoldBy, wanted: Wanted) -> str:
    """One to three sentences about the first row; nothing when no offer has a price."""
    reason = sold.why_first
    if reason is None:
        return ""
    words = BY_STRATEGY.get((reason.code, sold.question.strategy)) or REASONS[reason.code]
    facts = {
        "quantity": wanted.words(visit.formats),
        "saving": visit.formats.money(reason.saving) if reason.saving else "",
        "merchant": sold.rows[0].offer.merchant.name,
    }
    sentences = [str(words) % facts]
    if reason.by_contract:
        sentences.append(_("It is the price your company agreed with %(merchant)s.") % facts)
    sentences += _instead(visit, sold, facts)
    if reason.others:
        sentences.append(_("Places are not for sale."))
    return " ".join(sentences)


def _instead(visit: Visit, sold: SoldBy, facts: dict[str, str]) -> list[str]:
    """Where the first offer cannot be bought in this quantity: the first that can, so that nobody has to search."""
    if sold.rows[0].is_purchasable:
        return []
    able = next((row for row in sold.rows if row.is_purchasable and row.price), None)
    if able is None or able.price is None:
        return [_("No merchant has enough for %(quantity)s now.") % facts]
    named = {**facts, "other": able.offer.merchant.name, "price": visit.formats.money(able.price.unit)}
    return [_("It does not have enough for %(quantity)s now; %(other)s has, at %(price)s each.") % named]
