"""The demo's files are what the generator writes, the same every time, and valid in themselves."""

import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.demo.reading import DEMO, Row, by, column, offers, pairs, rows, tiers_of
from tools.demo.build import build

LOCALES = ("en_US", "de_DE")
SHEETS = (
    "store", "currency", "currency_store", "tax", "category", "product_attribute", "product_abstract", "product_abstract_store",
    "product_abstract_approval_status", "product_concrete", "product_price", "merchant", "merchant_profile",
    "merchant_store", "merchant_stock", "warehouse", "warehouse_store", "merchant_relationship",
    "price_product_merchant_relationship", "merchant_product_offer", "merchant_product_offer_store",
    "product_offer_validity", "price_product_offer", "product_offer_stock", "combined_merchant_product_offer",
    "company", "company_user",
)  # fmt: skip
COMBINED = "combined_merchant_product_offer"


def test_generating_in_another_process_gives_the_same_bytes(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONHASHSEED": "7", "LC_ALL": "C", "TZ": "Asia/Tokyo"}
    subprocess.run([sys.executable, "-m", "tools.demo", str(tmp_path)], check=True, env=environment, cwd=DEMO.parent)
    written = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*.*")}
    assert written == build()


def test_committed_files_are_what_the_generator_writes() -> None:
    committed = {path.relative_to(DEMO).as_posix(): path for path in DEMO.rglob("*") if path.is_file()}
    assert committed.keys() - {"README.md"} == build().keys(), "run `make seed`"
    assert {name for name, content in build().items() if committed[name].read_bytes() != content} == set()


def test_the_size_is_as_promised() -> None:
    counted = {name: len(rows(name)) for name in SHEETS}
    assert counted["store"] == 3
    assert counted["merchant"] == 14
    assert 160 <= counted["product_abstract"] <= 180
    assert 480 <= counted["product_concrete"] <= 520
    assert 1900 <= counted["merchant_product_offer"] <= 2100
    assert len(column(COMBINED, "product_offer_reference")) == 20
    assert sum(path.stat().st_size for path in DEMO.rglob("*") if path.is_file()) < 8_000_000


def test_every_format_has_its_file() -> None:
    assert {path.stem for path in DEMO.glob("*.csv")} == set(SHEETS)


def test_gtins_have_their_check_digit_and_an_invented_prefix() -> None:
    gtins = [row["gtin"] for row in rows("product_concrete")]
    assert len(set(gtins)) == len(gtins)
    for gtin in gtins:
        assert re.fullmatch(r"299\d{10}", gtin)
        assert sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(gtin)) % 10 == 0


def test_uids_have_fifteen_digits_and_a_luhn_check_digit() -> None:
    uids = (column("company", "company_uid") | column("company_user", "member_uid")) - {""}
    assert len(uids) >= 4
    for uid in uids:
        assert re.fullmatch(r"\d{15}", uid)
        doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(uid))]
        assert sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def test_the_main_accounts_uid_is_the_companys() -> None:
    given = {row["company_key"]: row["company_uid"] for row in rows("company")}
    for row in rows("company_user"):
        assert row["member_uid"] == (given[row["company_key"]] if row["is_main_account"] == "1" else "")


@pytest.mark.parametrize(
    ("name", "head", "target", "key"),
    [
        ("category", "parent_category_key", "category", "category_key"),
        ("currency_store", "currency_code", "currency", "iso_code"),
        ("currency_store", "store_name", "store", "name"),
        ("product_abstract", "category_key", "category", "category_key"),
        ("product_abstract", "tax_set_name", "tax", "tax_set_name"),
        ("product_abstract_store", "abstract_sku", "product_abstract", "abstract_sku"),
        ("product_abstract_store", "store_name", "store", "name"),
        ("product_abstract_approval_status", "sku", "product_abstract", "abstract_sku"),
        ("product_concrete", "abstract_sku", "product_abstract", "abstract_sku"),
        ("product_price", "abstract_sku", "product_abstract", "abstract_sku"),
        ("product_price", "concrete_sku", "product_concrete", "concrete_sku"),
        ("merchant", "merchant_reference", "company", "company_key"),
        ("merchant_profile", "merchant_reference", "merchant", "merchant_reference"),
        ("merchant_store", "merchant_reference", "merchant", "merchant_reference"),
        ("merchant_store", "store_name", "store", "name"),
        ("merchant_stock", "merchant_reference", "merchant", "merchant_reference"),
        ("merchant_stock", "stock_name", "warehouse", "name"),
        ("warehouse_store", "warehouse_name", "warehouse", "name"),
        ("warehouse_store", "store_name", "store", "name"),
        ("merchant_relationship", "merchant_reference", "merchant", "merchant_reference"),
        ("merchant_relationship", "company_business_unit_owner_key", "company", "company_key"),
        ("merchant_relationship", "company_business_unit_assignee_keys", "company", "company_key"),
        (
            "price_product_merchant_relationship",
            "merchant_relation_key",
            "merchant_relationship",
            "merchant_relation_key",
        ),
        ("price_product_merchant_relationship", "abstract_sku", "product_abstract", "abstract_sku"),
        ("price_product_merchant_relationship", "concrete_sku", "product_concrete", "concrete_sku"),
        (
            "price_product_merchant_relationship",
            "product_offer_reference",
            "merchant_product_offer",
            "product_offer_reference",
        ),
        ("merchant_product_offer", "concrete_sku", "product_concrete", "concrete_sku"),
        ("merchant_product_offer", "merchant_reference", "merchant", "merchant_reference"),
        (
            "merchant_product_offer_store",
            "product_offer_reference",
            "merchant_product_offer",
            "product_offer_reference",
        ),
        ("merchant_product_offer_store", "store_name", "store", "name"),
        ("product_offer_validity", "product_offer_reference", "merchant_product_offer", "product_offer_reference"),
        ("price_product_offer", "product_offer_reference", "merchant_product_offer", "product_offer_reference"),
        ("product_offer_stock", "product_offer_reference", "merchant_product_offer", "product_offer_reference"),
        ("company_user", "company_key", "company", "company_key"),
        (COMBINED, "merchant_product_offer.concrete_sku", "product_concrete", "concrete_sku"),
        (COMBINED, "merchant_product_offer.merchant_reference", "merchant", "merchant_reference"),
        (COMBINED, "merchant_product_offer_store.store_name", "store", "name"),
        (COMBINED, "product_offer_stock.stock_name", "warehouse", "name"),
    ],
)
def test_no_reference_dangles(name: str, head: str, target: str, key: str) -> None:
    named = {value for cell in column(name, head) for value in cell.split(";")} - {""}
    assert named
    assert named - column(target, key) == set()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("store", ["name"]),
        ("category", ["category_key"]),
        ("product_abstract", ["abstract_sku"]),
        ("product_abstract", ["url.en_US"]),
        ("product_abstract", ["url.de_DE"]),
        ("product_concrete", ["concrete_sku"]),
        ("product_price", ["abstract_sku", "concrete_sku", "price_type", "store", "currency"]),
        ("merchant", ["merchant_reference"]),
        ("merchant", ["url.en_US"]),
        ("merchant_stock", ["stock_name"]),
        ("warehouse", ["name"]),
        ("merchant_product_offer", ["product_offer_reference"]),
        ("merchant_product_offer_store", ["product_offer_reference", "store_name"]),
        ("product_offer_validity", ["product_offer_reference"]),
        ("price_product_offer", ["product_offer_reference", "price_type", "store", "currency"]),
        ("product_offer_stock", ["product_offer_reference", "stock_name"]),
        ("company", ["company_key"]),
        ("company_user", ["company_key", "email"]),
    ],
)
def test_keys_are_unique_ignoring_case(name: str, key: list[str]) -> None:
    seen = Counter(tuple(row[head].lower() for head in key) for row in rows(name))
    assert [entry for entry, count in seen.items() if count > 1] == []


def test_a_merchants_own_numbers_are_unique() -> None:
    seen = Counter((row["merchant_reference"], row["merchant_sku"]) for row in rows("merchant_product_offer"))
    seen.update(
        (row["merchant_product_offer.merchant_reference"], row["merchant_product_offer.merchant_sku"])
        for row in rows(COMBINED)
    )
    assert [entry for entry, count in seen.items() if entry[1] and count > 1] == []


def test_offers_use_their_own_merchants_warehouses() -> None:
    owned = pairs("merchant_stock", "merchant_reference", "stock_name")
    for offer in offers():
        for level in offer.levels:
            assert (offer.row["merchant_reference"], level["stock_name"]) in owned


def test_prices_fit_the_rules_of_prices() -> None:
    allowed = pairs("currency_store", "store_name", "currency_code")
    tax_set = {row["concrete_sku"]: row["tax"] for row in _concretes_with_tax()}
    for offer in offers():
        bases = {(row["store"], row["currency"]) for row in offer.prices if row["price_type"] == "DEFAULT"}
        for row in offer.prices:
            assert (row["store"], row["currency"]) in allowed
            assert row["store"] in offer.stores
            _check_amounts(
                row["value_net"], row["value_gross"], _rate(tax_set[offer.row["concrete_sku"]], row["store"])
            )
            _check_tiers(row)
            assert not tiers_of(row) or (row["store"], row["currency"]) in bases


def test_list_and_contract_prices_fit_the_rules_too() -> None:
    allowed = pairs("currency_store", "store_name", "currency_code")
    for row in rows("product_price"):
        assert bool(row["abstract_sku"]) != bool(row["concrete_sku"])
        assert (row["store"], row["currency"]) in allowed
        assert "0" not in {row["value_net"], row["value_gross"]}
        _check_tiers(row)
    for row in rows("price_product_merchant_relationship"):
        targets = [row["abstract_sku"], row["concrete_sku"], row["product_offer_reference"]]
        assert sum(map(bool, targets)) == 1
        assert (row["store"], row["currency"]) in allowed
        _check_tiers(row)


def _concretes_with_tax() -> list[Row]:
    abstracts = by("product_abstract", "abstract_sku")
    return [row | {"tax": abstracts[row["abstract_sku"]][0]["tax_set_name"]} for row in rows("product_concrete")]


def _rate(tax_set: str, store: str) -> Decimal:
    [rate] = [
        row["tax_rate_percent"] for row in rows("tax") if (row["tax_set_name"], row["country_name"]) == (tax_set, store)
    ]
    return Decimal(rate)


def _check_amounts(net: str, gross: str, rate: Decimal) -> None:
    assert re.fullmatch(r"\d*", net)
    assert re.fullmatch(r"\d*", gross)
    assert net or gross
    if net and gross:
        expected = (int(net) * (1 + rate / 100)).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        assert int(gross) == expected


def _check_tiers(row: Row) -> None:
    thresholds = [tier["quantity"] for tier in tiers_of(row)]
    assert thresholds == sorted(set(thresholds))
    assert all(threshold >= 2 for threshold in thresholds)
    assert not thresholds or row["price_type"] == "DEFAULT"


def test_products_speak_both_languages_and_have_four_to_eight_attributes() -> None:
    attributes = {row["abstract_sku"]: _attributes(row) for row in rows("product_abstract")}
    for row in rows("product_concrete"):
        for locale in LOCALES:
            assert row[f"name.{locale}"]
            assert len(row[f"description.{locale}"]) > 40
            merged = attributes[row["abstract_sku"]][locale] | _attributes(row)[locale]
            assert 4 <= len(merged) <= 8, row["concrete_sku"]
            assert all(merged.values())
    same = [row["abstract_sku"] for row in rows("product_abstract") if row["name.en_US"] == row["name.de_DE"]]
    assert same == []


def _attributes(row: Row) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for head, key in row.items():
        match = re.fullmatch(r"attribute_key_(\d+)(?:\.(\w+))?", head)
        if match and key:
            assert re.fullmatch(r"[a-z][a-z_]*", key)
            number, locale = match.groups()
            for each in [locale] if locale else LOCALES:
                found[each][key] = row[f"value_{number}.{locale}" if locale else f"value_{number}"]
    return found


def test_every_company_has_one_main_account_and_every_person_the_demos_password() -> None:
    mains = Counter(row["company_key"] for row in rows("company_user") if row["is_main_account"] == "1")
    assert mains == dict.fromkeys(column("company", "company_key"), 1)
    assert column("company_user", "initial_password") == {"handsel-demo"}
    assert all(row["email"].endswith("@example.com") for row in rows("company_user"))


@pytest.mark.parametrize(
    ("who", "company", "role", "main"),
    [
        ("bea", "C-201", "company_admin", "1"),
        ("bob", "C-201", "viewer", "0"),
        ("ada", "C-201", "approver", "0"),
        ("pia", "C-201", "purchaser", "0"),
        ("cai", "C-202", "company_admin", "1"),
        ("mia", "M-101", "merchant_admin", "1"),
        ("milan", "M-101", "offer_manager", "0"),
        ("max", "M-102", "merchant_admin", "1"),
        ("rex", "R-301", "reseller", "1"),
        ("ola", "OP-1", "marketplace_manager", "1"),
        ("sue", "OP-1", "ssr", "0"),
        ("mo", "OP-1", "moderator", "0"),
    ],
)
def test_the_cast_is_there(who: str, company: str, role: str, main: str) -> None:
    [row] = [
        row for row in rows("company_user") if (row["email"], row["company_key"]) == (f"{who}@example.com", company)
    ]
    assert role in row["roles"].split(";")
    assert row["is_main_account"] == main


def test_dates_do_not_rot() -> None:
    cells = [
        row[head]
        for name in ("product_abstract", "product_concrete", "product_offer_validity")
        for row in rows(name)
        for head in ("new_from", "new_to", "valid_from", "valid_to")
        if row.get(head)
    ]
    assert cells
    assert [cell for cell in cells if "2024-12-31 23:59:59" < cell < "2035"] == []


def test_every_picture_named_exists_and_every_picture_is_named() -> None:
    named = {
        row[head]
        for name, head in [
            ("category", "image"),
            ("product_abstract", "image"),
            ("product_concrete", "image"),
            ("merchant_profile", "logo_url"),
        ]
        for row in rows(name)
    }
    media = DEMO / "media"
    assert named == {path.relative_to(media).as_posix() for path in media.rglob("*") if path.is_file()}


def test_pictures_are_small_plain_and_safe() -> None:
    for path in (DEMO / "media").rglob("*.svg"):
        assert path.stat().st_size < 4096, path.name
        root = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - our own files
        tags = {element.tag.removeprefix("{http://www.w3.org/2000/svg}") for element in root.iter()}
        assert tags <= {"svg", "g", "path", "rect", "circle", "ellipse"}, path.name
        names = {name for element in root.iter() for name in element.attrib}
        assert not {name for name in names if name.startswith("on") or "href" in name or name in {"style", "id"}}
        assert root.attrib["viewBox"] == ("0 0 96 96" if path.parent.name == "merchants" else "0 0 240 240")
