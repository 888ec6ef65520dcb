"""Rows of files become stores, currencies and taxes, many at once. Each step reads the table that `rows` names."""

from datetime import datetime

from handsel.catalog.models import Currency, MerchantStore, Store, TaxRate
from handsel.catalog.services.marking import touch_selected
from handsel.core.actors import Actor
from handsel.core.bulk import delete_marked, execute, insert_new, lock_whole, update_changed
from handsel.core.transactions import step

STORE_FIELDS = (
    "time_zone",
    "countries",
    "locales",
    "default_currency_id",
    "default_price_mode",
    "order_reference_prefix",
    "guest_checkout",
    "buy_box_strategy",
)
PRODUCTS_OF_STORES = """
    SELECT concrete.id FROM catalog_concreteproduct concrete
    JOIN catalog_abstractproductstore link ON link.abstract_product_id = concrete.abstract_product_id
    WHERE link.store_id IN ({stores})
"""
LINK_DEFAULTS = """
    INSERT INTO catalog_storecurrency (store_id, currency_id)
    SELECT store.id, store.default_currency_id FROM catalog_store store
    JOIN {rows} r ON lower(r.name) = lower(store.name)
    WHERE store.default_currency_id IS NOT NULL
    ORDER BY r.line ON CONFLICT DO NOTHING
"""


@step
def apply_stores(*, rows: str, actor: Actor, at: datetime) -> None:
    """Create and change stores; a default currency is assigned to its store as well (STORE-1)."""
    del actor, at
    lock_whole(rows=rows, model=Store)
    update_changed(rows=rows, model=Store, fields=STORE_FIELDS)
    insert_new(rows=rows, model=Store, fields=("name", *STORE_FIELDS))
    execute(LINK_DEFAULTS.format(rows=rows))
    touch_selected(PRODUCTS_OF_STORES.format(stores=f"SELECT target_id FROM {rows}"))


@step
def apply_currencies(*, rows: str, actor: Actor, at: datetime) -> None:
    """Create and change currencies; a changed name or symbol shows wherever a store uses the currency."""
    del actor, at
    update_changed(rows=rows, model=Currency, fields=("symbol", "name"))
    insert_new(rows=rows, model=Currency, fields=("code", "symbol", "name"))
    changed = f"SELECT target_id FROM {rows} WHERE target_id IS NOT NULL"
    stores = f"SELECT store_id FROM catalog_storecurrency WHERE currency_id IN ({changed})"
    touch_selected(PRODUCTS_OF_STORES.format(stores=stores))


@step
def apply_store_currencies(*, rows: str, actor: Actor, at: datetime) -> None:
    """Assign currencies to stores and set the default one where a row says so (STORE-1, STORE-4)."""
    del actor, at
    lock_whole(rows=rows, model=Store, column="store_id")
    execute(
        "INSERT INTO catalog_storecurrency (store_id, currency_id)"
        f" SELECT store_id, currency_id FROM {rows} WHERE target_id IS NULL ORDER BY line ON CONFLICT DO NOTHING"
    )
    execute(
        "UPDATE catalog_store store SET default_currency_id = r.currency_id"
        f" FROM {rows} r WHERE store.id = r.store_id AND r.is_default_given AND r.is_default"
    )
    touch_selected(PRODUCTS_OF_STORES.format(stores=f"SELECT store_id FROM {rows}"))


@step
def apply_tax_rates(*, rows: str, actor: Actor, at: datetime) -> None:
    """Create and change tax rates; a tax set that does not exist yet is created (STORE-6)."""
    del actor, at
    execute(f"INSERT INTO catalog_taxset (name) SELECT DISTINCT tax_set FROM {rows} ORDER BY 1 ON CONFLICT DO NOTHING")
    # Whoever gives a product one of these tax sets meanwhile is waited for, so his product is marked as well.
    execute(f"SELECT 1 FROM catalog_taxset WHERE name IN (SELECT tax_set FROM {rows}) ORDER BY id FOR UPDATE")
    update_changed(rows=rows, model=TaxRate, fields=("name", "percent"))
    tax_set = "(SELECT id FROM catalog_taxset WHERE name = r.tax_set)"
    insert_new(rows=rows, model=TaxRate, fields=("country", "name", "percent"), also={"tax_set_id": tax_set})
    touch_selected(
        "SELECT concrete.id FROM catalog_concreteproduct concrete"
        " JOIN catalog_abstractproduct abstract ON abstract.id = concrete.abstract_product_id"
        " JOIN catalog_taxset tax_set ON tax_set.id = abstract.tax_set_id"
        f" WHERE tax_set.name IN (SELECT tax_set FROM {rows})"
    )


@step
def apply_merchant_stores(*, rows: str, actor: Actor, at: datetime) -> None:
    """Show merchants' pages in stores; where their offers show is another matter, so nothing is marked (ORG-10)."""
    del actor, at
    delete_marked(rows=rows, model=MerchantStore)
    insert_new(rows=rows, model=MerchantStore, fields=("merchant_id", "store_id"))
