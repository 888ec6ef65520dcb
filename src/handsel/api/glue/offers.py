"""Product offers, their prices and availabilities: rows of the board as the contract shows them (API-6, API-7, API-11).

One read of the board answers for a product and everything below its offers, merchants' profiles apart.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from handsel.api.glue.documents import Resource
from handsel.api.glue.errors import Problem, Refused
from handsel.api.glue.includes import Loaded
from handsel.api.glue.merchants import merchant_resource
from handsel.api.glue.visits import Visit
from handsel.api.glue.words import names, segment
from handsel.board.queries import SoldByRow, offer_in_store, sold_by, sold_by_many
from handsel.catalog.states import PriceMode
from handsel.parties.models import Merchant
from handsel.pricing.queries import DEFAULT, ORIGINAL, RateCard, Rung

OFFERS, PRICES, AVAILABILITIES = "product-offers", "product-offer-prices", "product-offer-availabilities"
OFFER_ATTRIBUTES = names("merchantSku merchantReference isDefault")
PRICE_ATTRIBUTES = names("price prices")
AVAILABILITY_ATTRIBUTES = names("isNeverOutOfStock availability quantity")


def offers_of_sku(visit: Visit, sku: str) -> list[Resource]:
    """The offers that the store displays for a SKU, in the order of *Sold by*; none for an unknown one (API-6)."""
    sold = sold_by(
        store=visit.store,
        sku=sku,
        currency=visit.currency_code,
        mode=visit.mode,
        customer_id=visit.actor.customer_id,
        at=visit.at,
    )
    return [offer_resource(row) for row in sold.rows]


def offer_by_reference(visit: Visit, reference: str, problem: Problem) -> Resource:
    """The offer of this reference. Raises Refused with `problem` when the store does not display it (API-7)."""
    found = offer_in_store(
        reference=reference,
        store=visit.store,
        currency=visit.currency_code,
        mode=visit.mode,
        customer_id=visit.actor.customer_id,
        at=visit.at,
    )
    if found is None:
        raise Refused(problem)
    return offer_resource(found[1])


def offer_resource(row: SoldByRow) -> Resource:
    """An offer; default is the first one with a price in *Sold by* and no other (API-16)."""
    offer = row.offer
    attributes = {
        "merchantSku": offer.merchant_sku or None,
        "merchantReference": offer.merchant.reference,
        "isDefault": row.is_default,
    }
    return Resource(OFFERS, offer.reference, attributes, f"{OFFERS}/{segment(offer.reference)}", row)


def price_resource(offer: Resource, visit: Visit) -> Resource:
    """What an offer costs in the visit's currency and mode: one piece, every tier (API-11, API-12)."""
    row: SoldByRow = offer.row
    attributes = {
        "price": row.price.unit.minor if row.price else None,
        "prices": [] if row.card is None or row.price is None else price_rows(row, row.card, visit),
    }
    return Resource(PRICES, offer.id, attributes, f"{offer.path}/{PRICES}", row)


def price_rows(row: SoldByRow, card: RateCard, visit: Visit) -> list[dict[str, Any]]:
    """The selling price with its tiers, and the price before where the page would strike it through (PRICE-11)."""
    base, *tiers = card.ladder
    rows = [_price_row(card.price_type, base, tiers, visit)]
    if card.price_type == DEFAULT and card.original is not None and row.price and row.price.original:
        rows.append(_price_row(ORIGINAL, card.original, (), visit))
    return rows


def _price_row(price_type: str, base: Rung, tiers: Sequence[Rung], visit: Visit) -> dict[str, Any]:
    """Only the amount of the mode is shown on the row; volume prices keep both."""
    is_net = visit.mode == PriceMode.NET
    currency = visit.currency
    return {
        "priceTypeName": price_type,
        "netAmount": base.net if is_net else None,
        "grossAmount": None if is_net else base.gross,
        "currency": {"code": currency.code, "name": currency.name, "symbol": currency.symbol} if currency else None,
        "volumePrices": [
            {"netAmount": tier.net, "grossAmount": tier.gross, "quantity": whole(tier.quantity)} for tier in tiers
        ],
    }


def whole(quantity: Decimal) -> int | float:
    """A threshold as a number: whole where it is."""
    return int(quantity) if quantity == quantity.to_integral_value() else float(quantity)


def availability_resource(offer: Resource) -> Resource:
    """Whether an offer can be bought; never out of stock tells no quantity (API-15)."""
    row: SoldByRow = offer.row
    stock = row.offer.stock
    available = Decimal(0) if stock.is_never_out_of_stock else stock.available
    attributes = {
        "isNeverOutOfStock": stock.is_never_out_of_stock,
        "availability": stock.is_never_out_of_stock or available > 0,
        "quantity": f"{available:.10f}",
    }
    return Resource(AVAILABILITIES, offer.id, attributes, f"{offer.path}/{AVAILABILITIES}", row)


def offers_of_concretes(concretes: Sequence[Resource], visit: Visit) -> Loaded:
    sold = sold_by_many(
        store=visit.store,
        skus=[str(resource.id) for resource in concretes],
        currency=visit.currency_code,
        mode=visit.mode,
        customer_id=visit.actor.customer_id,
        at=visit.at,
    )
    return {sku: [offer_resource(row) for row in found.rows] for sku, found in sold.items()}


def prices_of_offers(offers: Sequence[Resource], visit: Visit) -> Loaded:
    return {offer.id: [price_resource(offer, visit)] for offer in offers}


def availabilities_of_offers(offers: Sequence[Resource], _visit: Visit) -> Loaded:
    return {offer.id: [availability_resource(offer)] for offer in offers}


def merchants_of_offers(offers: Sequence[Resource], visit: Visit) -> Loaded:
    """The merchant of each offer, each read once."""
    ids = {offer.row.offer.merchant.id for offer in offers}
    merchants = Merchant.objects.displayed().filter(pk__in=ids).select_related("organization")
    made = {merchant.pk: merchant_resource(merchant, visit) for merchant in merchants}
    return {
        offer.id: [made[offer.row.offer.merchant.id]] if offer.row.offer.merchant.id in made else [] for offer in offers
    }
