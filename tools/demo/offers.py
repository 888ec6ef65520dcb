"""Who offers what: about four merchants a product, every shape of the rules among them."""

from dataclasses import dataclass

from tools.demo.model import Abstract, Concrete, Level, Marketplace, Merchant, Offer, Price
from tools.demo.numbers import below, one_of, shuffled, weighted
from tools.demo.prices import DEFAULT, ORIGINAL, ladder_for, percent_of, places, price

CROWD = 40
_HOW_MANY = {"1": 6, "2": 13, "3": 22, "4": 25, "5": 18, "6": 10, "7": 4, "8": 2}
_PRICE_SHAPES = {
    "plain": 38, "tiers": 25, "inherited": 10, "euro only": 6, "original": 7, "original with tiers": 3,
    "original lower": 2, "original only": 2, "net only": 4, "gross only": 3,
}  # fmt: skip
_STOCK_SHAPES = {
    "one": 50, "several": 16, "never out": 9, "low": 8, "zero": 6, "no row": 4, "inactive only": 3, "inactive too": 4,
}  # fmt: skip
_VALIDITY = {
    "none": 79, "since": 5, "until": 4, "between": 4, "future": 3, "future and end": 1, "past": 2, "ended": 2,
}  # fmt: skip
_DATES = {
    "none": ("", ""),
    "since": ("2024-02-01 00:00:00", ""),
    "until": ("", "2035-12-31 23:59:59"),
    "between": ("2024-01-01", "2035-12-31"),
    "future": ("2035-03-01 00:00:00", ""),
    "future and end": ("2035-05-01", "2035-08-31"),
    "past": ("2023-09-01 00:00:00", "2024-06-30 23:59:59"),
    "ended": ("", "2024-12-31"),
}
_APPROVAL = {"approved": 91, "waiting_for_approval": 5, "denied": 4}
_REASONS = (
    "The picture shows another size than the one offered.",
    "The price is given for a pack but the product is sold by the piece.",
    "The certificate you sent is older than two years.",
    "This SKU belongs to another product: please check the article number.",
    "The delivery region excludes most of the store's customers.",
)
# What the page of a showcase product shows, line by line: the shapes of prices and of stock.
_SCENES = (
    ("tiers", "several"),
    ("original", "one"),
    ("tiers", "never out"),
    ("plain", "low"),
    ("original with tiers", "one"),
    ("inherited", "zero"),
    ("plain", "several"),
    ("euro only", "one"),
)
_SERVICES = frozenset({"saas", "service"})


@dataclass(frozen=True, slots=True)
class _Draft:
    """One offer to be: its product, its merchant, whether it must be beyond reproach, its place in a showcase."""

    abstract: Abstract
    concrete: Concrete
    merchant: Merchant
    nth: int
    clean: bool
    scene: tuple[str, str] = ("", "")

    @property
    def reference(self) -> str:
        tail = "" if self.nth == 0 else f"-{'ABCDEFGH'[self.nth]}"
        return f"{self.merchant.code}-{self.concrete.sku}{tail}"


def build_offers(market: Marketplace, wanted: frozenset[tuple[str, str]]) -> list[Offer]:
    """All offers; `wanted` are (merchant reference, SKU) pairs that contracts name and that must exist."""
    drafts = [
        draft
        for abstract in market.abstracts
        for concrete in abstract.concretes
        for draft in _drafts(market, abstract, concrete, wanted)
    ]
    counter: dict[str, int] = {}
    offers = []
    for draft in drafts:
        number = counter[draft.merchant.code] = counter.get(draft.merchant.code, 0) + 1
        offers.append(_offer(draft, number))
    return offers


def _drafts(
    market: Marketplace, abstract: Abstract, concrete: Concrete, wanted: frozenset[tuple[str, str]]
) -> list[_Draft]:
    sku = concrete.sku
    if concrete.crowded:
        crowd = [merchant for merchant in market.merchants if merchant.is_active]
        return [_Draft(abstract, concrete, crowd[n % len(crowd)], n // len(crowd), clean=True) for n in range(CROWD)]
    sellers = [merchant for merchant in market.merchants if abstract.top_category in merchant.sells]
    sellers = [m for m in sellers if m.status == "approved" or below(100, "early", sku) < 35]
    must = [merchant for merchant in sellers if (merchant.reference, sku) in wanted]
    first = must or [merchant for merchant in shuffled(sellers, "sellers", sku) if merchant.is_active][:1]
    others = [merchant for merchant in shuffled(sellers, "others", sku) if merchant not in first]
    if concrete.showcase:
        shown = [merchant for merchant in first + others if merchant.is_active]
        cast = zip(shown, _SCENES, strict=False)
        return [_Draft(abstract, concrete, merchant, 0, clean=True, scene=scene) for merchant, scene in cast]
    chosen = (first + others)[: max(len(first), int(weighted(_HOW_MANY, "how many", sku)))]
    drafts = [_Draft(abstract, concrete, merchant, 0, clean=merchant in first) for merchant in chosen]
    again = [_Draft(abstract, concrete, m, 1, clean=False) for m in chosen if below(100, "again", sku, m.code) < 5]
    return drafts + again


def _offer(draft: _Draft, number: int) -> Offer:
    reference, merchant = draft.reference, draft.merchant
    approval = "approved" if draft.clean else weighted(_APPROVAL, "approval", reference)
    if merchant.status != "approved":
        approval = "waiting_for_approval"
    validity = "none" if draft.clean else weighted(_VALIDITY, "validity", reference)
    stores = _stores(draft)
    has_own_number = draft.clean or below(100, "merchant sku", reference) < 85
    return Offer(
        reference=reference,
        sku=draft.concrete.sku,
        merchant=merchant.reference,
        merchant_sku=f"{merchant.code}{10_000 + number * 7}" if has_own_number else "",
        is_active=draft.clean or below(100, "active", reference) >= 4,
        approval=approval,
        denial_reason=one_of(_REASONS, "reason", reference) if approval == "denied" else "",
        stores=stores,
        valid_from=_DATES[validity][0],
        valid_to=_DATES[validity][1],
        prices=tuple(_prices(draft, stores)),
        levels=tuple(_levels(draft)),
    )


def _stores(draft: _Draft) -> tuple[str, ...]:
    everywhere = draft.merchant.stores
    if draft.clean or len(everywhere) == 1 or below(100, "stores", draft.reference) < 80:
        return everywhere
    return (one_of(everywhere, "one store", draft.reference),)


def _prices(draft: _Draft, stores: tuple[str, ...]) -> list[Price]:
    if draft.abstract.prices == "request":
        return []
    shape = draft.scene[0] or weighted(_PRICE_SHAPES, "price", draft.reference)
    if (
        draft.clean
        and not draft.scene[0]
        and draft.nth == 0
        and shape in {"original lower", "original only", "inherited"}
    ):
        shape = "tiers"
    if shape == "inherited":
        return []
    tax = draft.abstract.tax_set
    sides = {"net only": "net", "gross only": "gross"}.get(shape, "both")
    rows: list[Price] = []
    for place in places(stores, swiss=draft.merchant.swiss and shape != "euro only"):
        net = _own_net(draft, place[0])
        tiers = (
            ladder_for(net, draft.concrete.lot, draft.reference) if shape in {"tiers", "original with tiers"} else ()
        )
        if shape != "original only":
            rows.append(price(DEFAULT, place, net, tax=tax, tiers=tiers, sides=sides))
        if shape.startswith("original"):
            before = {"original lower": 94, "original only": 100}.get(shape, 112 + below(14, "before", draft.reference))
            rows.append(price(ORIGINAL, place, percent_of(net, before), tax=tax))
    return rows


def _own_net(draft: _Draft, store: str) -> int:
    swing = below(21, "swing", draft.reference) - 10 + draft.nth * 2
    travel = 2 if store not in draft.merchant.stores[:1] and store != "US" else 0
    return percent_of(draft.concrete.net_eur, 100 + draft.merchant.level + swing + travel)


def _levels(draft: _Draft) -> list[Level]:
    open_ones = [warehouse.name for warehouse in draft.merchant.warehouses if warehouse.is_active]
    closed = [warehouse.name for warehouse in draft.merchant.warehouses if not warehouse.is_active]
    amount = _amount(draft)
    one = one_of(open_ones, "house", draft.reference)
    by_shape: dict[str, list[tuple[str, int]]] = {
        "no row": [],
        "never out": [(open_ones[0], 0)],
        "zero": [(open_ones[0], 0)],
        "low": [(open_ones[0], 1 + amount % 4)],
        "several": [(name, amount // (place + 1)) for place, name in enumerate(open_ones)],
        "inactive only": [(name, amount) for name in closed[:1] or [one]],
        "inactive too": [(name, amount) for name in (open_ones[0], *closed[:1])],
        "one": [(one, amount)],
    }
    shape = _stock_shape(draft)
    return [Level(name, str(quantity), never_out=shape == "never out") for name, quantity in by_shape[shape]]


def _stock_shape(draft: _Draft) -> str:
    if draft.abstract.kind in _SERVICES:
        return "never out"
    shape = draft.scene[1] or weighted(_STOCK_SHAPES, "stock", draft.reference)
    spoilt = shape in {"zero", "no row", "inactive only"}
    return "several" if draft.clean and draft.nth == 0 and spoilt and not draft.scene[1] else shape


def _amount(draft: _Draft) -> int:
    ceilings = ((1_000, 2400), (10_000, 600), (100_000, 90), (10**9, 18))
    ceiling = next(most for limit, most in ceilings if draft.concrete.net_eur < limit)
    return 3 + below(ceiling, "amount", draft.reference)
