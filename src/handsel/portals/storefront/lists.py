"""Lists of product cards: what an address asks for, and the cards with their pages and orders."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handsel.board import queries as board
from handsel.board.queries import Card, ListingRequest, SoldBy, SoldByRow, Sort
from handsel.core.errors import NotFound
from handsel.parties import queries as parties
from handsel.portals.components.parts import Pages, ProductCard, StockBadge, merchants_words, pages_of
from handsel.portals.components.pictures import picture_url
from handsel.portals.components.requests import PortalRequest
from handsel.portals.components.shell import mode_word
from handsel.portals.components.visits import Visit
from handsel.portals.storefront.visiting import UnreadableChoice
from handsel.portals.storefront.wording import product_url, stock_badge, typeset

PAGE_SIZE = 20
HIGHEST_PAGE = 10_000
LONGEST_TEXT = 200
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class SortChoice:
    value: str
    label: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class AskedList:
    """The page and order that an address asks for, where the list is, and what else its links must keep."""

    url: str
    page: int
    sort: Sort
    text: str = ""

    def address(self, *, page: int) -> str:
        parameters: dict[str, str] = dict(self.kept)
        if self.sort != Sort.RELEVANCE:
            parameters["sort"] = self.sort.value
        if page > 1:
            parameters["page"] = str(page)
        return f"{self.url}?{urlencode(parameters)}" if parameters else self.url

    @property
    def kept(self) -> tuple[tuple[str, str], ...]:
        return (("q", self.text),) if self.text else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPart:
    """A page of cards, or the words for an empty list."""

    url: str
    kept: tuple[tuple[str, str], ...]
    cards: tuple[ProductCard, ...]
    total: int
    count: str
    pages: Pages
    sorts: tuple[SortChoice, ...]
    is_similar: bool = False


def asked_list(request: PortalRequest, url: str) -> AskedList:
    """Read `page`, `sort` and `q`. Raises UnreadableChoice for a page or order that cannot be."""
    page = request.GET.get("page", "1")
    if not re.fullmatch(r"[1-9][0-9]{0,8}", page) or int(page) > HIGHEST_PAGE:
        raise UnreadableChoice(words=_("A page is a number from 1 on."))
    sort = request.GET.get("sort", Sort.RELEVANCE.value)
    if sort not in set(Sort):
        raise UnreadableChoice(words=_("Lists are sorted by relevance, name or price."))
    return AskedList(url, int(page), Sort(sort), request.GET.get("q", "").strip()[:LONGEST_TEXT])


def list_part(
    visit: Visit, asked: AskedList, *, category_keys: tuple[str, ...] = (), merchant_reference: str | None = None
) -> ListPart:
    """The cards of a page. Raises NotFound for a page behind the last."""
    found = board.listing(
        listing_request(
            visit,
            category_keys=category_keys,
            text=asked.text,
            merchant_reference=merchant_reference,
            sort=asked.sort,
            offset=(asked.page - 1) * PAGE_SIZE,
            limit=PAGE_SIZE,
        ),
        at=visit.at,
    )
    if asked.page > 1 and (asked.page - 1) * PAGE_SIZE >= found.total:
        raise NotFound(what=_("Page %(page)s of this list") % {"page": asked.page})
    count = ngettext("%(count)s product", "%(count)s products", found.total)
    return ListPart(
        url=asked.url,
        kept=asked.kept,
        cards=product_cards(visit, found.cards, merchant_reference=merchant_reference),
        total=found.total,
        count=count % {"count": visit.formats.quantity(found.total)},
        pages=pages_of(
            total=found.total,
            page=asked.page,
            size=PAGE_SIZE,
            url_of=lambda page: asked.address(page=page),
            number=visit.formats.quantity,
        ),
        sorts=_sorts(asked),
        is_similar=found.is_similar,
    )


def listing_request(
    visit: Visit,
    *,
    category_keys: tuple[str, ...] = (),
    text: str = "",
    merchant_reference: str | None = None,
    sort: Sort = Sort.RELEVANCE,
    offset: int = 0,
    limit: int = PAGE_SIZE,
) -> ListingRequest:
    return ListingRequest(
        store=visit.store,
        locale=visit.locale,
        currency=visit.currency,
        mode=visit.mode,
        category_keys=category_keys,
        text=text,
        merchant_reference=merchant_reference,
        sort=sort,
        offset=offset,
        limit=limit,
    )


def product_cards(
    visit: Visit, cards: tuple[Card, ...], *, merchant_reference: str | None = None
) -> tuple[ProductCard, ...]:
    """Cards in words. A company with contracts sees its own lowest price; a merchant's page that merchant's prices.

    So does a card that was found by a merchant's number.
    """
    has_contracts = bool(cards) and bool(parties.contracts_of(organization_id=visit.actor.customer_id))
    of_rows = [card for card in cards if has_contracts or merchant_reference or card.merchant_skus]
    if not of_rows:
        return tuple(_public_card(visit, card) for card in cards)
    sold = board.sold_by_many(
        store=visit.store,
        skus=[sku for card in of_rows for sku in card.skus],
        currency=visit.currency,
        mode=visit.mode,
        customer_id=visit.actor.customer_id if has_contracts else None,
        at=visit.at,
    )
    return tuple(
        _card_of_rows(visit, card, sold, merchant_reference) if card in of_rows else _public_card(visit, card)
        for card in cards
    )


def _public_card(visit: Visit, card: Card) -> ProductCard:
    return ProductCard(
        name=typeset(card.name),
        sku=_sku_words(card),
        url=product_url(visit, card.sku),
        image=picture_url(card.image),
        merchants=merchants_words(card.merchant_count, visit.formats.quantity(card.merchant_count)),
        stock=_stock_now(is_available=card.is_available) if card.price else None,
        price=visit.formats.money(card.price) if card.price else "",
        price_lead=_("from") if card.offer_count > 1 else "",
        price_word=mode_word(visit.mode),
    )


def _stock_now(*, is_available: bool) -> StockBadge:
    """Whether any of the card's offers can be bought now; *Available* would be the word for never out of stock."""
    if is_available:
        return StockBadge(_("In stock"), "circle-check", "ok")
    return StockBadge(_("Out of stock"), "circle-x", "bad")


def _card_of_rows(visit: Visit, card: Card, sold: dict[str, SoldBy], merchant_reference: str | None) -> ProductCard:
    """A card made of the very rows that the product page shows to this visitor, perhaps of one merchant only."""
    public = _public_card(visit, card)
    rows = [
        (row, sku)
        for sku in card.skus
        for row in sold[sku].rows
        if merchant_reference in {None, row.offer.merchant.reference}
        and (not card.merchant_skus or row.offer.merchant_sku in card.merchant_skus)
    ]
    if not rows:
        return public
    row, sku = min(rows, key=_cheapest_first)
    is_contract = bool(row.price and row.price.source.is_contract)
    lead = _("from") if len(rows) > 1 else ""
    if is_contract:
        lead = _("your price from") if len(card.skus) > 1 else _("your price")
    is_available = any(row.is_purchasable for row, sku in rows)
    changed = replace(
        public,
        url=product_url(visit, sku),
        price=visit.formats.money(row.price.unit) if row.price else "",
        stock=_stock_now(is_available=is_available) if row.price else None,
        price_lead=lead,
        is_contract=is_contract,
    )
    if merchant_reference is None and not card.merchant_skus:
        return changed
    offers = ngettext("%(count)s offer", "%(count)s offers", len(rows)) % {"count": visit.formats.quantity(len(rows))}
    stock = row.offer.stock
    badge = stock_badge(
        available=stock.available, is_never_out=stock.is_never_out_of_stock, wanted=ONE, formats=visit.formats
    )
    address = f"{changed.url}?{urlencode({'offer': row.offer.reference})}"
    merchants = offers if merchant_reference else row.offer.merchant.name
    return replace(changed, url=address, merchants=merchants, stock=badge if row.price else None)


def _cheapest_first(found: tuple[SoldByRow, str]) -> tuple[bool, Decimal, bool]:
    price = found[0].price
    return (price is None, price.unit.amount if price else ONE, not (price and price.source.is_contract))


def _sku_words(card: Card) -> str:
    if len(card.skus) == 1:
        return card.skus[0]
    variants = ngettext("%(count)s variant", "%(count)s variants", len(card.skus)) % {"count": len(card.skus)}
    return f"{card.abstract_sku} · {variants}"


def _sorts(asked: AskedList) -> tuple[SortChoice, ...]:
    labels = {
        Sort.RELEVANCE: _("Best match") if asked.text else _("Our order"),
        Sort.PRICE_ASC: _("Lowest price"),
        Sort.PRICE_DESC: _("Highest price"),
        Sort.NAME_ASC: _("Name A to Z"),
        Sort.NAME_DESC: _("Name Z to A"),
    }
    return tuple(SortChoice(sort.value, label, sort == asked.sort) for sort, label in labels.items())
