"""Rows of the five offer files and of the combined one."""

from collections.abc import Callable, Iterable

from tools.demo.model import Level, Offer, Price
from tools.demo.prices import volume_json
from tools.demo.sheets import Row, amount, flag, sheet

_OFFER = ("concrete_sku", "merchant_reference", "merchant_sku", "is_active", "approval_status")
_STOCK = ("stock_name", "quantity", "is_never_out_of_stock")
_PRICE = ("price_type", "store", "currency", "value_net", "value_gross", "price_data.volume_prices")
_VALIDITY = ("valid_from", "valid_to")
_KEY = "product_offer_reference"


def offer_files(offers: list[Offer]) -> dict[str, bytes]:
    return {
        "merchant_product_offer": sheet((_KEY, *_OFFER, "denial_reason"), (_offer(offer) for offer in offers)),
        "merchant_product_offer_store": sheet((_KEY, "store_name"), _each(offers, _stores)),
        "product_offer_validity": sheet((_KEY, *_VALIDITY), _each(offers, _validity)),
        "price_product_offer": sheet((_KEY, *_PRICE), _each(offers, _prices)),
        "product_offer_stock": sheet((_KEY, *_STOCK), _each(offers, _levels)),
    }


def combined_file(offers: list[Offer]) -> bytes:
    """All five in one: as many rows an offer as its longest list; a cell is filled only where it says something new."""
    groups = {
        "merchant_product_offer": _OFFER,
        "merchant_product_offer_store": ("store_name",),
        "product_offer_stock": _STOCK,
        "price_product_offer": _PRICE,
        "product_offer_validity": _VALIDITY,
    }
    rows: list[Row] = []
    for offer in offers:
        head = {column: value for column, value in _offer(offer).items() if column in _OFFER}
        parts = [[head], _stores(offer), _levels_of(offer.levels), _prices(offer), _validity(offer)]
        for number in range(max(len(part) for part in parts)):
            row = {_KEY: offer.reference}
            for group, part in zip(groups, parts, strict=True):
                if number < len(part):
                    row |= {f"{group}.{column}": value for column, value in part[number].items()}
            rows.append(row)
    return sheet((_KEY, *(f"{group}.{column}" for group, columns in groups.items() for column in columns)), rows)


def _each(offers: Iterable[Offer], rows_of: Callable[[Offer], list[Row]]) -> Iterable[Row]:
    return ({_KEY: offer.reference} | row for offer in offers for row in rows_of(offer))


def _offer(offer: Offer) -> Row:
    return {
        _KEY: offer.reference,
        "concrete_sku": offer.sku,
        "merchant_reference": offer.merchant,
        "merchant_sku": offer.merchant_sku,
        "is_active": flag(value=offer.is_active),
        "approval_status": offer.approval,
        "denial_reason": offer.denial_reason,
    }


def _stores(offer: Offer) -> list[Row]:
    return [{"store_name": store} for store in offer.stores]


def _validity(offer: Offer) -> list[Row]:
    if not offer.valid_from and not offer.valid_to:
        return []
    return [{"valid_from": offer.valid_from, "valid_to": offer.valid_to}]


def _prices(offer: Offer) -> list[Row]:
    return [_price(row) for row in offer.prices]


def _price(row: Price) -> Row:
    values = (row.kind, row.store, row.currency, amount(row.net), amount(row.gross), volume_json(row))
    return dict(zip(_PRICE, values, strict=True))


def _levels(offer: Offer) -> list[Row]:
    return _levels_of(offer.levels)


def _levels_of(levels: Iterable[Level]) -> list[Row]:
    return [
        dict(zip(_STOCK, (level.warehouse, level.quantity, flag(value=level.never_out)), strict=True))
        for level in levels
    ]
