"""Contracts between merchants and customer companies, and the prices agreed in them."""

from dataclasses import dataclass

from tools.demo.load import read
from tools.demo.model import Abstract, Concrete, Marketplace, Merchant
from tools.demo.prices import DEFAULT, ladder_for, percent_of, places, price, volume_json
from tools.demo.sheets import Row, amount, sheet

LEVELS = {"offer": "product_offer_reference", "concrete": "concrete_sku", "abstract": "abstract_sku"}


@dataclass(frozen=True, slots=True)
class Term:
    """One price agreed: `level` is offer, concrete or abstract; `target` its reference or SKU."""

    level: str
    target: str
    percent: int
    with_tiers: bool


@dataclass(frozen=True, slots=True)
class Contract:
    key: str
    merchant: str
    owner: str
    assignees: tuple[str, ...]
    terms: tuple[Term, ...]


def load_contracts() -> tuple[Contract, ...]:
    return tuple(
        Contract(
            table["key"],
            table["merchant"],
            table["owner"],
            tuple(table["assignees"]),
            tuple(Term(level, *target) for level in LEVELS for target in table.get(level, [])),
        )
        for table in read("contracts.toml")["contract"]
    )


def wanted_offers(contracts: tuple[Contract, ...]) -> frozenset[tuple[str, str]]:
    """(merchant, SKU) of every offer that a contract prices or needs to be of any use."""
    return frozenset(
        (contract.merchant, term.target.split("-", 1)[1] if term.level == "offer" else term.target)
        for contract in contracts
        for term in contract.terms
        if term.level != "abstract"
    )


def contract_files(market: Marketplace, contracts: tuple[Contract, ...]) -> dict[str, bytes]:
    return {
        "merchant_relationship": sheet(
            (
                "merchant_relation_key",
                "merchant_reference",
                "company_business_unit_owner_key",
                "company_business_unit_assignee_keys",
            ),
            [
                {
                    "merchant_relation_key": contract.key,
                    "merchant_reference": contract.merchant,
                    "company_business_unit_owner_key": contract.owner,
                    "company_business_unit_assignee_keys": ";".join(contract.assignees),
                }
                for contract in contracts
            ],
        ),
        "price_product_merchant_relationship": _prices(market, contracts),
    }


def _prices(market: Marketplace, contracts: tuple[Contract, ...]) -> bytes:
    merchants = {merchant.reference: merchant for merchant in market.merchants}
    abstracts = {abstract.sku: (abstract, abstract.concretes[0]) for abstract in market.abstracts}
    concretes = {concrete.sku: (abstract, concrete) for abstract in market.abstracts for concrete in abstract.concretes}
    rows: list[Row] = []
    for contract in contracts:
        merchant = merchants[contract.merchant]
        for term in contract.terms:
            sku = term.target.removeprefix(f"{merchant.code}-") if term.level == "offer" else term.target
            product = abstracts[sku] if term.level == "abstract" else concretes[sku]
            rows += _term_rows(contract.key, term, merchant, product)
    columns = [
        "merchant_relation_key",
        "abstract_sku",
        "concrete_sku",
        "product_offer_reference",
        "price_type",
        "store",
    ]
    return sheet((*columns, "currency", "price_net", "price_gross", "price_data.volume_prices"), rows)


def _term_rows(key: str, term: Term, merchant: Merchant, product: tuple[Abstract, Concrete]) -> list[Row]:
    abstract, concrete = product
    net = percent_of(concrete.net_eur, 100 - term.percent)
    tiers = ladder_for(net, concrete.lot, key, term.target) if term.with_tiers else ()
    column = LEVELS[term.level]
    found: list[Row] = []
    for place in places(merchant.stores, swiss=merchant.swiss):
        row = price(DEFAULT, place, net, tax=abstract.tax_set, tiers=tiers)
        found.append(
            {
                "merchant_relation_key": key,
                column: term.target,
                "price_type": row.kind,
                "store": row.store,
                "currency": row.currency,
                "price_net": amount(row.net),
                "price_gross": amount(row.gross),
                "price_data.volume_prices": volume_json(row),
            }
        )
    return found
