"""The demo files as a reader sees them: no knowledge of how they were made."""

import csv
import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DEMO = Path(__file__).resolve().parents[2] / "demo"
NOW = "2026-11-22"

Row = dict[str, str]


@cache
def rows(name: str) -> tuple[Row, ...]:
    with (DEMO / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def by(name: str, column: str) -> dict[str, tuple[Row, ...]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows(name):
        found[row[column]].append(row)
    return {key: tuple(value) for key, value in found.items()}


def column(name: str, head: str) -> set[str]:
    return {row[head] for row in rows(name)}


def pairs(name: str, left: str, right: str) -> set[tuple[str, str]]:
    return {(row[left], row[right]) for row in rows(name)}


def tiers_of(row: Row) -> list[dict[str, int]]:
    text = row["price_data.volume_prices"]
    return json.loads(text) if text else []


@dataclass(frozen=True)
class Offer:
    """One offer with everything the five files and the catalogue say about it."""

    reference: str
    row: Row
    concrete: Row
    abstract: Row
    merchant: Row
    stores: frozenset[str]
    product_stores: frozenset[str]
    prices: tuple[Row, ...]
    levels: tuple[Row, ...]
    valid_from: str
    valid_to: str
    product_approval: str
    listed: tuple[Row, ...]

    def kinds(self) -> set[str]:
        return {row["price_type"] for row in self.prices}

    def nets(self, kind: str) -> dict[tuple[str, str], int]:
        return {
            (row["store"], row["currency"]): int(row["value_net"])
            for row in self.prices
            if row["price_type"] == kind and row["value_net"]
        }

    def has_tiers(self) -> bool:
        return any(tiers_of(row) for row in self.prices)

    def displayed(self) -> bool:
        return (
            self.merchant["is_active"] == "1"
            and self.merchant["status"] == "approved"
            and self.row["approval_status"] == "approved"
            and self.row["is_active"] == "1"
            and self.product_approval == "approved"
            and self.concrete["is_active"] == "1"
            and bool(self.stores & self.product_stores)
            and in_time(self.valid_from, self.valid_to)
            and in_time(self.concrete["valid_from"], self.concrete["valid_to"])
        )


def in_time(begin: str, end: str) -> bool:
    return (not begin or begin <= NOW) and (not end or end >= NOW)


@cache
def offers() -> tuple[Offer, ...]:
    concretes = by("product_concrete", "concrete_sku")
    abstracts = by("product_abstract", "abstract_sku")
    approvals = by("product_abstract_approval_status", "sku")
    merchants = by("merchant", "merchant_reference")
    stores = by("merchant_product_offer_store", "product_offer_reference")
    product_stores = by("product_abstract_store", "abstract_sku")
    prices = by("price_product_offer", "product_offer_reference")
    levels = by("product_offer_stock", "product_offer_reference")
    validity = by("product_offer_validity", "product_offer_reference")
    listed_concrete, listed_abstract = by("product_price", "concrete_sku"), by("product_price", "abstract_sku")
    found = []
    for row in rows("merchant_product_offer"):
        reference, sku = row["product_offer_reference"], row["concrete_sku"]
        concrete = concretes[sku][0]
        abstract_sku = concrete["abstract_sku"]
        period = validity.get(reference, ({"valid_from": "", "valid_to": ""},))[0]
        found.append(
            Offer(
                reference=reference,
                row=row,
                concrete=concrete,
                abstract=abstracts[abstract_sku][0],
                merchant=merchants[row["merchant_reference"]][0],
                stores=frozenset(store["store_name"] for store in stores.get(reference, ())),
                product_stores=frozenset(store["store_name"] for store in product_stores.get(abstract_sku, ())),
                prices=prices.get(reference, ()),
                levels=levels.get(reference, ()),
                valid_from=period["valid_from"],
                valid_to=period["valid_to"],
                product_approval=approvals[abstract_sku][0]["approval_status"],
                listed=listed_concrete.get(sku, ()) + listed_abstract.get(abstract_sku, ()),
            )
        )
    return tuple(found)
