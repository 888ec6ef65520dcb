"""Which currencies a store sells in, and which of them is its default (STORE-1, STORE-4)."""

from handsel.catalog.services.importing_stores import apply_store_currencies
from handsel.imports.columns import Column, CrossRule, Format, Rule, Target
from handsel.imports.compiling import RowSql
from handsel.imports.lookups import CURRENCY, STORE
from handsel.imports.naming import Reference
from handsel.imports.values import Boolean

LINKS = (
    "SELECT l.id, l.store_id, l.currency_id, s.default_currency_id IS NOT DISTINCT FROM l.currency_id AS is_default"
    " FROM catalog_storecurrency l JOIN catalog_store s ON s.id = l.store_id"
)


def _other_default(row: RowSql) -> str:
    """Rows that make a currency the default of a store of which another row makes another one the default."""
    store, default = row.cell("store_name"), row.value("is_default")
    return (
        f"SELECT s.line, other.line FROM {row.source()} JOIN (SELECT s.line, {store} AS store FROM {row.source()}"
        f" WHERE {default}) other ON other.store = {store} AND other.line <> s.line WHERE {default}"
    )


def _loses_default(row: RowSql) -> str:
    """The row takes the default away, and no row of the file gives the store another one."""
    store = row.cell("store_name")
    others = f"SELECT x.c{row.bound.columns.get('store_name', 0)} FROM {row.tables.stage} x"
    flag = f"x.c{row.bound.columns.get('is_default', 0)}"
    return (
        f"t.is_default AND {row.is_given('is_default')} AND NOT {row.value('is_default')}"
        f" AND {store} NOT IN ({others} WHERE lower({flag}) IN ('1', 'true') AND x.shape IS NULL"
        f" AND x.c{row.bound.columns.get('store_name', 0)} IS NOT NULL)"
    )


FORMAT = Format(
    name="currency_store",
    meaning="A currency in which a store sells.",
    key=("currency_code", "store_name"),
    columns=(
        Column(
            name="currency_code",
            value=Reference(CURRENCY),
            field="currency_id",
            required=True,
            meaning="ISO 4217 code",
        ),
        Column(name="store_name", value=Reference(STORE), field="store_id", required=True, meaning="the store"),
        Column(
            name="is_default", value=Boolean(), default=False, meaning="1 makes it the default currency of the store"
        ),
    ),
    target=Target(
        LINKS,
        lambda row: f"t.currency_id = {row.reference('currency_code')} AND t.store_id = {row.reference('store_name')}",
    ),
    rules=(Rule("is_default", "default_needed", _loses_default),),
    cross_rules=(CrossRule("is_default", "two_defaults", _other_default),),
    apply=apply_store_currencies,
    examples=(
        {"currency_code": "EUR", "store_name": "FR", "is_default": "1"},
        {"currency_code": "SEK", "store_name": "SE", "is_default": "1"},
    ),
)
