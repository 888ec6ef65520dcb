"""Price rows of products, offers and contracts."""

import json
from collections.abc import Iterable
from decimal import Decimal

from tools.demo.model import Abstract, Concrete, Price, Tier
from tools.demo.numbers import below, converted, gross, tidy

CURRENCIES = {"DE": ("EUR", "CHF"), "AT": ("EUR", "CHF"), "US": ("USD",)}
RATES = {
    "standard": {"DE": Decimal(19), "AT": Decimal(20), "US": Decimal(0)},
    "reduced": {"DE": Decimal(7), "AT": Decimal(10), "US": Decimal(0)},
    "exempt": {"DE": Decimal(0), "AT": Decimal(0), "US": Decimal(0)},
}
DEFAULT, ORIGINAL = "DEFAULT", "ORIGINAL"
UNLISTED = frozenset({"none", "request"})  # no list price; "request": not even the merchants name one
_SWISS_CATEGORIES = frozenset({"laboratory", "electrical", "it", "software-services", "office"})
_LADDERS = ((150, (100, 500, 2000)), (1_500, (12, 48, 144)), (15_000, (5, 20, 50)), (10**9, (3, 10)))


def percent_of(cents: int, percent: Decimal | int) -> int:
    return tidy(cents * Decimal(percent) / 100)


def price(
    kind: str,
    place: tuple[str, str],
    net_eur: int,
    *,
    tax: str,
    tiers: tuple[tuple[int, int], ...] = (),
    sides: str = "both",
) -> Price:
    """One row: `place` is (store, currency), `sides` says which of net and gross the row carries."""
    store, currency = place
    rate = RATES[tax][store]

    def pair(cents: int) -> tuple[int | None, int | None]:
        net = converted(cents, currency)
        return (None if sides == "gross" else net), (None if sides == "net" else gross(net, rate))

    net, with_tax = pair(net_eur)
    ladder = tuple(Tier(quantity, *pair(percent_of(net_eur, percent))) for quantity, percent in tiers)
    return Price(kind, store, currency, net, with_tax, ladder)


def ladder_for(net_eur: int, lot: int, *key: object) -> tuple[tuple[int, int], ...]:
    """Thresholds, in whole lots, and percentages of the base price; fewer and lower thresholds for dear goods."""
    thresholds = next(ladder for limit, ladder in _LADDERS if net_eur < limit)
    start = 3 + below(4, "ladder", *key)
    lots = [-(-quantity // lot) * lot for quantity in thresholds]
    return tuple((quantity, 100 - start * (place + 1)) for place, quantity in enumerate(lots))


def places(stores: Iterable[str], *, swiss: bool) -> list[tuple[str, str]]:
    return [(store, currency) for store in stores for currency in CURRENCIES[store] if swiss or currency != "CHF"]


def volume_json(row: Price) -> str:
    """The tiers as the price_data.volume_prices column wants them."""
    if not row.tiers:
        return ""
    tiers = [{"quantity": tier.quantity, "net_price": tier.net, "gross_price": tier.gross} for tier in row.tiers]
    return json.dumps([{k: v for k, v in tier.items() if v is not None} for tier in tiers], separators=(",", ":"))


def abstract_prices(abstract: Abstract) -> list[Price]:
    """The abstract product's own rows: the price of its first variant."""
    if abstract.prices in UNLISTED:
        return []
    net = abstract.concretes[0].net_eur
    return [price(DEFAULT, place, net, tax=abstract.tax_set) for place in list_places(abstract)]


def concrete_prices(abstract: Abstract, concrete: Concrete) -> list[Price]:
    """The variant's rows; none where it costs what the abstract says, gross alone where the file says so."""
    net, tax = concrete.net_eur, abstract.tax_set
    inherits = abstract.prices == "own" and net == abstract.concretes[0].net_eur and not concrete.tiers
    if abstract.prices in UNLISTED or inherits:
        return []
    sides = "gross" if abstract.prices == "gross" else "both"
    tiers = ladder_for(net, concrete.lot, concrete.sku) if concrete.tiers else ()
    rows = [price(DEFAULT, place, net, tax=tax, tiers=tiers, sides=sides) for place in list_places(abstract)]
    if below(100, "list original", concrete.sku) < 4:
        rows += [price(ORIGINAL, place, percent_of(net, 118), tax=tax) for place in list_places(abstract)]
    return rows


def list_places(abstract: Abstract) -> list[tuple[str, str]]:
    return places(abstract.stores, swiss=abstract.top_category in _SWISS_CATEGORIES)
