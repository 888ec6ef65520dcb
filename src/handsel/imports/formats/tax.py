"""Tax rates by tax set and country (STORE-6)."""

from decimal import Decimal as Number

from handsel.catalog.services.importing_stores import apply_tax_rates
from handsel.imports.columns import Column, Format, Target
from handsel.imports.lookups import TAX_SET
from handsel.imports.values import Country, Decimal, Text

RATES = (
    "SELECT rate.id, rate.country, rate.name, rate.percent, tax_set.name AS tax_set"
    " FROM catalog_taxrate rate JOIN catalog_taxset tax_set ON tax_set.id = rate.tax_set_id"
)

FORMAT = Format(
    name="tax",
    meaning="The rate of a tax set in a country; an unknown tax set is created.",
    key=("tax_set_name", "country_name"),
    columns=(
        Column(name="tax_set_name", value=Text(max=100), field="tax_set", required=True, meaning="the tax set"),
        Column(name="country_name", value=Country(), field="country", required=True, meaning="where the rate holds"),
        Column(name="tax_rate_name", value=Text(max=100), field="name", required=True, meaning="as invoices show it"),
        Column(
            name="tax_rate_percent",
            value=Decimal(6, 3, max=Number(100)),
            field="percent",
            required=True,
            meaning="per cent",
        ),
    ),
    target=Target(
        RATES, lambda row: f"t.tax_set = {row.cell('tax_set_name')} AND t.country = {row.value('country_name')}"
    ),
    apply=apply_tax_rates,
    provides=(TAX_SET,),
    examples=(
        {"tax_set_name": "standard", "country_name": "FR", "tax_rate_name": "TVA 20 %", "tax_rate_percent": "20"},
        {"tax_set_name": "standard", "country_name": "Sweden", "tax_rate_name": "Moms 25 %", "tax_rate_percent": "25"},
    ),
)
