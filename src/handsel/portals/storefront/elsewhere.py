"""Where else a product is sold: what the error page offers instead of a dead end."""

from django.http import HttpRequest

from handsel.catalog import queries as catalog
from handsel.portals.components.addresses import SHARED, Addresses
from handsel.portals.components.context import shops_of
from handsel.portals.components.shell import Choice, kept_language
from handsel.portals.components.visits import Visit


def stores_selling(request: HttpRequest) -> tuple[Choice, ...]:
    """The other stores that show the product of the address, with its pages there; nothing for any other address."""
    visit: Visit | None = getattr(request, "visit", None)
    asked = request.resolver_match
    if visit is None or asked is None or asked.url_name != "product":
        return ()
    found = catalog.stores_showing(sku=asked.kwargs["sku"], at=visit.at)
    inside = Addresses(request.path, request.GET).only(*SHARED).removeprefix(visit.prefix)
    return tuple(
        Choice(
            label=visit.formats.country(shop.country) if shop.country else shop.store.name,
            url=f"/{shop.slug}/{kept_language(shop, visit.language)}{inside}",
            is_current=False,
        )
        for shop in shops_of(request)
        if shop.store.pk in found and shop != visit.shop
    )
