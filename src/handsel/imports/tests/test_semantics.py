"""What a row means: keys, empty cells, zero, NULL, missing columns, delete (IMPORT-1 to IMPORT-7)."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from handsel.catalog.models import AbstractProduct, AbstractProductStore, ConcreteProduct
from handsel.imports.tests.conftest import BringIn, problems
from handsel.offers.models import Offer
from handsel.pricing.models import OfferPrice
from handsel.stock.models import StockLevel
from tests.world import World

PRICES = "product_offer_reference,price_type,store,currency,value_net,value_gross,price_data.volume_prices\n"
CONCRETES = "abstract_sku,concrete_sku,unit,minimum_quantity,gtin,valid_from,valid_to,name.en_US,name.de_DE\n"


def test_an_empty_cell_creates_with_the_preset_and_leaves_an_existing_row_as_it_is(
    world: World, bring_in: BringIn
) -> None:
    bring_in("product_concrete", f"{CONCRETES}ABS-SKU-1,NEW,,,,,,A,B\n")
    new = ConcreteProduct.objects.get(sku="NEW")
    assert (new.unit, new.minimum_quantity, new.gtin, new.valid_from) == ("piece", Decimal(1), "", None)
    bring_in("product_concrete", f"{CONCRETES}ABS-SKU-1,NEW,box,12,12345678,2026-01-01,,A,B\n")
    report = bring_in("product_concrete", f"{CONCRETES},NEW,,,,,2030-12-31,,\n")
    new.refresh_from_db()
    assert (new.unit, new.minimum_quantity, new.gtin) == ("box", Decimal(12), "12345678")
    assert new.valid_from == datetime(2025, 12, 31, 23, tzinfo=UTC)
    assert new.name == {"en_US": "A", "de_DE": "B"}
    assert [(d.column, d.before, d.after) for d in report.differences] == [("valid_to", None, "2030-12-31 23:00:00+00")]


def test_the_word_null_clears_to_the_preset_and_a_missing_column_changes_nothing(
    world: World, bring_in: BringIn
) -> None:
    bring_in("product_concrete", f"{CONCRETES}ABS-SKU-1,NEW,box,12,12345678,2026-01-01,,A,B\n")
    report = bring_in(
        "product_concrete", "abstract_sku,concrete_sku,unit,gtin,valid_from,name.de_DE\n,NEW,NULL,NULL,NULL,NULL\n"
    )
    new = ConcreteProduct.objects.get(sku="NEW")
    assert report.changed == 1
    assert (new.unit, new.gtin, new.valid_from, new.minimum_quantity) == ("piece", "", None, Decimal(12))
    assert new.name == {"en_US": "A"}


def test_what_a_row_needs_cannot_be_cleared(world: World, bring_in: BringIn) -> None:
    report = bring_in(
        "product_concrete", "abstract_sku,concrete_sku\nNULL,SKU-1\nNULL,NEW\nABS-SKU-1,NULL\n,\n,OTHER\n"
    )
    assert problems(report) == [
        (2, "abstract_sku", "cannot_be_cleared"),
        (3, "abstract_sku", "required"),
        (4, "concrete_sku", "required"),
        (6, "abstract_sku", "required"),
    ]
    assert report.rows == report.rejected == 4


def test_zero_is_zero_and_not_nothing(world: World, bring_in: BringIn) -> None:
    world.offer("OFR-1")
    bring_in("price_product_offer", f"{PRICES}OFR-1,DEFAULT,DE,EUR,0,,\n")
    stock = "product_offer_reference,stock_name,quantity\nOFR-1,M-1 Warehouse 1,0\n"
    assert bring_in("product_offer_stock", stock).new == 1
    assert OfferPrice.objects.values_list("net", "gross").get() == (Decimal(0), None)
    assert StockLevel.objects.get().on_hand == 0


def test_a_price_is_one_value_and_a_higher_one_replaces_it(world: World, bring_in: BringIn) -> None:
    world.offer("OFR-1")
    tiers = '"[{""quantity"":5,""net_price"":900}]"'
    bring_in("price_product_offer", f"{PRICES}OFR-1,DEFAULT,DE,EUR,1000,1190,{tiers}\n")
    report = bring_in("price_product_offer", f"{PRICES}ofr-1,,DE,EUR,2000,,\n")
    assert (report.new, report.changed) == (0, 1)
    assert OfferPrice.objects.values_list("net", "gross", "tiers").get() == (Decimal(20), None, [])
    assert {(d.column, d.before, d.after) for d in report.differences} == {
        ("value_net", "10.000", "20.000"),
        ("value_gross", "11.900", None),
        ("price_data.volume_prices", '[{"net": "9", "gross": null, "quantity": "5"}]', "[]"),
    }


def test_a_price_row_that_says_nothing_changes_nothing_and_creates_nothing(world: World, bring_in: BringIn) -> None:
    world.price(world.offer("OFR-1"), net="10")
    report = bring_in(
        "price_product_offer", f"{PRICES}OFR-1,,DE,EUR,,,\nOFR-1,ORIGINAL,DE,EUR,,,\nOFR-1,,DE,CHF,NULL,,\n"
    )
    assert problems(report) == [(3, "value_net", "price_missing"), (4, "value_net", "price_missing")]
    assert report.unchanged == 1
    assert OfferPrice.objects.get().net == 10


def test_delete_removes_what_is_there_and_only_that(world: World, bring_in: BringIn) -> None:
    world.price(world.offer("OFR-1"), net="10")
    header = "product_offer_reference,price_type,store,currency,value_net,delete\n"
    report = bring_in(
        "price_product_offer",
        f"{header}OFR-1,DEFAULT,DE,EUR,,1\nOFR-1,DEFAULT,DE,CHF,,true\nOFR-1,DEFAULT,AT,EUR,5,0\n",
    )
    assert (report.new, report.changed, report.unchanged, report.rejected) == (1, 1, 1, 0)
    assert [(d.line, d.column, d.after) for d in report.differences] == [(2, "delete", "1")]
    assert [price.store.name for price in OfferPrice.objects.select_related("store")] == ["AT"]


def test_assignments_add_and_never_take_away_by_omission(world: World, bring_in: BringIn) -> None:
    header = "abstract_sku,store_name,delete\n"
    report = bring_in("product_abstract_store", f"{header}ABS-SKU-1,DE,\n")
    assert (report.new, report.unchanged) == (0, 1)
    assert AbstractProductStore.objects.count() == 3
    bring_in("product_abstract_store", f"{header}ABS-SKU-1,AT,1\n")
    assert sorted(AbstractProductStore.objects.values_list("store__name", flat=True)) == ["DE", "US"]


def test_a_key_that_stands_twice_is_refused_in_both_rows_and_each_names_the_other(
    world: World, bring_in: BringIn
) -> None:
    header = "product_offer_reference,concrete_sku,merchant_reference,is_active,approval_status\n"
    rows = "A-1,SKU-1,M-1,1,approved\nB-1,SKU-1,M-1,1,approved\na-1,SKU-1,M-1,0,approved\n"
    report = bring_in("merchant_product_offer", header + rows)
    assert [(p.line, p.column, p.code, p.fact) for p in report.problems] == [
        (2, "product_offer_reference", "duplicate", "4"),
        (4, "product_offer_reference", "duplicate", "2"),
    ]
    assert "also in line 4" in report.problems[0].words
    assert list(Offer.objects.values_list("reference", flat=True)) == ["B-1"]


@pytest.mark.parametrize(
    ("written", "begin", "end"),
    [
        ("2026-05-31", "2026-05-30T22:00:00+00:00", "2026-05-31T22:00:00+00:00"),
        ("2026-05-31 12:30:00", "2026-05-31T10:30:00+00:00", "2026-05-31T10:30:00+00:00"),
        ("2026-05-31T12:30", "2026-05-31T10:30:00+00:00", "2026-05-31T10:30:00+00:00"),
        ("2026-01-31 12:30:00.5", "2026-01-31T11:30:00.500000+00:00", "2026-01-31T11:30:00.500000+00:00"),
        ("2026-05-31T12:30:00Z", "2026-05-31T12:30:00+00:00", "2026-05-31T12:30:00+00:00"),
        ("2026-05-31 12:30:00-05:00", "2026-05-31T17:30:00+00:00", "2026-05-31T17:30:00+00:00"),
        ("9999-12-31", "9999-12-30T00:00:00+00:00", "9999-12-30T00:00:00+00:00"),
    ],
)
def test_a_time_is_read_in_the_marketplaces_zone_and_a_day_counts_as_a_whole(
    world: World, bring_in: BringIn, written: str, begin: str, end: str
) -> None:
    world.offer("FROM")
    world.offer("UNTIL")
    bring_in(
        "product_offer_validity", f"product_offer_reference,valid_from,valid_to\nFROM,{written},\nUNTIL,,{written}\n"
    )
    first, last = Offer.objects.get(reference="FROM").valid_from, Offer.objects.get(reference="UNTIL").valid_to
    assert first is not None
    assert last is not None
    assert (first.isoformat(), last.isoformat()) == (begin, end)


def test_amounts_follow_the_decimals_of_their_currency(world: World, bring_in: BringIn) -> None:
    bring_in("currency", "iso_code,currency_symbol,name\nJPY,¥,Yen\nKWD,KD,Dinar\n")
    bring_in("currency_store", "currency_code,store_name\nJPY,DE\nKWD,DE\n")
    world.offer("OFR-1")
    tiers = '"[{""quantity"":""10"",""gross_price"":""1250""}]"'
    rows = "".join(f"OFR-1,,DE,{code},1250,,{tiers}\n" for code in ("EUR", "JPY", "KWD"))
    assert bring_in("price_product_offer", PRICES + rows).new == 3
    found = {price.currency.code: (price.net, price.tiers[0]["gross"]) for price in OfferPrice.objects.all()}
    assert found == {
        "EUR": (Decimal("12.5"), "12.5"),
        "JPY": (Decimal(1250), "1250"),
        "KWD": (Decimal("1.25"), "1.25"),
    }


def test_locale_columns_and_attributes_merge_into_what_is_there(world: World, bring_in: BringIn) -> None:
    header = "category_key,abstract_sku,name.fr_FR,url.en_US,attribute_key_1,value_1,attribute_key_2,value_2.en_US,meta_title.en_US\n"
    bring_in("product_abstract", f"{header}lab,ABS-SKU-1,Produit,,color,red,size,big,Title\n")
    bring_in("product_abstract", f"{header}lab,ABS-SKU-1,NULL,NULL,width,9,size,NULL,\n")
    product = AbstractProduct.objects.get()
    assert product.name == {"en_US": "Product SKU-1", "de_DE": "Produkt SKU-1"}
    assert product.url == {"de_DE": "/de/produkt-sku-1"}
    assert product.attributes == {"_": {"color": "red", "width": "9"}}
    assert product.meta == {"en_US": {"title": "Title"}}


def test_a_value_without_the_name_of_its_attribute_is_refused(world: World, bring_in: BringIn) -> None:
    header = "category_key,abstract_sku,name.en_US,attribute_key_1,value_1\n"
    report = bring_in("product_abstract", f"{header}lab,X,X,,red\nlab,Y,Y,color,\n")
    assert problems(report) == [(2, "value_1", "value_without_key")]
    assert AbstractProduct.objects.get(sku="Y").attributes == {}
