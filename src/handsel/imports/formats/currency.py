"""Currencies by their ISO 4217 code."""

from babel.numbers import list_currencies

from handsel.catalog.services.importing_stores import apply_currencies
from handsel.core.money import exponent
from handsel.imports.columns import Column, Format, Rule, Target
from handsel.imports.lookups import CURRENCY
from handsel.imports.sql import array
from handsel.imports.values import Text

TOO_FINE = tuple(code for code in sorted(list_currencies()) if exponent(code) > 3)

FORMAT = Format(
    name="currency",
    meaning="A currency that stores can use.",
    key=("iso_code",),
    columns=(
        Column(
            name="iso_code",
            value=Text(max=3, pattern="^[A-Z]{3}$", example="EUR"),
            field="code",
            required=True,
            meaning="ISO 4217 code",
        ),
        Column(
            name="currency_symbol", value=Text(max=10), field="symbol", required=True, meaning="how amounts are marked"
        ),
        Column(name="name", value=Text(max=100), required=True, meaning="what people call it"),
    ),
    target=Target("catalog_currency", lambda row: f"t.code = {row.cell('iso_code')}"),
    rules=(Rule("iso_code", "unsupported_currency", lambda row: f"{row.cell('iso_code')} = ANY({array(TOO_FINE)})"),),
    apply=apply_currencies,
    provides=(CURRENCY,),
    examples=(
        {"iso_code": "EUR", "currency_symbol": "€", "name": "Euro"},
        {"iso_code": "SEK", "currency_symbol": "kr", "name": "Swedish Krona"},
    ),
)
