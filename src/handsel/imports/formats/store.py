"""Stores: what a sales region is like (STORE-1)."""

from handsel.catalog.services.importing_stores import apply_stores
from handsel.catalog.states import BuyBoxStrategy, PriceMode
from handsel.imports.columns import Column, Format, Target
from handsel.imports.lookups import CURRENCY, STORE
from handsel.imports.naming import Reference
from handsel.imports.values import Boolean, Text, TimeZone, Words, choices

FORMAT = Format(
    name="store",
    meaning="A sales region with its countries, languages, currency and price mode.",
    key=("name",),
    columns=(
        Column(
            name="name",
            value=Text(max=20, pattern=r"^[A-Za-z0-9_-]+$", example="DE", ignore_case=True),
            required=True,
            meaning="the store's key",
        ),
        Column(name="time_zone", value=TimeZone(), default="UTC", meaning="in which its days begin"),
        Column(
            name="countries",
            value=Words(pattern=r"^[A-Z]{2}$", example="DE;LU"),
            default=(),
            meaning="ISO codes; the first one's tax applies",
        ),
        Column(
            name="locales",
            value=Words(pattern=r"^[a-z]{2}(_[A-Z]{2})?$", example="de_DE;en_US"),
            default=(),
            meaning="languages; the first is preset",
        ),
        Column(
            name="default_currency",
            value=Reference(CURRENCY),
            field="default_currency_id",
            meaning="also assigned to the store",
        ),
        Column(
            name="default_price_mode",
            value=choices(PriceMode.values),
            default=PriceMode.NET.value,
            meaning="whether visitors read net or gross prices",
        ),
        Column(name="order_reference_prefix", value=Text(max=20), default="H-", meaning="begins its order numbers"),
        Column(name="guest_checkout", value=Boolean(), default=False, meaning="whether guests may order"),
        Column(
            name="buy_box_strategy",
            value=choices(BuyBoxStrategy.values),
            default=BuyBoxStrategy.PRICE.value,
            meaning="what puts an offer first",
        ),
    ),
    target=Target("catalog_store", lambda row: f"lower(t.name) = lower({row.cell('name')})"),
    apply=apply_stores,
    provides=(STORE,),
    examples=(
        {
            "name": "FR",
            "time_zone": "Europe/Paris",
            "countries": "FR;MC",
            "locales": "fr_FR;en_US",
            "default_currency": "EUR",
            "default_price_mode": "NET_MODE",
            "order_reference_prefix": "FR-",
            "guest_checkout": "1",
            "buy_box_strategy": "price_available",
        },
        {
            "name": "SE",
            "time_zone": "Europe/Stockholm",
            "countries": "SE",
            "locales": "sv_SE",
            "default_currency": "SEK",
        },
    ),
)
