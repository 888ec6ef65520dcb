"""What a board row says, as objects: the displayed offers of one concrete product in one store."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from handsel.core.quantities import QuantityRule
from handsel.pricing.queries import OfferFacts, RateCard
from handsel.stock.queries import StockAnswer


@dataclass(frozen=True, slots=True)
class ShownMerchant:
    """The merchant of a displayed offer; `url` maps a locale to the path of its page. `id` never leaves the process."""

    id: int
    reference: str
    name: str
    logo_url: str
    url: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ShownOffer:
    """A displayed offer with what everybody may see of it. `id` never leaves the process."""

    id: int
    reference: str
    merchant: ShownMerchant
    merchant_sku: str
    approved_at: datetime
    valid_until: datetime | None
    rule: QuantityRule
    stock: StockAnswer
    stored_cards: Mapping[str, Any]

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currencies in which it has a public price."""
        return tuple(sorted(self.stored_cards))

    def card(self, currency: str) -> RateCard | None:
        """Its public prices in a currency: every tier, net and gross."""
        stored = self.stored_cards.get(currency)
        return None if stored is None else RateCard.from_json(currency, stored)


@dataclass(frozen=True, slots=True)
class ShownProduct:
    """The content of a board row. Offers come in the order that breaks ties: earliest approved, then reference."""

    concrete_id: int
    abstract_id: int
    sku: str
    tax_rate: Decimal
    offers: tuple[ShownOffer, ...]

    def facts_of(self, offer: ShownOffer) -> OfferFacts:
        """What pricing needs to know to look for contract prices of the offer."""
        return OfferFacts(
            offer.id, offer.merchant.id, self.concrete_id, self.abstract_id, self.tax_rate, offer.valid_until
        )


def write_offer(offer: ShownOffer) -> dict[str, Any]:
    """An offer as the payload keeps it."""
    stock = offer.stock
    return {
        "id": offer.id,
        "ref": offer.reference,
        "merchant": offer.merchant.id,
        "sku": offer.merchant_sku,
        "approved": offer.approved_at.isoformat(),
        "until": None if offer.valid_until is None else offer.valid_until.isoformat(),
        "rule": [str(offer.rule.minimum), str(offer.rule.step), str(offer.rule.pack_size)],
        "stock": [str(stock.available), stock.is_never_out_of_stock, stock.level_count],
        "cards": offer.stored_cards,
    }


def write_product(product: ShownProduct) -> str:
    """A product as the payload keeps it; each merchant once."""
    merchants = {offer.merchant.id: offer.merchant for offer in product.offers}
    payload = {
        "id": product.concrete_id,
        "abstract": product.abstract_id,
        "sku": product.sku,
        "tax": str(product.tax_rate),
        "merchants": {
            str(merchant.id): [merchant.reference, merchant.name, merchant.logo_url, merchant.url]
            for merchant in merchants.values()
        },
        "offers": [write_offer(offer) for offer in product.offers],
    }
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":"))


def read_product(payload: str) -> ShownProduct:
    """The product that `write_product` kept."""
    kept = json.loads(payload)
    merchants = {int(key): ShownMerchant(int(key), *values) for key, values in kept["merchants"].items()}
    return ShownProduct(
        concrete_id=kept["id"],
        abstract_id=kept["abstract"],
        sku=kept["sku"],
        tax_rate=Decimal(kept["tax"]),
        offers=tuple(_read_offer(offer, merchants) for offer in kept["offers"]),
    )


def _read_offer(kept: dict[str, Any], merchants: Mapping[int, ShownMerchant]) -> ShownOffer:
    minimum, step, pack_size = kept["rule"]
    available, is_never_out, level_count = kept["stock"]
    return ShownOffer(
        id=kept["id"],
        reference=kept["ref"],
        merchant=merchants[kept["merchant"]],
        merchant_sku=kept["sku"],
        approved_at=datetime.fromisoformat(kept["approved"]),
        valid_until=None if kept["until"] is None else datetime.fromisoformat(kept["until"]),
        rule=QuantityRule(Decimal(minimum), Decimal(step), Decimal(pack_size)),
        stock=StockAnswer(Decimal(available), is_never_out, level_count),
        stored_cards=kept["cards"],
    )
