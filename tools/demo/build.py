"""Every file of the demo marketplace as bytes, and nothing else: no clock, no chance, no disk."""

from dataclasses import replace

from tools.demo.catalog_rows import catalog_files
from tools.demo.contracts import contract_files, load_contracts, wanted_offers
from tools.demo.load import load_marketplace
from tools.demo.model import Offer
from tools.demo.offer_rows import combined_file, offer_files
from tools.demo.offers import build_offers
from tools.demo.party_rows import party_files
from tools.demo.pictures import picture_files

COMBINED = 20


def build() -> dict[str, bytes]:
    """Path below demo/ -> content."""
    market = load_marketplace()
    contracts = load_contracts()
    offers = build_offers(market, wanted_offers(contracts))
    sheets = catalog_files(market) | party_files(market) | contract_files(market, contracts) | offer_files(offers)
    sheets["combined_merchant_product_offer"] = combined_file(combined_offers(offers))
    images = {abstract.image for abstract in market.abstracts}
    images |= {concrete.image for abstract in market.abstracts for concrete in abstract.concretes}
    return {f"{name}.csv": text for name, text in sheets.items()} | {
        f"media/{path}": text for path, text in picture_files(images, market).items()
    }


def combined_offers(offers: list[Offer]) -> list[Offer]:
    """Some of the offers once more, under references of their own, for the file that carries all five parts."""
    chosen = [offer for offer in offers if len(offer.stores) > 1 and len(offer.prices) > 1 and offer.levels]
    step = max(1, len(chosen) // COMBINED)
    return [_copy(offer) for offer in chosen[step // 2 :: step][:COMBINED]]


def _copy(offer: Offer) -> Offer:
    number = f"{offer.merchant_sku}-CB" if offer.merchant_sku else ""
    return replace(offer, reference=f"CB-{offer.reference}", merchant_sku=number)
