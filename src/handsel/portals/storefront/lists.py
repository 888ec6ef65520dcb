"""Lists of product cards: what an address asks for, and the cards with their pages and orders."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handsel.board import queries as board
from handsel.board.queries import Card, ListingRequest, Sort
from handsel.core.errors import NotFound
from handsel.parties import queries as parties
from handsel.portals.components.parts import Pages, ProductCard, StockBadge, merchants_words, pages_of
from handsel.portals.components.pictures import picture_url
from handsel.portals.components.requests import PortalRequest
from handsel.portals.components.shell import mode_word
from handsel.portals.components.visits import Visit
from handsel.portals.storefront.visiting import UnreadableChoice
from handsel.portals.storefront.wording import product_url

PAGE_SIZE = 24
HIGHEST_PAGE = 10_000
LONGEST_TEXT = 200


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


def asked_list(request: PortalRequest, url: str) -> AskedList:
    """Read `page`, `sort` and `q`. Raises UnreadableChoice for a page or order that cannot be."""
    page = request.GET.get("page", "1")
    if not (page.isascii() and page.isdigit() and 1 <= int(page[:9]) <= HIGHEST_PAGE):
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
        cards=product_cards(visit, found.cards),
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


def product_cards(visit: Visit, cards: tuple[Card, ...]) -> tuple[ProductCard, ...]:
    """Cards in words; a company with contracts sees its own lowest price on each."""
    own = _own_prices(visit, cards)
    return tuple(_product_card(visit, card, own.get(card.abstract_sku)) for card in cards)


@dataclass(frozen=True, slots=True)
class OwnPrice:
    """The lowest price a company pays for a product family, and whether a contract makes it."""

    written: str
    sku: str
    is_contract: bool


def _own_prices(visit: Visit, cards: tuple[Card, ...]) -> dict[str, OwnPrice]:
    """By abstract SKU; nothing for the public and for companies without contracts. Two queries for a whole page."""
    customer_id = visit.actor.customer_id
    if customer_id is None or not cards or not parties.contracts_of(organization_id=customer_id):
        return {}
    sold = board.sold_by_many(
        store=visit.store,
        skus=[sku for card in cards for sku in card.skus],
        currency=visit.currency,
        mode=visit.mode,
        customer_id=customer_id,
        at=visit.at,
    )
    found: dict[str, OwnPrice] = {}
    for card in cards:
        priced = [(row.price, sku) for sku in card.skus for row in sold[sku].rows if row.price]
        if priced:
            price, sku = min(priced, key=lambda one: (one[0].unit.amount, not one[0].source.is_contract))
            found[card.abstract_sku] = OwnPrice(visit.formats.money(price.unit), sku, price.source.is_contract)
    return found


def _product_card(visit: Visit, card: Card, own: OwnPrice | None) -> ProductCard:
    public = visit.formats.money(card.price) if card.price else ""
    stock = (
        StockBadge(_("Available"), "circle-check", "ok")
        if card.is_available
        else StockBadge(_("Out of stock"), "circle-x", "bad")
    )
    is_contract = bool(own and own.is_contract)
    variants = ngettext("%(count)s variant", "%(count)s variants", len(card.skus)) % {"count": len(card.skus)}
    return ProductCard(
        name=card.name,
        sku=f"{card.abstract_sku} · {variants}" if len(card.skus) > 1 else card.skus[0],
        url=product_url(visit, own.sku if own else card.skus[0]),
        image=picture_url(card.image),
        merchants=merchants_words(card.merchant_count, visit.formats.quantity(card.merchant_count)),
        stock=stock,
        price=own.written if own else public,
        price_lead=_("your price from") if is_contract else _("from") if card.offer_count > 1 else "",
        price_word=mode_word(visit.mode),
        is_contract=is_contract,
    )


def _sorts(asked: AskedList) -> tuple[SortChoice, ...]:
    labels = {
        Sort.RELEVANCE: _("Best match") if asked.text else _("Our order"),
        Sort.PRICE_ASC: _("Lowest price"),
        Sort.PRICE_DESC: _("Highest price"),
        Sort.NAME_ASC: _("Name A to Z"),
        Sort.NAME_DESC: _("Name Z to A"),
    }
    return tuple(SortChoice(sort.value, label, sort == asked.sort) for sort, label in labels.items())
