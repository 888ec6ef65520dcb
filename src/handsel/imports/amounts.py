"""Cells that hold money: amounts in minor units of the row's currency, and volume prices."""

from dataclasses import dataclass
from decimal import Decimal as Number

from babel.numbers import list_currencies

from handsel.core.money import exponent
from handsel.imports.values import Cell, Trouble, Value


def scale_of(code: str) -> str:
    """SQL: what one minor unit of the currency `code` is worth: 0.01 for EUR, 1 for JPY."""
    unusual = {currency: exponent(currency) for currency in sorted(list_currencies()) if exponent(currency) != 2}
    cases = " ".join(f"WHEN '{name}' THEN {Number(1).scaleb(-places):f}" for name, places in unusual.items())
    return f"(CASE {code} {cases} ELSE 0.01 END)"


@dataclass(frozen=True, slots=True)
class Minor(Value):
    """An amount in whole minor units of the currency that another column names (IMPORT-6)."""

    currency: str = "currency"

    @property
    def sql_type(self) -> str:
        return "numeric(18,3)"

    @property
    def words(self) -> str:
        return "amount in whole minor units: `1250` is 12.50 EUR"

    def troubles(self, cell: Cell) -> list[Trouble]:
        return [
            Trouble("negative_amount", f"{cell.sql} ~ '^-[0-9]+([.,][0-9]+)?$'"),
            Trouble("not_minor_units", f"{cell.sql} !~ '^-?[0-9]{{1,15}}$'"),
        ]

    def typed(self, cell: Cell) -> str:
        return f"{cell.sql}::numeric * {scale_of(cell.row.reference(self.currency, 'key'))}"


@dataclass(frozen=True, slots=True)
class Tiers(Value):
    """Volume prices: a JSON list of {quantity, net_price, gross_price} in minor units (IMPORT-24)."""

    currency: str = "currency"

    @property
    def sql_type(self) -> str:
        return "jsonb"

    @property
    def words(self) -> str:
        return 'JSON: `[{"quantity":5,"net_price":8500,"gross_price":10115}]`, thresholds from 2'

    def prepared(self, cell: Cell) -> str:
        return f"imports_tiers(NULLIF({cell.sql}, 'NULL'), {scale_of(cell.row.reference(self.currency, 'key'))})"

    def troubles(self, cell: Cell) -> list[Trouble]:
        read = cell.row.prepared(cell.name)
        return [Trouble("bad_tiers", f"jsonb_typeof({read}) = 'object'", f"{read} ->> 'problem'")]

    def typed(self, cell: Cell) -> str:
        return cell.row.prepared(cell.name)
