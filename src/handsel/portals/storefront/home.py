"""The start page of a store: greeting, products, categories, merchants."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from handsel.board import queries as board
from handsel.catalog import queries as catalog
from handsel.portals.components.context import category_url, top_categories, tree_of
from handsel.portals.components.parts import MerchantCard, ProductCard
from handsel.portals.components.pictures import picture_url
from handsel.portals.components.requests import PortalRequest
from handsel.portals.components.visits import Visit
from handsel.portals.storefront.categories import category_name
from handsel.portals.storefront.lists import listing_request, product_cards
from handsel.portals.storefront.merchants import merchant_cards
from handsel.portals.storefront.visiting import show, storefront

CARDS = 10
CATEGORIES = 8
MERCHANTS = 6
CONTRACTS = 3
QUICK_LINKS = 3
MORNING_ENDS, AFTERNOON_ENDS = 11, 18


@dataclass(frozen=True, slots=True)
class CategoryTile:
    name: str
    url: str
    image: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    title: str
    url: str
    greeting: str
    question: str
    sub: str
    quick_links: tuple[CategoryTile, ...]
    contracts: tuple[MerchantCard, ...]
    cards: tuple[ProductCard, ...]
    cards_title: str
    cards_hint: str
    categories: tuple[CategoryTile, ...]
    merchants: tuple[MerchantCard, ...]
    merchants_link: str


@require_safe
@storefront
def show_home(request: PortalRequest) -> HttpResponse:
    """The first page of a store and language."""
    visit = request.visit
    found = board.listing(listing_request(visit, limit=CARDS), at=visit.at)
    merchants = catalog.displayed_merchants(visit.store.pk)
    cards = merchant_cards(visit, merchants)
    partners = tuple(card for card in cards if card.is_contract)
    tiles = tuple(
        CategoryTile(category_name(visit, row), category_url(visit, row.key), picture_url(row.image))
        for row in top_categories(tree_of(request))
    )
    country = visit.formats.country(visit.shop.country)
    page = HomePage(
        title=_("Buy for your company in %(country)s") % {"country": country},
        url=f"{visit.prefix}/",
        greeting=greeting_of(request, visit),
        question=_("What does your company need?") if visit.actor.is_signed_in else _("Every price, compared."),
        sub=_sub(visit, found.total, len(merchants), has_contracts=bool(partners)),
        quick_links=tiles[:QUICK_LINKS],
        contracts=partners[:CONTRACTS],
        cards=product_cards(visit, found.cards),
        cards_title=_("From the shelves"),
        cards_hint=_("with the prices of your company") if partners else _("the prices of all merchants, compared"),
        categories=tiles[:CATEGORIES],
        merchants=(partners + tuple(card for card in cards if not card.is_contract))[:MERCHANTS],
        merchants_link=_("All %(count)s merchants") % {"count": visit.formats.quantity(len(merchants))},
    )
    return show(request, "storefront/home.html", page)


def greeting_of(request: PortalRequest, visit: Visit) -> str:
    """By the clock of the store, with the first name of whoever is signed in."""
    if not visit.actor.is_signed_in:
        return _("Every merchant.")
    hour = visit.at.astimezone(ZoneInfo(visit.store.time_zone)).hour
    if hour < MORNING_ENDS:
        words = _("Good morning, %(name)s.")
    elif hour < AFTERNOON_ENDS:
        words = _("Good day, %(name)s.")
    else:
        words = _("Good evening, %(name)s.")
    name = getattr(request.user, "first_name", "") or str(request.user)
    return words % {"name": name}


def _sub(visit: Visit, products: int, merchants: int, *, has_contracts: bool) -> str:
    number = visit.formats.quantity
    sold = ngettext("%(count)s product", "%(count)s products", products) % {"count": number(products)}
    sellers = ngettext("%(count)s merchant", "%(count)s merchants", merchants) % {"count": number(merchants)}
    facts = {"products": sold, "merchants": sellers}
    if has_contracts:
        return _("%(products)s from %(merchants)s, at the prices agreed with your company.") % facts
    return _("%(products)s from %(merchants)s, compared for the quantity you need.") % facts
