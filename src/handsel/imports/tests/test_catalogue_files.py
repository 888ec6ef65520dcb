"""Stores, currencies, taxes, categories, products (STORE, CAT, BOARD-10)."""

from decimal import Decimal

import pytest

from handsel.catalog.models import AbstractProduct, Category, ConcreteProduct, ProductMark, Store, TaxRate
from handsel.imports.tests.conftest import BringIn, problems
from handsel.stock.models import Warehouse
from tests.world import World

CATEGORIES = "category_key,parent_category_key,name.en_US\n"


def marked() -> dict[str, int]:
    return dict(ProductMark.objects.values_list("concrete_product__sku", "version"))


@pytest.mark.django_db
def test_a_store_begins_with_presets_and_its_default_currency_is_one_of_its_own(bring_in: BringIn) -> None:
    bring_in("currency", "iso_code,currency_symbol,name\nEUR,€,Euro\nUSD,$,Dollar\n")
    report = bring_in("store", "name,countries,locales,default_currency\nDE,DE; LU ;DE,de_DE;en_US,EUR\nUS,,,\n")
    assert report.new == 2
    store = Store.objects.get(name="DE")
    assert (store.countries, store.locales, store.time_zone) == (["DE", "LU"], ["de_DE", "en_US"], "UTC")
    assert (store.default_price_mode, store.buy_box_strategy, store.order_reference_prefix) == (
        "NET_MODE",
        "price",
        "H-",
    )
    assert [currency.code for currency in store.currencies.all()] == ["EUR"]
    assert Store.objects.get(name="US").default_currency is None
    report = bring_in("store", "name,time_zone,countries\nde,Europe/Berlin,DE\n")
    store.refresh_from_db()
    assert (report.changed, store.name, store.time_zone, store.countries) == (1, "DE", "Europe/Berlin", ["DE"])
    assert store.locales == ["de_DE", "en_US"]


def test_the_default_currency_of_a_store_moves_and_never_goes(world: World, bring_in: BringIn) -> None:
    header = "currency_code,store_name,is_default\n"
    report = bring_in("currency_store", f"{header}CHF,DE,1\nEUR,DE,0\nUSD,DE,\n")
    assert (report.new, report.changed, report.rejected) == (1, 2, 0)
    assert Store.objects.get(name="DE").default_currency == world.currencies["CHF"]
    report = bring_in("currency_store", f"{header}EUR,AT,1\nCHF,AT,1\n")
    assert problems(report) == [(2, "is_default", "two_defaults"), (3, "is_default", "two_defaults")]
    assert marked()["SKU-1"] == 1


def test_taxes_know_countries_by_code_or_name_and_create_their_sets(world: World, bring_in: BringIn) -> None:
    header = "tax_set_name,country_name,tax_rate_name,tax_rate_percent\n"
    report = bring_in("tax", f"{header}standard,Germany,VAT,19.5\nreduced,österreich,USt,10\nreduced,fr,TVA,5.5\n")
    assert (report.new, report.changed) == (2, 1)
    rates = {(rate.tax_set.name, rate.country): rate.percent for rate in TaxRate.objects.select_related("tax_set")}
    assert rates[("standard", "DE")] == Decimal("19.5")
    assert (rates[("reduced", "AT")], rates[("reduced", "FR")]) == (Decimal(10), Decimal("5.5"))
    assert marked() == {"SKU-1": 1}


def test_parents_may_stand_anywhere_in_the_file(world: World, bring_in: BringIn) -> None:
    report = bring_in("category", f"{CATEGORIES}leaf,twig,Leaf\ntwig,lab,Twig\nroot,,Root\nlab,root,Laboratory\n")
    assert (report.new, report.changed) == (3, 1)
    parents = dict(Category.objects.values_list("key", "parent__key"))
    assert parents == {"leaf": "twig", "twig": "lab", "lab": "root", "root": None}
    assert Category.objects.get(key="lab").name == {"en_US": "Laboratory", "de_DE": "Labor"}
    assert marked() == {"SKU-1": 1}
    bring_in("category", f"{CATEGORIES}twig,NULL,\n")
    assert Category.objects.get(key="twig").parent is None


def test_circles_are_refused_and_so_is_what_hangs_below_a_refused_category(world: World, bring_in: BringIn) -> None:
    bring_in("category", f"{CATEGORIES}child,lab,Child\n")
    report = bring_in("category", f"{CATEGORIES}lab,child,\n")
    assert [(p.line, p.code, p.fact) for p in report.problems] == [(2, "circle", "lab < child < lab")]
    report = bring_in("category", f"{CATEGORIES}a,b,A\nb,a,B\nc,a,C\nd,lab,D\nd,lab,D\ne,d,E\nf,e,F\nok,lab,OK\n")
    assert problems(report) == [
        (2, "parent_category_key", "circle"),
        (2, "parent_category_key", "unknown_reference"),
        (3, "parent_category_key", "circle"),
        (3, "parent_category_key", "unknown_reference"),
        (4, "parent_category_key", "unknown_reference"),
        (5, "category_key", "duplicate"),
        (6, "category_key", "duplicate"),
        (7, "parent_category_key", "unknown_reference"),
        (8, "parent_category_key", "unknown_reference"),
    ]
    assert (report.rows, report.new, report.rejected) == (8, 1, 7)
    assert sorted(Category.objects.values_list("key", flat=True)) == ["child", "lab", "ok"]


def test_a_new_product_is_a_draft_and_the_operators_file_moves_it_anywhere(world: World, bring_in: BringIn) -> None:
    header = "category_key,abstract_sku,name.en_US,tax_set_name,kind,brand,new_to\n"
    bring_in("product_abstract", f"{header}lab,X-1,Thing,standard,service,Ravna,2026-12-31\n")
    product = AbstractProduct.objects.get(sku="X-1")
    assert (product.approval_status, product.kind, product.brand, product.tax_set) == (
        "draft", "service", "Ravna", world.tax_set,
    )  # fmt: skip
    assert (product.description, product.attributes, product.is_shared) == ({}, {}, True)
    for status in ("denied", "approved", "draft"):
        report = bring_in(
            "product_abstract_approval_status", f"abstract_sku,approval_status\nX-1,{status}\nABS-SKU-1,approved\n"
        )
        assert (report.changed, report.unchanged) == (1, 1)
        product.refresh_from_db()
        assert product.approval_status == status
    assert marked() == {}


def test_an_address_belongs_to_one_product(world: World, bring_in: BringIn) -> None:
    header = "category_key,abstract_sku,name.en_US,url.en_US\n"
    report = bring_in(
        "product_abstract",
        f"{header}lab,A,A,/en/a\nlab,B,B,/en/a\nlab,C,C,/en/product-sku-1\nlab,ABS-SKU-1,D,/en/product-sku-1\n",
    )
    assert [(p.line, p.code, p.fact) for p in report.problems] == [
        (2, "url_taken", "B"),
        (3, "url_taken", "A"),
        (4, "url_taken", "ABS-SKU-1"),
        (5, "url_taken", "C"),
    ]


def test_a_variant_has_its_quantities_validity_and_words(world: World, bring_in: BringIn) -> None:
    header = "abstract_sku,concrete_sku,gtin,minimum_quantity,quantity_step,is_searchable.en_US,is_searchable.de_DE,bundled\n"
    report = bring_in("product_concrete", f"{header}ABS-SKU-1,V-1,4006381333931,0.5,0.25,1,0,SKU-1/2\n")
    assert report.notices == ["Column bundled has no effect on sales: products are sold through offers."]
    variant = ConcreteProduct.objects.get(sku="V-1")
    assert (variant.gtin, variant.minimum_quantity, variant.quantity_step, variant.pack_size) == (
        "4006381333931", Decimal("0.5"), Decimal("0.25"), Decimal(1),
    )  # fmt: skip
    assert (variant.is_searchable, variant.bundled, variant.is_active) == (
        {"en_US": True, "de_DE": False},
        "SKU-1/2",
        True,
    )
    bring_in("product_concrete", "abstract_sku,concrete_sku,is_active\n,V-1,0\n,SKU-1,1\n")
    assert marked() == {"V-1": 1}


def test_switching_a_warehouse_marks_what_lies_in_it(world: World, bring_in: BringIn) -> None:
    world.stock(world.offer("A-1"), "5")
    world.product("SKU-2")
    assert bring_in("warehouse", "name,is_active\nM-1 Warehouse 1,0\nW. 2,\n").changed == 1
    assert dict(Warehouse.objects.values_list("name", "is_active")) == {
        "M-1 Warehouse 1": False, "M-2 Warehouse 1": True, "W. 2": False,
    }  # fmt: skip
    bring_in("warehouse_store", "warehouse_name,store_name,delete\nM-1 Warehouse 1,DE,1\nW. 2,DE,\n")
    assert marked() == {"SKU-1": 2}
