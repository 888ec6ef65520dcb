"""Products found by name, SKU, merchant SKU or GTIN."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handsel.portals.components.parts import Crumb
from handsel.portals.components.requests import PortalRequest
from handsel.portals.storefront.lists import ListPart, asked_list, list_part
from handsel.portals.storefront.visiting import show, storefront


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    query: str
    title: str
    crumb: str
    crumbs: tuple[Crumb, ...]
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
        products=list_part(visit, asked),
        empty_title=_("Nothing found"),
        empty_words=_("Try fewer or other words, a SKU or a GTIN. Small typing errors are forgiven."),
    )
    return show(request, "storefront/search.html", page, partial="storefront/_cards.html")
