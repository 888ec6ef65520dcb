"""What does it cost? One question, one answer object; page, list, cart and API all ask here (PRICE-21)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import chain
from typing import Any

from handsel.catalog.models import Store
from handsel.catalog.queries import tax_percents
from handsel.core.arrays import one_of
from handsel.offers.models import Offer
from handsel.pricing.cards import PriceAnswer, RateCard, Rung, Tier, cheapest
from handsel.pricing.models import ContractPrice, OfferPrice, ProductPrice
from handsel.pricing.resolving import (
    ContractRows,
    PriceRows,
    StoredPrice,
    StoredTier,
    contract_cards,
    public_card,
    resolve,
)
from handsel.pricing.states import CONTRACT_LEVELS, DEFAULT, ORIGINAL, PriceSource

__all__ = [
    "DEFAULT",
    "ORIGINAL",
    "OfferFacts",
    "PriceAnswer",
    "PriceRows",
    "PriceSource",
    "RateCard",
    "Rung",
    "Tier",
    "cheapest",
    "contract_cards_for",
    "load_rows",
    "offer_facts",
    "price_for",
    "prices_for",
    "public_cards_for",
]

NO_TAX = Decimal(0)
TYPES = (DEFAULT, ORIGINAL)
AMOUNTS = ("currency__code", "price_type", "net", "gross", "tiers")


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """What pricing needs to know of an offer; `valid_until` is the next end of its or its product's validity."""

    id: int
    merchant_id: int
    concrete_id: int
    abstract_id: int
    tax_rate: Decimal
    valid_until: datetime | None = None


def price_for(
    *,
    offer_id: int,
    store: Store,
    currency: str,
    mode: str,
    quantity: Decimal,
    customer_id: int | None,
    at: datetime,
) -> PriceAnswer | None:
    """What a unit costs this customer when `quantity` are bought at once; None without any price (PRICE-9).

    `customer_id` is the buying organization, whose contract prices apply; None is the public.
    """
    answers = prices_for(
        quantities={offer_id: quantity}, store=store, currency=currency, mode=mode, customer_id=customer_id, at=at
    )
    return answers.get(offer_id)


def prices_for(
    *,
    quantities: Mapping[int, Decimal],
    store: Store,
    currency: str,
    mode: str,
    customer_id: int | None,
    at: datetime,
) -> dict[int, PriceAnswer | None]:
    """`price_for` for many offers, each with its quantity, in a constant number of queries."""
    facts = offer_facts(quantities, store=store, at=at)
    rows = load_rows(facts, store_id=store.pk, customer_id=customer_id, currency=currency)
    return {
        fact.id: resolve(
            rows[fact.id].get(currency, PriceRows()),
            currency=currency,
            tax_rate=fact.tax_rate,
            mode=mode,
            quantity=quantities[fact.id],
            valid_until=fact.valid_until,
        )
        for fact in facts
    }


def public_cards_for(facts: Sequence[OfferFacts], *, store_id: int) -> dict[int, dict[str, RateCard]]:
    """What everybody without a contract sees, by offer and currency, where there is a price (PRICE-6 to PRICE-8)."""
    rows = load_rows(facts, store_id=store_id)
    cards: dict[int, dict[str, RateCard]] = {}
    for fact in facts:
        found = ((code, public_card(of, currency=code, tax_rate=fact.tax_rate)) for code, of in rows[fact.id].items())
        cards[fact.id] = {code: card for code, card in found if card is not None}
    return cards


def contract_cards_for(
    facts: Sequence[OfferFacts], *, store_id: int, customer_id: int, currency: str | None = None
) -> dict[int, dict[str, tuple[RateCard, ...]]]:
    """The contract prices that apply to this customer, by offer and currency, in one query (PRICE-1, PRICE-2, PRICE-4).

    Several cards of one currency are those of several contracts at one level; the cheapest for a quantity is the price.
    """
    stored = _contract_rows(facts, store_id, customer_id, currency)
    answer: dict[int, dict[str, tuple[RateCard, ...]]] = {}
    for fact in facts:
        by_currency = _contracts_of(fact, stored)
        cards = {
            code: contract_cards(PriceRows(contracts=rows), currency=code, tax_rate=fact.tax_rate)
            for code, rows in by_currency.items()
        }
        if found := {code: of for code, of in cards.items() if of}:
            answer[fact.id] = found
    return answer


def offer_facts(offer_ids: Iterable[int], *, store: Store, at: datetime) -> list[OfferFacts]:
    """The facts of offers that pricing needs, in two queries."""
    rates = tax_percents(store)
    offers = Offer.objects.filter(one_of("pk", offer_ids)).values_list(
        "pk",
        "merchant_id",
        "concrete_product_id",
        "concrete_product__abstract_product_id",
        "concrete_product__abstract_product__tax_set_id",
        "valid_to",
        "concrete_product__valid_to",
    )
    return [
        OfferFacts(
            pk, merchant, concrete, abstract, rates.get(tax_set or 0, NO_TAX), _next_end(at, offer_end, product_end)
        )
        for pk, merchant, concrete, abstract, tax_set, offer_end, product_end in offers
    ]


def load_rows(
    facts: Sequence[OfferFacts], *, store_id: int, customer_id: int | None = None, currency: str | None = None
) -> dict[int, dict[str, PriceRows]]:
    """Every row that may price the offers, by offer and currency: two queries, three with a customer."""
    wanted: dict[str, Any] = {"store_id": store_id, "price_type__in": TYPES}
    if currency is not None:
        wanted["currency__code"] = currency
    own = _grouped([OfferPrice.objects.filter(one_of("offer_id", [f.id for f in facts]), **wanted)], "offer_id")
    concretes, abstracts = {f.concrete_id for f in facts}, {f.abstract_id for f in facts}
    of_products = [
        ProductPrice.objects.filter(one_of("concrete_product_id", concretes), **wanted),
        ProductPrice.objects.filter(one_of("abstract_product_id", abstracts), **wanted),
    ]
    products = _grouped(of_products, "concrete_product_id", "abstract_product_id")
    contracts = _contract_rows(facts, store_id, customer_id, currency) if customer_id is not None else _ContractTable()
    return {
        fact.id: _rows_of(
            own.get((fact.id,), {}),
            products.get((fact.concrete_id, None), {}),
            products.get((None, fact.abstract_id), {}),
            _contracts_of(fact, contracts),
        )
        for fact in facts
    }


ByCurrency = dict[str, dict[str, StoredPrice]]


def _rows_of(
    own: ByCurrency, concrete: ByCurrency, abstract: ByCurrency, contracts: Mapping[str, tuple[ContractRows, ...]]
) -> dict[str, PriceRows]:
    return {
        code: PriceRows(own.get(code, {}), concrete.get(code, {}), abstract.get(code, {}), contracts.get(code, ()))
        for code in dict.fromkeys(chain(own, concrete, abstract, contracts))
    }


def _grouped(querysets: Sequence[Any], *owners: str) -> dict[tuple[Any, ...], ByCurrency]:
    """Price rows as owner -> currency -> price type -> amounts.

    The querysets become one statement; as one condition with OR they would read the whole table.
    """
    first, *others = (queryset.values_list(*owners, *AMOUNTS) for queryset in querysets)
    rows = first.union(*others, all=True) if others else first
    grouped: dict[tuple[Any, ...], ByCurrency] = {}
    for *owner, code, price_type, net, gross, tiers in rows:
        grouped.setdefault(tuple(owner), {}).setdefault(code, {})[price_type] = stored_price(net, gross, tiers)
    return grouped


def stored_price(net: Decimal | None, gross: Decimal | None, tiers: Sequence[Mapping[str, Any]]) -> StoredPrice:
    """A price row's columns as the resolver reads them."""
    steps = (StoredTier(Decimal(t["quantity"]), _decimal(t.get("net")), _decimal(t.get("gross"))) for t in tiers)
    return StoredPrice(net, gross, tuple(steps))


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _next_end(at: datetime, *ends: datetime | None) -> datetime | None:
    return min((end for end in ends if end is not None and end > at), default=None)


@dataclass(slots=True)
class _ContractTable:
    """Contract rows by (merchant, level, owner); a contract prices its own merchant's offers only (PRICE-4)."""

    rows: dict[tuple[int, PriceSource, int], dict[int, ByCurrency]] = field(default_factory=dict)


def _contract_rows(
    facts: Sequence[OfferFacts], store_id: int, customer_id: int, currency: str | None
) -> _ContractTable:
    wanted: dict[str, Any] = {"store_id": store_id, "price_type__in": TYPES}
    if currency is not None:
        wanted["currency__code"] = currency
    agreed = ContractPrice.objects.filter(
        one_of("contract__merchant_id", {f.merchant_id for f in facts}),
        contract__assigned__organization_id=customer_id,
        **wanted,
    )
    rows = [
        agreed.filter(one_of("offer_id", [f.id for f in facts])),
        agreed.filter(one_of("concrete_product_id", {f.concrete_id for f in facts})),
        agreed.filter(one_of("abstract_product_id", {f.abstract_id for f in facts})),
    ]
    table = _ContractTable()
    owners = ("contract__merchant_id", "contract_id", "offer_id", "concrete_product_id", "abstract_product_id")
    for (merchant_id, contract_id, *ids), by_currency in _grouped(rows, *owners).items():
        level, owner = next((level, pk) for level, pk in zip(CONTRACT_LEVELS, ids, strict=True) if pk is not None)
        table.rows.setdefault((merchant_id, level, owner), {})[contract_id] = by_currency
    return table


def _contracts_of(fact: OfferFacts, table: _ContractTable) -> dict[str, tuple[ContractRows, ...]]:
    if not table.rows:
        return {}
    found: dict[str, list[ContractRows]] = {}
    owners = (fact.id, fact.concrete_id, fact.abstract_id)
    for level, owner in zip(CONTRACT_LEVELS, owners, strict=True):
        for contract_id, by_currency in table.rows.get((fact.merchant_id, level, owner), {}).items():
            for code, prices in by_currency.items():
                found.setdefault(code, []).append(ContractRows(contract_id, level, prices))
    return {code: tuple(rows) for code, rows in found.items()}
