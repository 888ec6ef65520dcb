"""Products found by name, SKU, merchant SKU or GTIN, and merchants found by name."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handsel.catalog import queries as catalog
from handsel.portals.components.parts import Crumb, MerchantCard
from handsel.portals.components.requests import PortalRequest
from handsel.portals.components.visits import Visit
from handsel.portals.storefront.lists import ListPart, asked_list, list_part
from handsel.portals.storefront.merchants import merchant_cards
from handsel.portals.storefront.visiting import show, storefront

MERCHANTS = 3
# Two letters are in too many names.
SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    query: str
    title: str
    crumb: str
    crumbs: tuple[Crumb, ...]
    merchants: tuple[MerchantCard, ...]
    products: ListPart
    empty_title: str
    empty_words: str


@require_safe
@storefront
def show_results(request: PortalRequest) -> HttpResponse:
    """What the words find; without words every product of the store."""
    visit = request.visit
    asked = asked_list(request, f"{visit.prefix}/search")
    page = SearchPage(
        query=asked.text,
        title=_("Results for “%(text)s”") % {"text": asked.text} if asked.text else _("All products"),
        crumb=_("Search") if asked.text else _("All products"),
        crumbs=(Crumb(_("Start"), f"{visit.prefix}/"),),
        merchants=merchants_called(visit, asked.text) if asked.page == 1 else (),
        products=list_part(visit, asked),
        empty_title=_("Nothing found"),
        empty_words=_("Try fewer or other words, a SKU or a GTIN. Small typing errors are forgiven."),
    )
    return show(request, "storefront/search.html", page, partial="storefront/_cards.html")


def merchants_called(visit: Visit, text: str) -> tuple[MerchantCard, ...]:
    """The first displayed merchants of the store that have every word of the text in their name."""
    called = text.casefold().split()
    if not called or max(map(len, called)) < SHORTEST_NAME:
        return ()
    found = [
        merchant
        for merchant in catalog.displayed_merchants(visit.store.pk)
        if all(word in merchant.name.casefold() for word in called)
    ]
    return merchant_cards(visit, found[:MERCHANTS]) if found else ()
