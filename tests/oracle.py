"""The rules of showing, pricing and sorting read slowly: straight from their text, in loops, with fractions.

Tests compare the real thing with this. It shares no code with it, reads whole tables, and knows no index, no stored row
and no shortcut. Where it looks clumsy it says what the rule says.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from math import floor

from handsel.catalog.models import AbstractProductStore, ConcreteProduct, Store, TaxRate
from handsel.offers.models import Offer, OfferStore
from handsel.parties.models import ContractAssignee
from handsel.pricing.models import ContractPrice, OfferPrice, PriceRow, ProductPrice
from handsel.stock.models import StockLevel, Warehouse, WarehouseStore

EXPONENTS = {"EUR": 2, "CHF": 2, "USD": 2, "JPY": 0, "KWD": 3}
CONTRACT_LEVELS = ("contract_offer", "contract_concrete", "contract_abstract")


@dataclass(frozen=True)
class Amounts:
    """A net and a gross amount, of which at most one is missing, from `start` pieces on."""

    start: Fraction
    net: Fraction | None
    gross: Fraction | None


@dataclass(frozen=True)
class Row:
    """A price row: where it hangs (`offer`, `contract_concrete`, ...), of which contract, its type and amounts."""

    level: str
    price_type: str
    net: Fraction | None
    gross: Fraction | None
    tiers: tuple[Amounts, ...] = ()
    contract: int | None = None

    @property
    def says_something(self) -> bool:
        return self.net is not None or self.gross is not None


@dataclass(frozen=True)
class Price:
    """What a unit costs, as the oracle sees it."""

    unit: Fraction
    source: str
    derived: bool
    other: Fraction
    other_derived: bool
    start: Fraction
    original: Fraction | None
    next_start: Fraction | None
    next_unit: Fraction | None
    price_type: str = "DEFAULT"


@dataclass
class Reader:
    """Who asks for what: the mode is `net` or `gross`, tax in per cent."""

    currency: str
    mode: str
    quantity: Fraction
    tax: Fraction

    def half_up(self, amount: Fraction) -> Fraction:
        scale = 10 ** EXPONENTS[self.currency]
        return Fraction(floor(amount * scale + Fraction(1, 2)), scale)

    def in_mode(self, amounts: Amounts, mode: str) -> tuple[Fraction, bool]:
        """The amount in a mode, and whether it had to be worked out from the other."""
        net, gross = amounts.net, amounts.gross
        if mode == "net":
            if net is not None:
                return net, False
            assert gross is not None
            return self.half_up(gross / (1 + self.tax / 100)), True
        if gross is not None:
            return gross, False
        assert net is not None
        return self.half_up(net * (1 + self.tax / 100)), True

    @property
    def other_mode(self) -> str:
        return "gross" if self.mode == "net" else "net"


@dataclass
class Merged:
    """A DEFAULT or ORIGINAL after filling, with where each amount is from."""

    amounts: Amounts
    sources: dict[str, str] = field(default_factory=dict)
    tiers: tuple[Amounts, ...] = ()
    tier_source: str = ""

    def source(self, mode: str) -> str:
        given = {"net": self.amounts.net, "gross": self.amounts.gross}
        return self.sources[mode] if given[mode] is not None else self.sources["gross" if mode == "net" else "net"]


def slow_price(rows: Sequence[Row], reader: Reader) -> Price | None:
    """PRICE-1 to PRICE-12 for one offer; `rows` are those of the store, the currency and the customer's contracts."""
    for level in CONTRACT_LEVELS:
        answers = []
        for contract in sorted({row.contract for row in rows if row.level == level and row.contract is not None}):
            of_contract = [row for row in rows if row.level == level and row.contract == contract]
            selling = _one(of_contract, "DEFAULT")
            if selling is not None:
                answers.append(_answer(_alone(selling), _alone_or_none(_one(of_contract, "ORIGINAL")), reader))
        if answers:
            return min(answers, key=lambda answer: answer.unit)
    own = [row for row in rows if row.level == "offer"]
    own_default, own_original = _one(own, "DEFAULT"), _one(own, "ORIGINAL")
    if own_default is not None:
        return _answer(_alone(own_default), _alone_or_none(own_original), reader)
    if own_original is not None:
        answer = _answer(_alone(own_original), None, reader)
        return Price(**{**vars(answer), "price_type": "ORIGINAL"})
    selling_product = _filled(rows, "DEFAULT")
    return None if selling_product is None else _answer(selling_product, _filled(rows, "ORIGINAL"), reader)


def _one(rows: Sequence[Row], price_type: str) -> Row | None:
    for row in rows:
        if row.price_type == price_type and row.says_something:
            return row
    return None


def _alone(row: Row) -> Merged:
    return Merged(
        Amounts(Fraction(1), row.net, row.gross), {"net": row.level, "gross": row.level}, row.tiers, row.level
    )


def _alone_or_none(row: Row | None) -> Merged | None:
    return None if row is None else _alone(row)


def _filled(rows: Sequence[Row], price_type: str) -> Merged | None:
    concrete = _one([row for row in rows if row.level == "concrete"], price_type)
    abstract = _one([row for row in rows if row.level == "abstract"], price_type)
    if concrete is None:
        return _alone_or_none(abstract)
    merged = _alone(concrete)
    if abstract is not None:
        net, gross = concrete.net, concrete.gross
        if net is None and abstract.net is not None:
            net, merged.sources["net"] = abstract.net, "abstract"
        if gross is None and abstract.gross is not None:
            gross, merged.sources["gross"] = abstract.gross, "abstract"
        merged.amounts = Amounts(Fraction(1), net, gross)
    return merged


def _answer(selling: Merged, before: Merged | None, reader: Reader) -> Price:
    reached, source = selling.amounts, selling.source(reader.mode)
    best = Fraction(0)
    for tier in selling.tiers:
        if tier.start <= reader.quantity and tier.start > best:
            best, reached, source = tier.start, tier, selling.tier_source
    unit, derived = reader.in_mode(reached, reader.mode)
    other, other_derived = reader.in_mode(reached, reader.other_mode)
    original = None
    if before is not None and before.source(reader.mode) == source:
        amount, _ = reader.in_mode(before.amounts, reader.mode)
        original = amount if amount > unit else None
    following = [tier for tier in selling.tiers if tier.start > reader.quantity]
    following_first = min(following, key=lambda tier: tier.start) if following else None
    return Price(
        unit=unit,
        source=source,
        derived=derived,
        other=other,
        other_derived=other_derived,
        start=reached.start,
        original=original,
        next_start=following_first.start if following_first else None,
        next_unit=reader.in_mode(following_first, reader.mode)[0] if following_first else None,
    )


# What a store shows, from the tables.


@dataclass(frozen=True)
class ShownLine:
    """One line of *Sold by*."""

    reference: str
    unit: Fraction | None
    source: str | None
    is_purchasable: bool
    is_default: bool
    available: Fraction
    is_never_out: bool


@dataclass(frozen=True)
class Asked:
    """A question about a product in a store."""

    store: Store
    sku: str
    currency: str
    mode: str
    quantity: Fraction
    customer_id: int | None
    at: datetime


@dataclass
class Tables:
    """Every row that the rules speak of, read at once; each question then goes through all of them."""

    offers: list[Offer]
    offer_stores: list[OfferStore]
    product_stores: list[AbstractProductStore]
    offer_prices: list[OfferPrice]
    product_prices: list[ProductPrice]
    contract_prices: list[ContractPrice]
    assignees: list[ContractAssignee]
    tax_rates: list[TaxRate]
    warehouses: list[Warehouse]
    warehouse_stores: list[WarehouseStore]
    levels: list[StockLevel]

    @classmethod
    def read(cls) -> "Tables":
        return cls(
            list(Offer.objects.select_related("merchant", "concrete_product__abstract_product")),
            list(OfferStore.objects.all()),
            list(AbstractProductStore.objects.all()),
            list(OfferPrice.objects.select_related("currency")),
            list(ProductPrice.objects.select_related("currency")),
            list(ContractPrice.objects.select_related("currency", "contract")),
            list(ContractAssignee.objects.all()),
            list(TaxRate.objects.all()),
            list(Warehouse.objects.all()),
            list(WarehouseStore.objects.all()),
            list(StockLevel.objects.all()),
        )


def is_valid(begins: datetime | None, ends: datetime | None, at: datetime) -> bool:
    return (begins is None or begins <= at) and (ends is None or at < ends)


def is_displayed(tables: Tables, offer: Offer, store: Store, at: datetime) -> bool:
    """SHOW-1 to SHOW-9, one after the other."""
    merchant, concrete = offer.merchant, offer.concrete_product
    abstract = concrete.abstract_product
    conditions = [
        merchant.is_active and merchant.status == "approved",
        offer.approval_status == "approved",
        offer.is_active,
        any(link.offer_id == offer.pk and link.store_id == store.pk for link in tables.offer_stores),
        abstract.approval_status == "approved",
        any(link.abstract_product_id == abstract.pk and link.store_id == store.pk for link in tables.product_stores),
        concrete.is_active and is_valid(concrete.valid_from, concrete.valid_to, at),
        is_valid(offer.valid_from, offer.valid_to, at),
    ]
    return all(conditions)


def slow_stock(tables: Tables, offer: Offer, store: Store) -> tuple[Fraction, bool]:
    """STOCK-3, STOCK-4, STOCK-12: what is available in the store, and whether it never runs out."""
    available, is_never_out = Fraction(0), False
    serving = {link.warehouse_id for link in tables.warehouse_stores if link.store_id == store.pk}
    active = {warehouse.pk for warehouse in tables.warehouses if warehouse.is_active}
    for level in tables.levels:
        if level.offer_id == offer.pk and level.warehouse_id in serving and level.warehouse_id in active:
            available += Fraction(level.on_hand) - Fraction(level.reserved)
            is_never_out = is_never_out or level.is_never_out_of_stock
    return max(available, Fraction(0)), is_never_out


def rows_for(tables: Tables, offer: Offer, asked: Asked) -> list[Row]:
    """Every price row that may count for this offer and customer, in this store and currency (PRICE-4, PRICE-16)."""

    def counts(row: PriceRow) -> bool:
        return row.store_id == asked.store.pk and row.currency.code == asked.currency

    concrete, abstract = offer.concrete_product_id, offer.concrete_product.abstract_product_id
    rows = [_row("offer", row) for row in tables.offer_prices if counts(row) and row.offer_id == offer.pk]
    for price in tables.product_prices:
        if counts(price) and price.concrete_product_id == concrete:
            rows.append(_row("concrete", price))
        if counts(price) and price.abstract_product_id == abstract:
            rows.append(_row("abstract", price))
    mine = {link.contract_id for link in tables.assignees if link.organization_id == asked.customer_id}
    for agreed in tables.contract_prices:
        if not counts(agreed) or agreed.contract_id not in mine or agreed.contract.merchant_id != offer.merchant_id:
            continue
        if agreed.offer_id == offer.pk:
            rows.append(_row("contract_offer", agreed, agreed.contract_id))
        if agreed.concrete_product_id == concrete:
            rows.append(_row("contract_concrete", agreed, agreed.contract_id))
        if agreed.abstract_product_id == abstract:
            rows.append(_row("contract_abstract", agreed, agreed.contract_id))
    return rows


def _row(level: str, row: PriceRow, contract: int | None = None) -> Row:
    tiers = tuple(
        Amounts(Fraction(tier["quantity"]), _fraction(tier.get("net")), _fraction(tier.get("gross")))
        for tier in row.tiers
    )
    return Row(level, row.price_type, _fraction(row.net), _fraction(row.gross), tiers, contract)


def _fraction(amount: object) -> Fraction | None:
    return None if amount is None else Fraction(str(amount))


def slow_tax(tables: Tables, concrete: ConcreteProduct, store: Store) -> Fraction:
    """STORE-6: the rate of the product's tax set in the store's first country; without one, none."""
    for rate in tables.tax_rates:
        if rate.tax_set_id == concrete.abstract_product.tax_set_id and rate.country == store.countries[0]:
            return Fraction(rate.percent)
    return Fraction(0)


def slow_sold_by(tables: Tables, asked: Asked) -> list[ShownLine]:
    """SORT-1 to SORT-7: the lines of *Sold by*, in order."""
    unordered = []
    for offer in tables.offers:
        if offer.concrete_product.sku != asked.sku or not is_displayed(tables, offer, asked.store, asked.at):
            continue
        tax = slow_tax(tables, offer.concrete_product, asked.store)
        reader = Reader(asked.currency, asked.mode, asked.quantity, tax)
        price = slow_price(rows_for(tables, offer, asked), reader)
        available, is_never_out = slow_stock(tables, offer, asked.store)
        can_be_bought = price is not None and (is_never_out or available >= asked.quantity)
        unordered.append((offer, price, can_be_bought, available, is_never_out))

    def place(line: tuple[Offer, Price | None, bool, Fraction, bool]) -> tuple[object, ...]:
        offer, price, can_be_bought, available, is_never_out = line
        ties = (offer.approved_at, offer.reference.lower())
        if price is None:
            return (1, *ties)
        if asked.store.buy_box_strategy == "price_available":
            return (0, 0 if can_be_bought else 1, price.unit, *ties)
        if asked.store.buy_box_strategy == "stock":
            return (0, 0 if is_never_out else 1, -available, price.unit, 0 if can_be_bought else 1, *ties)
        return (0, price.unit, 0 if can_be_bought else 1, *ties)

    return [
        ShownLine(
            reference=offer.reference,
            unit=None if price is None else price.unit,
            source=None if price is None else price.source,
            is_purchasable=can_be_bought,
            is_default=number == 0 and price is not None,
            available=available,
            is_never_out=is_never_out,
        )
        for number, (offer, price, can_be_bought, available, is_never_out) in enumerate(sorted(unordered, key=place))
    ]
