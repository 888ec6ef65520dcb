"""Rows of the catalogue files: stores, taxes, categories, products, list prices."""

from tools.demo.load import load_attribute_names
from tools.demo.model import Abstract, Category, Concrete, Marketplace, Price
from tools.demo.prices import CURRENCIES, RATES, abstract_prices, concrete_prices, volume_json
from tools.demo.sheets import Row, amount, flag, per_locale, sheet
from tools.demo.words import DE, EN, LOCALES, Words, slug

SLOTS, CONCRETE_SLOTS = 8, 3
_STORES = (
    ("DE", "Europe/Berlin", "DE", "de_DE;en_US", "EUR", "NET_MODE", "1", "price"),
    ("AT", "Europe/Vienna", "AT", "de_DE;en_US", "EUR", "GROSS_MODE", "0", "price_available"),
    ("US", "America/New_York", "US", "en_US;de_DE", "USD", "NET_MODE", "1", "price"),
)
_TAX_NAMES = {"standard": "VAT {store} {rate} %", "reduced": "Reduced VAT {store} {rate} %", "exempt": "Exempt {store}"}


def catalog_files(market: Marketplace) -> dict[str, bytes]:
    return {
        "store": _stores(),
        "currency": sheet(
            ("iso_code", "currency_symbol", "name"),
            [
                {"iso_code": "EUR", "currency_symbol": "€", "name": "Euro"},
                {"iso_code": "CHF", "currency_symbol": "CHF", "name": "Swiss Franc"},
                {"iso_code": "USD", "currency_symbol": "$", "name": "US Dollar"},
            ],
        ),
        "currency_store": sheet(
            ("currency_code", "store_name", "is_default"),
            [
                {"currency_code": code, "store_name": store, "is_default": flag(value=place == 0)}
                for store, codes in CURRENCIES.items()
                for place, code in enumerate(codes)
            ],
        ),
        "tax": _taxes(),
        "category": _categories(market.categories),
        "product_attribute": _attribute_names(load_attribute_names()),
        "product_abstract": _abstracts(market),
        "product_abstract_store": sheet(
            ("abstract_sku", "store_name"),
            [{"abstract_sku": a.sku, "store_name": store} for a in market.abstracts for store in a.stores],
        ),
        "product_abstract_approval_status": sheet(
            ("sku", "approval_status"), [{"sku": a.sku, "approval_status": a.approval} for a in market.abstracts]
        ),
        "product_concrete": _concretes(market),
        "product_price": _list_prices(market),
    }


def _attribute_names(names: dict[str, Words]) -> bytes:
    return sheet(
        ("attribute_key", *per_locale("name", LOCALES), "sort_order"),
        [
            {"attribute_key": key, "sort_order": str(place)} | {f"name.{locale}": name.of(locale) for locale in LOCALES}
            for place, (key, name) in enumerate(names.items(), start=1)
        ],
    )


def _stores() -> bytes:
    columns = (
        "name", "time_zone", "countries", "locales", "default_currency", "default_price_mode", "order_reference_prefix",
        "guest_checkout", "buy_box_strategy",
    )  # fmt: skip
    return sheet(
        columns,
        [
            dict(
                zip(columns, (name, zone, countries, locales, currency, mode, f"{name}-", guest, strategy), strict=True)
            )
            for name, zone, countries, locales, currency, mode, guest, strategy in _STORES
        ],
    )


def _taxes() -> bytes:
    return sheet(
        ("tax_set_name", "country_name", "tax_rate_name", "tax_rate_percent"),
        [
            {
                "tax_set_name": name,
                "country_name": store,
                "tax_rate_name": _TAX_NAMES[name].format(store=store, rate=rate),
                "tax_rate_percent": str(rate),
            }
            for name, rates in RATES.items()
            for store, rate in rates.items()
        ],
    )


def _categories(categories: tuple[Category, ...]) -> bytes:
    columns = ["category_key", "parent_category_key", *per_locale("name", LOCALES), *per_locale("meta_title", LOCALES)]
    columns += ["is_active", "is_in_menu", "is_searchable", "node_order", "image"]
    return sheet(
        columns,
        [
            {
                "category_key": category.key,
                "parent_category_key": category.parent,
                **_in_locales("name", category.name),
                **_in_locales("meta_title", category.title),
                "is_active": "1",
                "is_in_menu": "1",
                "is_searchable": "1",
                "node_order": str(category.order),
                "image": f"categories/{category.image}.svg",
            }
            for category in categories
        ],
    )


def _abstracts(market: Marketplace) -> bytes:
    columns = ["category_key", "category_product_order", "abstract_sku"]
    for column in ("name", "url", "description"):
        columns += per_locale(column, LOCALES)
    columns += _slot_columns(SLOTS)
    columns += ["color_code", "tax_set_name"]
    for column in ("meta_title", "meta_keywords", "meta_description"):
        columns += per_locale(column, LOCALES)
    columns += ["new_from", "new_to", "kind", "image", "brand"]
    return sheet(columns, [_abstract_row(abstract) for abstract in market.abstracts])


def _abstract_row(abstract: Abstract) -> Row:
    return {
        "category_key": abstract.category,
        "category_product_order": str(abstract.order),
        "abstract_sku": abstract.sku,
        **_in_locales("name", abstract.name),
        f"url.{EN}": f"/en/{slug(abstract.name.en)}",
        f"url.{DE}": f"/de/{slug(abstract.name.de)}",
        **_in_locales("description", abstract.text),
        **_slots(abstract.facts),
        "color_code": abstract.color,
        "tax_set_name": abstract.tax_set,
        **_in_locales("meta_title", abstract.name),
        **_in_locales("meta_keywords", abstract.keywords),
        **_in_locales(
            "meta_description", Words(*(_first_sentence(text) for text in (abstract.text.en, abstract.text.de)))
        ),
        "new_from": abstract.new_from,
        "new_to": abstract.new_to,
        "kind": abstract.kind,
        "image": f"products/{abstract.image}.svg",
        "brand": abstract.brand,
    }


def _concretes(market: Marketplace) -> bytes:
    columns = ["abstract_sku", "concrete_sku", *per_locale("name", LOCALES), *per_locale("description", LOCALES)]
    columns += _slot_columns(CONCRETE_SLOTS)
    columns += [*per_locale("is_searchable", LOCALES), "bundled", "is_quantity_splittable"]
    columns += [
        "gtin",
        "unit",
        "minimum_quantity",
        "quantity_step",
        "pack_size",
        "is_active",
        "valid_from",
        "valid_to",
        "image",
    ]
    return sheet(columns, [_concrete_row(a, c) for a in market.abstracts for c in a.concretes])


def _concrete_row(abstract: Abstract, concrete: Concrete) -> Row:
    return {
        "abstract_sku": abstract.sku,
        "concrete_sku": concrete.sku,
        **_in_locales("name", concrete.name),
        **_in_locales("description", abstract.text),
        **_slots(concrete.facts),
        **_in_locales("is_searchable", Words("1", "1")),
        "bundled": concrete.bundled,
        "is_quantity_splittable": "1",
        "gtin": concrete.gtin,
        "unit": concrete.unit,
        "minimum_quantity": concrete.minimum,
        "quantity_step": concrete.step,
        "pack_size": concrete.pack,
        "is_active": flag(value=concrete.is_active),
        "valid_from": concrete.valid_from,
        "valid_to": concrete.valid_to,
        "image": f"products/{concrete.image}.svg",
    }


def _list_prices(market: Marketplace) -> bytes:
    columns = ("abstract_sku", "concrete_sku", "price_type", "store", "currency", "value_net", "value_gross")
    rows: list[Row] = []
    for abstract in market.abstracts:
        rows += [{"abstract_sku": abstract.sku} | _price_row(row) for row in abstract_prices(abstract)]
        for concrete in abstract.concretes:
            rows += [{"concrete_sku": concrete.sku} | _price_row(row) for row in concrete_prices(abstract, concrete)]
    return sheet((*columns, "price_data.volume_prices"), rows)


def _price_row(row: Price) -> Row:
    return {
        "price_type": row.kind,
        "store": row.store,
        "currency": row.currency,
        "value_net": amount(row.net),
        "value_gross": amount(row.gross),
        "price_data.volume_prices": volume_json(row),
    }


def _in_locales(column: str, text: Words) -> Row:
    return {f"{column}.{locale}": text.of(locale) for locale in LOCALES}


def _slot_columns(slots: int) -> list[str]:
    return [
        f"{column}_{number}{tail}"
        for number in range(1, slots + 1)
        for tail in ("", *(f".{locale}" for locale in LOCALES))
        for column in ("attribute_key", "value")
    ]


def _slots(facts: dict[str, Words]) -> Row:
    """Attribute N: in the plain columns when both languages say the same, else in the columns of each language."""
    row: Row = {}
    for number, (key, text) in enumerate(facts.items(), start=1):
        for tail, value in [("", text.en)] if text.same else [(f".{locale}", text.of(locale)) for locale in LOCALES]:
            row |= {f"attribute_key_{number}{tail}": key, f"value_{number}{tail}": value}
    return row


def _first_sentence(text: str) -> str:
    return text.split(". ", maxsplit=1)[0].rstrip(".") + "."
