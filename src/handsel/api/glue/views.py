"""Every read of the storefront contract: find the resource; the frame does the rest."""

from handsel.api.glue.documents import Page, Resource
from handsel.api.glue.endpoints import Listed, reads
from handsel.api.glue.errors import (
    MERCHANT_NOT_FOUND,
    OFFER_NOT_FOUND,
    OFFER_OF_AVAILABILITY_NOT_FOUND,
    STORE_NOT_FOUND,
    Refused,
)
from handsel.api.glue.merchants import (
    ADDRESSES,
    MERCHANTS,
    OPENING_HOURS,
    addresses_resource,
    merchant_resource,
    opening_hours_resource,
)
from handsel.api.glue.offers import (
    AVAILABILITIES,
    OFFERS,
    PRICES,
    availability_resource,
    offer_by_reference,
    offers_of_sku,
    price_resource,
)
from handsel.api.glue.products import ABSTRACTS, CONCRETES, abstract_by_sku, concrete_by_sku
from handsel.api.glue.stores import STORES, store_resource
from handsel.api.glue.visits import Visit
from handsel.parties.models import Merchant
from handsel.parties.queries import displayed_merchant

USUAL_LIMIT = 100


@reads(STORES)
def store_list(visit: Visit) -> Listed:
    return Listed([store_resource(store, visit.language) for store in visit.stores])


@reads(STORES)
def store(visit: Visit, name: str) -> Resource:
    found = next((row for row in visit.stores if row.name == name), None)
    if found is None:
        raise Refused(STORE_NOT_FOUND)
    return store_resource(found, visit.language)


@reads(CONCRETES)
def concrete_product(visit: Visit, sku: str) -> Resource:
    return concrete_by_sku(visit, sku)


@reads(ABSTRACTS)
def abstract_product(visit: Visit, sku: str) -> Resource:
    return abstract_by_sku(visit, sku)


@reads(OFFERS, paged=True)
def offers_of_concrete_product(visit: Visit, sku: str) -> Listed:
    """All of them unless a page is asked for; paging happens after the order is known."""
    found = offers_of_sku(visit, sku)
    asked = visit.parameters
    if asked.offset is None and asked.limit is None:
        return Listed(found)
    page = Page(asked.offset or 0, asked.limit or USUAL_LIMIT, len(found))
    return Listed(found[page.offset : page.offset + page.limit], page)


@reads(OFFERS)
def product_offer(visit: Visit, reference: str) -> Resource:
    return offer_by_reference(visit, reference, OFFER_NOT_FOUND)


@reads(PRICES, as_list=True)
def product_offer_prices(visit: Visit, reference: str) -> Resource:
    return price_resource(offer_by_reference(visit, reference, OFFER_NOT_FOUND), visit)


@reads(AVAILABILITIES, as_list=True)
def product_offer_availabilities(visit: Visit, reference: str) -> Resource:
    return availability_resource(offer_by_reference(visit, reference, OFFER_OF_AVAILABILITY_NOT_FOUND))


@reads(MERCHANTS, paged=True)
def merchant_list(visit: Visit) -> Listed:
    """Merchants whose page the store shows, by name (ORG-10)."""
    merchants = (
        Merchant.objects.displayed()
        .filter(merchant_stores__store=visit.store)
        .select_related("organization")
        .order_by("organization__name", "pk")
    )
    offset, limit = visit.parameters.offset or 0, visit.parameters.limit or USUAL_LIMIT
    rows = merchants[offset : offset + limit]
    return Listed([merchant_resource(row, visit) for row in rows], Page(offset, limit, merchants.count()))


@reads(MERCHANTS)
def merchant(visit: Visit, reference: str) -> Resource:
    return _merchant(visit, reference)


@reads(ADDRESSES, as_list=True)
def merchant_addresses(visit: Visit, reference: str) -> Resource:
    return addresses_resource(_merchant(visit, reference))


@reads(OPENING_HOURS, as_list=True)
def merchant_opening_hours(visit: Visit, reference: str) -> Resource:
    return opening_hours_resource(_merchant(visit, reference))


def _merchant(visit: Visit, reference: str) -> Resource:
    found = displayed_merchant(reference=reference)
    if found is None:
        raise Refused(MERCHANT_NOT_FOUND)
    return merchant_resource(found, visit)
