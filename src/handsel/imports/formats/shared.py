"""Columns and rules that several formats have in common."""

from handsel.imports.amounts import Minor, Tiers
from handsel.imports.columns import Column, CrossRule, Rule
from handsel.imports.compiling import RowSql
from handsel.imports.lookups import CURRENCY, OFFER, STORE
from handsel.imports.naming import Reference
from handsel.imports.sql import quoted
from handsel.imports.values import Decimal, Text

PRICE_KEY = ("store", "currency", "price_type")
EMAIL = Text(
    max=254, pattern=r"^[^@[:space:]]+@[^@[:space:]]+[.][^@[:space:]]+$", example="ann@example.com", is_lower=True
)
OWN_QUANTITY = Decimal(20, 4, above=True)


def key_text(example: str, *, limit: int = 255, ignore_case: bool = False) -> Text:
    """A natural key: any text without control characters."""
    return Text(max=limit, pattern="^[^[:cntrl:]]*$", example=example, ignore_case=ignore_case)


def offer_reference() -> Column:
    """The offer that a row is about; it must exist."""
    return Column(
        name="product_offer_reference",
        value=Reference(OFFER),
        field="offer_id",
        required=True,
        meaning="the offer, ignoring case",
    )


def period(begin: str, end: str) -> Rule:
    """The period must not end before it begins (OFFER-19)."""
    return Rule(
        end,
        "valid_to_before_from",
        lambda row: f"({row.is_given(begin, end)}) AND {row.after(begin)} >= {row.after(end)}",
        lambda row: f"{row.after(begin)} || ' … ' || {row.after(end)}",
    )


def price_columns(net: str, gross: str) -> tuple[Column, ...]:
    """Store, currency, type and the value of a price: two amounts and tiers, replaced together (PRICE-17)."""
    tiers = "price_data.volume_prices"
    value = (net, gross, tiers)
    return (
        Column(
            name="price_type",
            value=Text(max=40, pattern="^[A-Z][A-Z0-9_]*$", example="DEFAULT"),
            default="DEFAULT",
            meaning="DEFAULT sells, ORIGINAL is the price before; other words are kept without effect",
        ),
        Column(name="store", value=Reference(STORE), field="store_id", required=True, meaning="the store"),
        Column(
            name="currency", value=Reference(CURRENCY), field="currency_id", required=True, meaning="one of the store's"
        ),
        Column(name=net, value=Minor(), field="net", together=value, meaning="net amount; none when empty"),
        Column(name=gross, value=Minor(), field="gross", together=value, meaning="gross amount; none when empty"),
        Column(
            name=tiers,
            value=Tiers(),
            field="tiers",
            default=[],
            together=value,
            differs=lambda row: (
                f"t.tiers <> {row.value(tiers)}"
                f" AND imports_tiers_plain(t.tiers) <> imports_tiers_plain({row.value(tiers)})"
            ),
            meaning="volume prices; none when empty",
        ),
    )


def price_joins(row: RowSql) -> str:
    """`allowed`: the currency belongs to the store."""
    return (
        f"LEFT JOIN catalog_storecurrency allowed ON allowed.store_id = {row.reference('store')}"
        f" AND allowed.currency_id = {row.reference('currency')}"
    )


def price_rules(net: str, gross: str) -> tuple[Rule, ...]:
    """What holds for every price (PRICE-12 to PRICE-15)."""
    tiers = "price_data.volume_prices"

    def is_missing(row: RowSql) -> str:
        nothing = f"NOT coalesce({row.is_filled(net)}, FALSE) AND NOT coalesce({row.is_filled(gross)}, FALSE)"
        return f"{nothing} AND ({row.is_new()} OR {row.is_given(net, gross, tiers)})"

    return (
        Rule(
            "currency",
            "currency_not_in_store",
            lambda row: f"{row.is_known('store')} AND {row.is_known('currency')} AND allowed.id IS NULL",
            lambda row: row.reference("store", "key"),
        ),
        Rule(net, "price_missing", is_missing),
        Rule(
            tiers,
            "tiers_need_default",
            lambda row: (
                f"{row.is_filled(tiers)} AND {row.value(tiers)} <> '[]' AND {row.value('price_type')} <> 'DEFAULT'"
            ),
        ),
    )


def exactly_one(*columns: str) -> Rule:
    """Exactly one of the columns must be filled (IMPORT-29)."""
    return Rule(
        columns[0],
        "not_exactly_one",
        lambda row: " + ".join(f"coalesce({row.is_filled(column)}, FALSE)::int" for column in columns) + " <> 1",
        lambda row: quoted(", ".join(row.header(column) for column in columns)),
    )


def free_addresses(key: str, relation: str) -> CrossRule:
    """The paths in `url` belong to no other row of the relation (key, url), in the database or in this file."""

    def taken(row: RowSql) -> str:
        own = row.cell(key)
        found = ["SELECT NULL::bigint, NULL::text WHERE FALSE"]
        for cell in (cell for cell in row.bound.cells if cell.family.field == "url"):
            url = f"s.c{cell.index}"
            path = f"jsonb_build_object({quoted(cell.path[0])}, {url})"
            found.append(
                f"SELECT s.line, a.key FROM {row.source()} JOIN ({relation}) a ON a.url @> {path}"
                f" WHERE {url} <> 'NULL' AND lower(a.key) IS DISTINCT FROM lower({own})"
            )
            found.append(
                f"SELECT line, CASE WHEN own = first THEN last ELSE first END FROM (SELECT s.line, {own} AS own,"
                f" min({own}) OVER same AS first, max({own}) OVER same AS last FROM {row.source()}"
                f" WHERE {url} <> 'NULL' WINDOW same AS (PARTITION BY {url})) here WHERE first <> last"
            )
        return f"SELECT line, min(other) FROM ({' UNION ALL '.join(found)}) taken(line, other) GROUP BY line"

    return CrossRule(key, "url_taken", taken)
