"""Stores, categories and products are found by what the outside calls them (STORE, CAT rules)."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from handsel.catalog.errors import UnknownCurrency, UnknownProduct, UnknownStore
from handsel.catalog.models import AbstractProduct, Category, Store
from handsel.catalog.queries import (
    abstract_by_sku,
    abstract_by_url,
    breadcrumb,
    category_tree,
    concrete_by_sku,
    currency_of,
    default_store,
    mark_of,
    shown_product,
    shown_variants,
    store_by_name,
    store_by_slug,
    stores,
    stores_showing,
    tax_percents,
    word_in,
)
from tests.world import CAST, World

Counting = Callable[[int], AbstractContextManager[object]]


def test_a_store_is_found_by_exactly_its_name_and_by_its_slug(world: World) -> None:
    assert store_by_name("AT") == world.stores["AT"]
    assert store_by_slug("at") == world.stores["AT"]
    for name in ("at", "FR", "", "AT "):
        with pytest.raises(UnknownStore):
            store_by_name(name)
    for slug in ("AT", "fr", ""):
        with pytest.raises(UnknownStore) as refusal:
            store_by_slug(slug)
        assert refusal.value.http_status == 404


@pytest.mark.django_db
def test_without_any_store_there_is_no_default_one() -> None:
    with pytest.raises(UnknownStore):
        default_store()


def test_the_store_founded_first_answers_when_none_is_named(world: World) -> None:
    assert default_store() == world.stores["DE"]


def test_two_store_names_never_differ_by_case_only(world: World) -> None:
    with pytest.raises(IntegrityError, match="store_slug_unique"), transaction.atomic():
        Store.objects.create(name="de")
    assert [store.slug for store in stores()] == ["de", "at", "us"]


def test_all_stores_with_their_currencies_cost_two_queries(world: World, django_assert_num_queries: Counting) -> None:
    with django_assert_num_queries(2):
        codes = {store.name: sorted(c.code for c in store.currencies.all()) for store in stores()}
    assert codes == {"DE": ["CHF", "EUR"], "AT": ["CHF", "EUR"], "US": ["USD"]}


def test_a_currency_is_usable_only_where_it_is_assigned(world: World) -> None:
    assert currency_of(world.stores["DE"], None).code == "EUR"
    assert currency_of(world.stores["DE"], "CHF").code == "CHF"
    for code in ("USD", "eur", "", "XXX"):
        with pytest.raises(UnknownCurrency) as refusal:
            currency_of(world.stores["DE"], code)
        assert refusal.value.facts["store"] == "DE"


def test_the_tax_rate_is_that_of_the_stores_first_country(world: World) -> None:
    rates = {name: tax_percents(store) for name, store in world.stores.items()}
    assert rates == {
        "DE": {world.tax_set.pk: Decimal(19)},
        "AT": {world.tax_set.pk: Decimal(20)},
        "US": {world.tax_set.pk: Decimal(0)},
    }
    world.stores["DE"].countries = ["AT", "DE"]
    assert tax_percents(world.stores["DE"]) == {world.tax_set.pk: Decimal(20)}


@pytest.mark.parametrize(
    ("words", "locale", "locales", "shown"),
    [
        ({"de_DE": "Flasche", "en_US": "Bottle"}, "de_DE", (), "Flasche"),
        ({"de_DE": "Flasche", "en_US": "Bottle"}, "de_AT", (), "Flasche"),
        ({"de_DE": "Flasche", "en_US": "Bottle"}, "fr_FR", ("en_US", "de_DE"), "Bottle"),
        ({"de_DE": "Flasche", "en_US": ""}, "en_US", ("en_US", "de_DE"), "Flasche"),
        ({"pl_PL": "Butelka"}, "de_DE", ("de_DE",), "Butelka"),
        ({"de_DE": "Flasche"}, "de", (), "Flasche"),
        ({}, "de_DE", ("de_DE",), ""),
    ],
)
def test_a_missing_word_falls_back_to_the_language_the_store_and_then_to_any(
    words: dict[str, str], locale: str, locales: tuple[str, ...], shown: str
) -> None:
    assert word_in(words, locale, locales=locales) == shown


def tree_of(*rows: str) -> dict[str, Category]:
    """Categories from lines such as `parent/child -` (a minus: inactive); the parent comes first."""
    made: dict[str, Category] = {}
    for order, row in enumerate(rows):
        path, _, flag = row.partition(" ")
        parent, _, key = path.rpartition("/")
        made[key] = Category.objects.create(
            key=key, parent=made.get(parent), node_order=order, is_active=flag != "-", name={"en_US": key.title()}
        )
    return made


def test_the_category_tree_is_one_query_and_hides_what_is_below_an_inactive_one(
    world: World, django_assert_num_queries: Counting
) -> None:
    made = tree_of("tools", "tools/saws", "saws/blades", "tools/old -", "old/older")
    with django_assert_num_queries(1):
        tree = category_tree()
    assert set(tree.by_key) == {"lab", "tools", "saws", "blades"}
    assert [child.key for child in tree.below(made["tools"])] == ["saws"]
    assert [step.key for step in tree.path(made["blades"])] == ["tools", "saws", "blades"]
    assert tree.keys_within(made["tools"]) == ("tools", "saws", "blades")


def test_a_breadcrumb_leads_from_the_top_to_the_category_and_is_empty_for_a_hidden_one(world: World) -> None:
    made = tree_of("tools", "tools/old -", "old/older", "tools/saws")
    assert [step.key for step in breadcrumb(made["saws"].pk)] == ["tools", "saws"]
    assert breadcrumb(made["old"].pk) == ()
    assert breadcrumb(made["older"].pk) == ()
    assert breadcrumb(10**9) == ()


def test_a_sku_is_found_letter_by_letter(world: World) -> None:
    assert concrete_by_sku("SKU-1") == world.concrete
    assert abstract_by_sku("ABS-SKU-1") == world.abstract
    for sku in ("sku-1", "SKU-1 ", "", "ABS-SKU-2"):
        with pytest.raises(UnknownProduct):
            concrete_by_sku(sku)
        with pytest.raises(UnknownProduct):
            abstract_by_sku(sku)


def test_a_product_is_found_by_its_path_in_any_language(world: World) -> None:
    world.product("SKU-2")
    assert abstract_by_url("/en/product-sku-1") == world.abstract
    assert abstract_by_url("/de/produkt-sku-2").sku == "ABS-SKU-2"
    for path in ("/en/product-sku-3", "", "/EN/PRODUCT-SKU-1"):
        with pytest.raises(UnknownProduct):
            abstract_by_url(path)


def test_a_product_that_never_changed_has_version_zero(world: World) -> None:
    assert mark_of(world.concrete.pk) == 0


def test_a_store_shows_a_product_while_every_condition_of_the_product_holds(world: World, at: datetime) -> None:
    store, sku = world.stores["DE"].pk, world.concrete.sku
    assert shown_product(store_id=store, sku=sku, at=at) == world.concrete
    world.concrete.valid_from, world.concrete.valid_to = at, at + timedelta(days=1)
    world.concrete.save()
    assert shown_product(store_id=store, sku=sku, at=at) == world.concrete
    assert shown_product(store_id=store, sku=sku, at=at + timedelta(days=1)) is None
    assert shown_product(store_id=store, sku=sku, at=at - timedelta(microseconds=1)) is None
    assert shown_variants(store_id=store, abstract_product_id=world.abstract.pk, at=at) == [world.concrete]
    assert shown_product(store_id=store, sku="sku-1", at=at) is None


def test_who_sees_which_product(world: World) -> None:
    AbstractProduct.objects.filter(pk=world.abstract.pk).update(owner=world.merchants["mia"], is_shared=False)
    world.product("SKU-2")
    world.product("SKU-3", approval="draft")
    everything = {"ABS-SKU-1", "ABS-SKU-2", "ABS-SKU-3"}
    seen_by = {"mia": {"ABS-SKU-1", "ABS-SKU-2"}, "max": {"ABS-SKU-2"}, "ola": everything, "mod": everything}
    expected = {who: seen_by.get(who, set()) for who in CAST}
    seen = {
        who: set(AbstractProduct.objects.visible_to(world.actor(who)).values_list("sku", flat=True)) for who in CAST
    }
    assert seen == expected


def test_a_product_is_shown_in_the_stores_it_is_assigned_to_while_it_is_valid(world: World, at: datetime) -> None:
    us_only = world.product("US-ONLY", stores="US")
    assert stores_showing(sku="US-ONLY", at=at) == {world.stores["US"].pk}
    us_only.valid_to = at
    us_only.save()
    assert stores_showing(sku="US-ONLY", at=at) == frozenset()
    assert stores_showing(sku="NEVER", at=at) == frozenset()
