"""*Sold by* and the buy box: board rows as words."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from zlib import crc32

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handsel.board.queries import SoldBy, SoldByRow
from handsel.catalog.states import PriceMode
from handsel.core.quantities import QuantityRule, canonical
from handsel.portals.components.formats import Formats
from handsel.portals.components.parts import Rung, StockBadge
from handsel.portals.components.pictures import picture_url
from handsel.portals.components.shell import initials, mode_word
from handsel.portals.components.visits import Visit
from handsel.portals.storefront.merchants import merchant_url
from handsel.portals.storefront.quantities import rule_problem
from handsel.portals.storefront.why import why_words
from handsel.portals.storefront.wording import Wanted, stock_badge
from handsel.pricing.queries import PriceAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class Merchant:
    name: str
    url: str
    logo: str
    initials: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRow:
    """One row of *Sold by*, in words; without `price` it is on request.

    `number` is the merchant's own, shown where one merchant has several offers for the product.
    """

    key: str
    reference: str
    merchant: Merchant
    number: str
    stock: StockBadge
    price: str
    per: str
    was: str
    total: str
    ladder: tuple[Rung, ...]
    is_contract: bool
    is_chosen: bool
    problem: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextTier:
    """The sentence that offers the next volume price, with the quantity its button sets."""

    sentence: str
    detail: str
    button: str
    quantity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyBox:
    """The chosen offer, worked out for the quantity."""

    offer: OfferRow
    counterpart: str
    total: str
    total_counterpart: str
    next_tier: NextTier | None
    valid_until: str
    mend: str
    mend_quantity: str


def offer_rows(visit: Visit, sold: SoldBy, chosen: SoldByRow | None, wanted: Wanted) -> tuple[OfferRow, ...]:
    """Every row in the board's order; only the first says why it is first."""
    counted = Counter(row.offer.merchant.id for row in sold.rows)
    return tuple(
        _offer_row(
            visit,
            row,
            wanted,
            is_chosen=row is chosen,
            is_told_apart=counted[row.offer.merchant.id] > 1,
            why=why_words(visit, sold, wanted) if row.position == 0 and sold.why_first else "",
        )
        for row in sold.rows
    )


def _offer_row(
    visit: Visit, row: SoldByRow, wanted: Wanted, *, is_chosen: bool, is_told_apart: bool, why: str
) -> OfferRow:
    formats, price, offer = visit.formats, row.price, row.offer
    stock = stock_badge(
        available=offer.stock.available,
        is_never_out=offer.stock.is_never_out_of_stock,
        wanted=wanted.quantity,
        formats=formats,
    )
    total = ""
    if price is not None and wanted.quantity != 1:
        written = formats.money(price.unit.times(wanted.quantity))
        total = _("%(total)s for %(quantity)s") % {"total": written, "quantity": formats.quantity(wanted.quantity)}
    return OfferRow(
        key=f"o-{crc32(offer.reference.encode()):08x}",
        reference=offer.reference,
        merchant=Merchant(
            name=offer.merchant.name,
            url=merchant_url(visit, offer.merchant.reference),
            logo=picture_url(offer.merchant.logo_url),
            initials=initials(offer.merchant.name),
        ),
        number=(offer.merchant_sku or offer.reference) if is_told_apart else "",
        stock=stock,
        price=formats.money(price.unit) if price else "",
        per=f"{mode_word(visit.mode)} / {wanted.unit_word}",
        was=formats.money(price.original) if price and price.original else "",
        total=total,
        ladder=ladder_of(price, formats),
        is_contract=bool(price and price.source.is_contract),
        is_chosen=is_chosen,
        problem=rule_problem(wanted.quantity, offer.rule),
        why=why,
    )


def ladder_of(price: PriceAnswer | None, formats: Formats) -> tuple[Rung, ...]:
    """The volume prices, the reached rung marked; nothing when one price holds for any quantity."""
    if price is None or len(price.tiers) < 2:
        return ()
    return tuple(
        Rung(f"{formats.quantity(tier.quantity)}+", formats.amount(tier.unit), tier.quantity == price.tier_from)
        for tier in price.tiers
    )


def buy_box(visit: Visit, row: SoldByRow, shown: OfferRow, wanted: Wanted) -> BuyBox:
    formats, price = visit.formats, row.price
    mend = row.offer.rule.nearest(wanted.quantity) if shown.problem else Decimal(0)
    return BuyBox(
        offer=shown,
        counterpart=_counterpart(price, formats) if price else "",
        total=formats.money(price.unit.times(wanted.quantity)) if price else "",
        total_counterpart=_total_counterpart(price, wanted, formats) if price else "",
        next_tier=next_tier_of(price, wanted, row.offer.rule, formats) if price and not shown.problem else None,
        valid_until=formats.day(price.valid_until) if price and price.valid_until else "",
        mend=_("Take %(quantity)s") % {"quantity": formats.quantity(mend)} if mend else "",
        mend_quantity=canonical(mend) if mend else "",
    )


def _counterpart(price: PriceAnswer, formats: Formats) -> str:
    """The same price in the other mode, with the tax that lies between."""
    words = _("%(amount)s with %(rate)s VAT") if price.mode == PriceMode.NET else _("%(amount)s without %(rate)s VAT")
    return words % {"amount": formats.money(price.counterpart), "rate": formats.percent(price.tax_rate / 100)}


def _total_counterpart(price: PriceAnswer, wanted: Wanted, formats: Formats) -> str:
    other = PriceMode.GROSS if price.mode == PriceMode.NET else PriceMode.NET
    return f"{formats.money(price.counterpart.times(wanted.quantity))} {mode_word(other)}"


def next_tier_of(price: PriceAnswer, wanted: Wanted, rule: QuantityRule, formats: Formats) -> NextTier | None:
    """What a few more would bring: only when the next tier is cheaper and can be bought in the offer's steps."""
    tier = price.next_tier
    if tier is None or not tier.unit < price.unit:
        return None
    target = rule.nearest(tier.quantity)
    more = target - wanted.quantity
    share = 1 - tier.unit.amount / price.unit.amount
    written = formats.quantity(more)
    return NextTier(
        sentence=_("%(count)s more: %(price)s each") % {"count": written, "price": formats.money(tier.unit)},
        detail=_("%(quantity)s in all, %(share)s less each")
        % {"quantity": Wanted(target, wanted.unit).words(formats), "share": formats.percent(share)},
        button=_("Add %(count)s") % {"count": written},
        quantity=canonical(target),
    )


def merchants_title(count: int, formats: Formats) -> str:
    words = ngettext("Sold by %(count)s merchant", "Sold by %(count)s merchants", count)
    return words % {"count": formats.quantity(count)}
