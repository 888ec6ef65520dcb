"""Every way in which a cell or a row can be wrong, by line, column and code; the good rows beside it apply (IMPORT-9)."""

import pytest

from handsel.core.actors import SYSTEM
from handsel.imports.formats import FORMATS
from handsel.imports.tests.conftest import BringIn, problems
from handsel.imports.words import WORDS
from tests.world import World

OFFER = "product_offer_reference,concrete_sku,merchant_reference,merchant_sku,is_active,approval_status"
PRICE = "product_offer_reference,price_type,store,currency,value_net,value_gross,price_data.volume_prices"
STOCK = "product_offer_reference,stock_name,quantity,is_never_out_of_stock"
VALID = "product_offer_reference,valid_from,valid_to"
CONCRETE = "abstract_sku,concrete_sku,gtin,minimum_quantity,pack_size,is_active,valid_from,valid_to,is_searchable.en_US"
ABSTRACT = "category_key,abstract_sku,name.en_US,url.en_US,kind,tax_set_name,new_from,new_to,category_product_order"
CONTRACT = (
    "merchant_relation_key,merchant_reference,company_business_unit_owner_key,company_business_unit_assignee_keys"
)
TERMS = "merchant_relation_key,abstract_sku,concrete_sku,product_offer_reference,store,currency,price_net"
MERCHANT = "merchant_reference,merchant_name,status,email,is_active,url.en_US"
COMPANY = "company_key,company_uid,company_name,kinds,status"
USER = "company_key,member_uid,email,roles,is_main_account"

CASES = [
    ("store", "name", "D E", [("name", "wrong_format")]),
    ("store", "name", "ABCDEFGHIJKLMNOPQRSTU", [("name", "too_long")]),
    ("store", "name,time_zone", "X,Mars/Crater", [("time_zone", "wrong_format")]),
    ("store", "name,countries,locales", "X,de,german", [("countries", "wrong_format"), ("locales", "wrong_format")]),
    ("store", "name,default_currency", "X,GBP", [("default_currency", "unknown_reference")]),
    ("store", "name,buy_box_strategy,guest_checkout", "X,luck,maybe",
     [("guest_checkout", "not_a_boolean"), ("buy_box_strategy", "unknown_choice")]),
    ("currency", "iso_code,currency_symbol,name", "euro,€,Euro", [("iso_code", "too_long"), ("iso_code", "wrong_format")]),
    ("currency", "iso_code,currency_symbol,name", "CLF,UF,Unidad", [("iso_code", "unsupported_currency")]),
    ("currency_store", "currency_code,store_name,is_default", "EUR,DE,0", [("is_default", "default_needed")]),
    ("tax", "tax_set_name,country_name,tax_rate_name,tax_rate_percent", "s,Atlantis,x,101",
     [("country_name", "unknown_country"), ("tax_rate_percent", "out_of_range")]),
    ("tax", "tax_set_name,country_name,tax_rate_name,tax_rate_percent", "s,Germany,x,1.2345",
     [("tax_rate_percent", "too_many_decimals")]),
    ("tax", "tax_set_name,country_name,tax_rate_name,tax_rate_percent", "s,DE,x,NaN", [("tax_rate_percent", "not_a_number")]),
    ("category", "category_key,parent_category_key,name.en_US,node_order", "x,nowhere,X,1.5",
     [("parent_category_key", "unknown_reference"), ("node_order", "not_an_integer")]),
    ("category", "category_key,name.en_US,node_order", "x,X,99999999999", [("node_order", "out_of_range")]),
    ("category", "category_key,parent_category_key,name.en_US", "lab,lab,", [("parent_category_key", "circle")]),
    ("category", "category_key,name.en_US", "x,", [("name.en_US", "required")]),
    ("product_attribute", "attribute_key,name.en_US", "x\x07,X", [("attribute_key", "wrong_format")]),
    ("product_abstract", ABSTRACT, "none,X,X,,thing,none,2026-02-30,soon,x",
     [("category_key", "unknown_reference"), ("category_product_order", "not_an_integer"),
      ("tax_set_name", "unknown_reference"), ("new_from", "not_a_timestamp"), ("new_to", "not_a_timestamp"),
      ("kind", "unknown_choice")]),
    ("product_abstract", ABSTRACT, "lab,X,X,,,,2026-02-02,2026-02-01,", [("new_to", "valid_to_before_from")]),
    ("product_abstract", ABSTRACT, "lab,X,X,/en/product-sku-1,,,,,", [("abstract_sku", "url_taken")]),
    ("product_abstract_store", "abstract_sku,store_name", "ABS-SKU-1,FR", [("store_name", "unknown_reference")]),
    ("product_abstract_approval_status", "sku,approval_status", "NO,approved", [("sku", "unknown_reference")]),
    ("product_abstract_approval_status", "sku,approval_status", "ABS-SKU-1,declined", [("approval_status", "unknown_choice")]),
    ("product_abstract_approval_status", "abstract_sku,approval_status", "NO,approved", [("sku", "unknown_reference")]),
    ("product_concrete", CONCRETE, "ABS,X,123,0,-1,yes,,,2",
     [("abstract_sku", "unknown_reference"), ("gtin", "wrong_format"), ("minimum_quantity", "out_of_range"),
      ("pack_size", "out_of_range"), ("is_active", "not_a_boolean"), ("is_searchable.en_US", "not_a_boolean")]),
    ("product_concrete", CONCRETE, "ABS-SKU-1,X,,,1e3,,2026-01-01 25:00:00,,",
     [("pack_size", "not_a_number"), ("valid_from", "not_a_timestamp")]),
    ("product_concrete", CONCRETE, "ABS-SKU-1,X,,,,,2026-05-31,2026-05-30,", [("valid_to", "valid_to_before_from")]),
    ("product_price", "abstract_sku,concrete_sku,store,currency,value_net", "ABS-SKU-1,SKU-1,DE,EUR,1",
     [("abstract_sku", "not_exactly_one")]),
    ("product_price", "concrete_sku,store,currency,value_net", ",DE,EUR,1", [("abstract_sku", "not_exactly_one")]),
    ("product_price", "concrete_sku,store,currency,value_net", "NO,DE,EUR,1", [("concrete_sku", "unknown_reference")]),
    ("merchant", MERCHANT, "M-9,Nine,waiting-for-approval,nine,1,/en/m/9",
     [("email", "wrong_format"), ("is_active", "active_needs_approval")]),
    ("merchant", MERCHANT, "M-9,,declined,,,", [("merchant_name", "required"), ("status", "unknown_choice"), ("is_active", "required")]),
    ("merchant_profile", "merchant_reference,longitude", f"M-9,{'1' * 41}",
     [("merchant_reference", "unknown_reference"), ("longitude", "too_long")]),
    ("merchant_store", "merchant_reference,store_name", "M-1,", [("store_name", "required")]),
    ("merchant_stock", "merchant_reference,stock_name", "M-1,m-1 warehouse 1", [("stock_name", "unknown_reference")]),
    ("warehouse", "name,is_active", "W 2,y", [("is_active", "not_a_boolean")]),
    ("warehouse_store", "warehouse_name,store_name", "W 9,DE", [("warehouse_name", "unknown_reference")]),
    ("company", COMPANY, "C-1,123456789012345,One,friend,open",
     [("kinds", "unknown_choice"), ("status", "unknown_choice"), ("company_uid", "wrong_uid")]),
    ("company", COMPANY, "C-1,,One,,", [("kinds", "required")]),
    ("company_user", USER, "brennhoff,,ann,purchaser,", [("email", "wrong_format")]),
    ("company_user", USER, "brennhoff,,ann@example.com,sales;chief,", [("roles", "unknown_choice")]),
    ("company_user", USER, "brennhoff,,ann@example.com,sales,1", [("roles", "unknown_role"), ("is_main_account", "main_account_taken")]),
    ("company_user", USER, "brennhoff,,bea@example.com,,0", [("is_main_account", "main_account_needed")]),
    ("merchant_relationship", CONTRACT, "K,M-1,brennhoff,caldera;nobody",
     [("company_business_unit_assignee_keys", "unknown_references")]),
    ("merchant_relationship", CONTRACT, "K,M-1,M-2,rexcom",
     [("company_business_unit_owner_key", "not_a_customer"), ("company_business_unit_assignee_keys", "not_a_customer")]),
    ("merchant_product_offer", OFFER, "X,NO,M-9,,,",
     [("concrete_sku", "unknown_reference"), ("merchant_reference", "unknown_reference"), ("is_active", "required"),
      ("approval_status", "required")]),
    ("merchant_product_offer", OFFER, "OFR-1,OTHER,M-2,,1,declined",
     [("concrete_sku", "fixed_value"), ("merchant_reference", "fixed_value"), ("approval_status", "unknown_choice")]),
    ("merchant_product_offer", OFFER, "X,SKU-1,M-1,taken,1,approved", [("merchant_sku", "merchant_sku_taken")]),
    ("merchant_product_offer", OFFER, f"X,SKU-1,M-1,{'9' * 256},1,approved", [("merchant_sku", "too_long")]),
    ("merchant_product_offer_store", "product_offer_reference,store_name", "NO,XX",
     [("product_offer_reference", "unknown_reference"), ("store_name", "unknown_reference")]),
    ("product_offer_validity", VALID, "NO,,", [("product_offer_reference", "unknown_reference")]),
    ("product_offer_validity", VALID, "OFR-1,2026-01-02,2026-01-01", [("valid_to", "valid_to_before_from")]),
    ("product_offer_validity", VALID, "OFR-1,01.02.2026,2026-13-01",
     [("valid_from", "not_a_timestamp"), ("valid_to", "not_a_timestamp")]),
    ("price_product_offer", PRICE, "OFR-1,default,DE,EUR,12.50,-1,",
     [("price_type", "wrong_format"), ("value_net", "not_minor_units"), ("value_gross", "negative_amount")]),
    ("price_product_offer", PRICE, "OFR-1,DEFAULT,DE,USD,1,,", [("currency", "currency_not_in_store")]),
    ("price_product_offer", PRICE, "OFR-1,DEFAULT,XX,YYY,1,,", [("store", "unknown_reference"), ("currency", "unknown_reference")]),
    ("price_product_offer", PRICE, 'OFR-1,ORIGINAL,DE,EUR,1,,"[{""quantity"":5,""net_price"":1}]"',
     [("price_data.volume_prices", "tiers_need_default")]),
    ("price_product_offer", PRICE, 'OFR-1,DEFAULT,DE,EUR,,,"[{""quantity"":5,""net_price"":1}]"', [("value_net", "price_missing")]),
    *[("price_product_offer", PRICE, f'OFR-1,DEFAULT,DE,EUR,1,,"{tiers}"', [("price_data.volume_prices", "bad_tiers")])
      for tiers in ("5:10", "{}", "[1]", "[{}]", '[{""quantity"":1,""net_price"":1}]', '[{""quantity"":""x"",""net_price"":1}]',
                    '[{""quantity"":5}]', '[{""quantity"":5,""net_price"":1.5}]', '[{""quantity"":5,""net_price"":-1}]',
                    '[{""quantity"":5,""net_price"":1},{""quantity"":5.0,""net_price"":2}]')],
    ("product_offer_stock", STOCK, "OFR-1,M-2 Warehouse 1,1,", [("stock_name", "warehouse_not_of_merchant")]),
    ("product_offer_stock", STOCK, "OFR-1,M-1 Warehouse 1,,2", [("quantity", "required"), ("is_never_out_of_stock", "not_a_boolean")]),
    ("product_offer_stock", STOCK, "OFR-1,M-1 Warehouse 1,-1,", [("quantity", "out_of_range")]),
    ("price_product_merchant_relationship", TERMS, "NO,,SKU-1,OFR-1,DE,EUR,1",
     [("merchant_relation_key", "unknown_reference"), ("abstract_sku", "not_exactly_one")]),
    ("price_product_merchant_relationship", TERMS, "K-2,,,OFR-1,DE,EUR,1",
     [("product_offer_reference", "offer_of_other_merchant")]),
    ("price_product_merchant_relationship", TERMS, "K-2,,SKU-1,,DE,EUR,", [("price_net", "price_missing")]),
]  # fmt: skip

GOOD = {
    "store": ("name", "GOOD"),
    "currency": ("iso_code,currency_symbol,name", "GBP,£,Pound"),
    "currency_store": ("currency_code,store_name,is_default", "USD,DE,"),
    "category": ("category_key,parent_category_key,name.en_US,node_order", "good,lab,Good,1"),
}


@pytest.fixture
def shop(world: World) -> World:
    """An offer of Mia's, with another product to mistake it for, and a contract of Max's."""
    world.offer("OFR-1", merchant_sku="taken")
    world.product("OTHER")
    world.contract("K-2", merchant="max")
    return world


@pytest.mark.parametrize(("name", "header", "row", "expected"), CASES)
def test_each_mistake_is_named_by_line_column_and_code(
    shop: World, bring_in: BringIn, name: str, header: str, row: str, expected: list[tuple[str, str]]
) -> None:
    report = bring_in(name, f"{header}\n{row}\n", dry_run=True)
    assert problems(report) == [(2, column, code) for column, code in expected]
    assert (report.rows, report.accepted, report.rejected) == (1, 0, 1)
    for problem in report.problems:
        assert "{" not in problem.words
        assert problem.value in row or problem.value.replace('"', '""') in row


@pytest.mark.parametrize("name", sorted({case[0] for case in CASES}))
def test_good_rows_of_a_bad_file_apply(shop: World, bring_in: BringIn, name: str) -> None:
    example = FORMATS[name].examples[0]
    _, header, bad, _ = next(case for case in CASES if case[0] == name and (name != "category" or "nowhere" in case[2]))
    if name in GOOD:
        header, good = GOOD[name]
        bad = bad if header.count(",") == bad.count(",") else bad + "," * (header.count(",") - bad.count(","))
    else:
        good = _good_row(name, header, example)
    report = bring_in(name, f"{header}\n{bad}\n{good}\n", actor=SYSTEM)
    assert {problem.line for problem in report.problems} == {2}
    assert (report.rows, report.accepted, report.rejected) == (2, 1, 1)


def _good_row(name: str, header: str, example: dict[str, str]) -> str:
    """The format's own example, with the keys of this small world."""
    known = {
        "store_name": "DE", "store": "DE", "currency": "EUR", "merchant_reference": "M-1", "category_key": "lab",
        "abstract_sku": "ABS-SKU-1", "sku": "ABS-SKU-1", "product_offer_reference": "OFR-1", "tax_set_name": "standard",
        "stock_name": "M-1 Warehouse 1", "warehouse_name": "M-1 Warehouse 1", "merchant_relation_key": "K-2",
        "company_business_unit_owner_key": "brennhoff", "company_business_unit_assignee_keys": "caldera",
    }  # fmt: skip
    own = {"product_abstract": {"abstract_sku"}, "merchant": {"merchant_reference"}, "merchant_relationship": {"merchant_relation_key"},
           "merchant_product_offer": {"product_offer_reference"}, "company": set(), "company_user": set()}.get(name, set())  # fmt: skip
    values = {**example, **{column: value for column, value in known.items() if column not in own}}
    values |= {"product_price": {"abstract_sku": "", "concrete_sku": "SKU-1"},
               "merchant_product_offer": {"concrete_sku": "SKU-1"},
               "price_product_merchant_relationship": {"abstract_sku": "", "concrete_sku": "SKU-1", "product_offer_reference": ""},
               "company_user": {"company_key": "caldera", "is_main_account": "0", "member_uid": ""}}.get(name, {})  # fmt: skip
    cells = [values.get(column, "") for column in header.split(",")]
    return ",".join('"' + cell.replace('"', '""') + '"' if "," in cell else cell for cell in cells)


def test_every_code_can_be_met(shop: World) -> None:
    """What the table above does not reach is shown by the tests of files as a whole, named here."""
    met = {code for _, _, _, expected in CASES for _, code in expected}
    elsewhere = {
        "cannot_be_cleared", "duplicate", "wrong_number_of_cells", "value_without_key", "row_says_nothing",
        "changed_meanwhile", "has_reservations", "main_account_uid", "uid_taken", "two_defaults",
    }  # fmt: skip
    assert met | elsewhere == set(WORDS)


def test_an_unknown_value_comes_with_the_nearest_known_one(shop: World, bring_in: BringIn) -> None:
    report = bring_in("merchant_product_offer_store", "product_offer_reference,store_name\nOFR-11,DE\nZZZZ,DE\n")
    assert [(p.value, p.suggestion) for p in report.problems] == [("OFR-11", "OFR-1"), ("ZZZZ", "")]
    assert report.problems[0].words == "There is no offer OFR-11. Did you mean OFR-1?"


def test_an_unknown_reference_never_spoils_the_other_rows(shop: World, bring_in: BringIn) -> None:
    rows = "".join(f"{reference},AT\n" for reference in ("OFR-1", "UNKNOWN", "ofr-1x"))
    report = bring_in("merchant_product_offer_store", f"product_offer_reference,store_name\n{rows}")
    assert problems(report) == [
        (3, "product_offer_reference", "unknown_reference"),
        (4, "product_offer_reference", "unknown_reference"),
    ]
    assert report.new == 1
