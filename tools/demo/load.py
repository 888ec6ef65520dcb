"""Reads the data files into the model."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from tools.demo.model import Abstract, Category, Concrete, Marketplace, Merchant, Organization, Person, Warehouse
from tools.demo.numbers import gtin13, uid
from tools.demo.words import Words, words

DATA = Path(__file__).parent / "data"
ALL_STORES = ("DE", "AT", "US")
_NAME_OF_AXIS = {
    "size": Words(", size {}", ", Größe {}"),
    "pack_quantity": Words(", pack of {}", ", {} Stück"),
}

Table = dict[str, Any]


def read(name: str) -> Table:
    with (DATA / name).open("rb") as file:
        return tomllib.load(file)


def load_marketplace() -> Marketplace:
    categories = load_categories()
    merchants = tuple(load_merchant(table) for table in read("merchants.toml")["merchant"])
    companies = tuple(load_company(table) for table in read("companies.toml")["company"])
    return Marketplace(
        categories=categories,
        abstracts=load_products(categories),
        merchants=merchants,
        organizations=companies + tuple(merchant.organization for merchant in merchants),
    )


def load_categories() -> tuple[Category, ...]:
    found: list[Category] = []
    for order, (key, table) in enumerate(read("categories.toml").items(), start=1):
        found.append(Category(key, "", words(table["name"]), words(table["title"]), table["image"], order))
        for place, (child, name) in enumerate(table["children"], start=1):
            found.append(Category(child, key, words(name), words(name), child, place))
    return tuple(found)


def load_attribute_names() -> dict[str, Words]:
    """Names by key, in the order in which pages list attributes."""
    return {key: words(text) for key, text in read("attributes.toml")["names"].items()}


def load_products(categories: tuple[Category, ...]) -> tuple[Abstract, ...]:
    top = {category.key: category.parent or category.key for category in categories}
    files = [f"products/{category.key}.toml" for category in categories if not category.parent]
    found: list[Abstract] = []
    order: dict[str, int] = {}
    number = 0
    for name in files:
        if not (DATA / name).exists():
            continue
        for table in read(name)["product"]:
            order[table["in"]] = order.get(table["in"], 0) + 1
            abstract = load_abstract(table, order=order[table["in"]], top=top[table["in"]], number=number)
            found.append(abstract)
            number += len(abstract.concretes)
    return tuple(found)


def load_abstract(table: Table, *, order: int, top: str, number: int) -> Abstract:
    name = words(table["name"])
    variants = table.get("variants") or [["1", "", table["price"]]]
    return Abstract(
        sku=table["sku"],
        category=table["in"],
        top_category=top,
        order=order,
        name=name,
        text=words(table["text"]),
        facts=load_facts(table.get("facts", {})) | origin_of(table.get("brand", "")),
        brand=table.get("brand", ""),
        kind=table.get("kind", "goods"),
        tax_set=table.get("tax", "standard"),
        color=table.get("color", ""),
        image=table["image"],
        stores=tuple(table.get("stores", ALL_STORES)),
        approval=table.get("approval", "approved"),
        prices=table.get("prices", "own"),
        new_from=table.get("new_from", ""),
        new_to=table.get("new_to", ""),
        keywords=words(table["keywords"] if "keywords" in table else table["name"]),
        concretes=tuple(load_concrete(table, variant, number + place) for place, variant in enumerate(variants)),
    )


def load_concrete(table: Table, variant: list[Any], number: int) -> Concrete:
    suffix, value, price, *rest = variant
    extra: Table = {**table, **(rest[0] if rest else {})}
    axis = table.get("axis", "")
    facts = {axis: words(value)} if axis else {}
    return Concrete(
        sku=f"{table['sku']}-{suffix}",
        name=words(table["name"]) + name_of(axis, value) if axis else words(table["name"]),
        facts=facts | (load_facts(rest[0].get("facts", {})) if rest else {}),
        net_eur=price,
        gtin=gtin13(4_100_000 + number * 37),
        unit=extra.get("unit", "piece"),
        minimum=str(extra.get("minimum", "")),
        step=str(extra.get("step", "")),
        pack=str(extra.get("pack", "")),
        image=extra["image"],
        bundled=extra.get("bundled", ""),
        tiers=extra.get("tiers", False),
        crowded=extra.get("crowded", False),
        showcase=extra.get("showcase", False),
        is_active=extra.get("is_active", True),
        valid_from=extra.get("valid_from", ""),
        valid_to=extra.get("valid_to", ""),
    )


def name_of(axis: str, value: str) -> Words:
    pattern = _NAME_OF_AXIS.get(axis, Words(", {}", ", {}"))
    shown = words(value)
    return Words(pattern.en.format(shown.en), pattern.de.format(shown.de))


def load_facts(table: Table) -> dict[str, Words]:
    return {key: words(str(value)) for key, value in table.items()}


@cache
def brands() -> Table:
    return read("brands.toml")


def origin_of(brand: str) -> dict[str, Words]:
    """Goods of a known brand say where they are made."""
    return {"country_of_origin": words(brands()[brand])} if brand in brands() else {}


def load_people(rows: list[list[Any]], account_uid: str) -> tuple[Person, ...]:
    return tuple(
        Person(first, last, salutation, email, tuple(roles), place == "main", account_uid if place == "main" else "")
        for email, first, last, salutation, roles, place in rows
    )


def load_company(table: Table) -> Organization:
    account_uid = uid(table["uid"]) if "uid" in table else ""
    people = load_people(table["people"], account_uid)
    kinds = tuple(table["kinds"])
    return Organization(table["reference"], table["name"], kinds, "approved", account_uid, people)


def load_merchant(table: Table) -> Merchant:
    account_uid = uid(table["uid"]) if "uid" in table else ""
    status = "approved" if table["status"] == "approved" else "waiting_for_approval"
    kinds = tuple(table.get("kinds", ["merchant"]))
    people = load_people(table["people"], account_uid)
    return Merchant(
        organization=Organization(table["reference"], table["name"], kinds, status, account_uid, people),
        code=table["code"],
        slug=table["slug"],
        registration=table["registration"],
        email=f"office.{table['slug']}@example.com",
        status=table["status"],
        is_active=table["is_active"],
        is_trusted=table.get("is_trusted", False),
        open_for_requests=table["open_for_requests"],
        level=table["level"],
        swiss=table.get("swiss", False),
        stores=tuple(table["stores"]),
        sells=tuple(table["sells"]),
        warehouses=tuple(Warehouse(name, tuple(stores), active) for name, stores, active in table["warehouses"]),
        contact_role=words(table["contact_role"]).en,
        phone=table["phone"],
        fax=table.get("fax", ""),
        city=table["city"],
        address=table["address"],
        longitude=table["longitude"],
        latitude=table["latitude"],
        description=words(table["description"]),
        delivery=words(table["delivery"]),
        legal=table["legal"],
    )
