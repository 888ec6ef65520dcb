"""What is said about a problem, by its code. `{value}` is the cell, `{fact}` what the check found out (IMPORT-9)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Promise] = {
    "required": _("A value is needed."),
    "cannot_be_cleared": _("This value cannot be cleared."),
    "too_long": _("The text is longer than {fact} characters."),
    "wrong_format": _("{value} has the wrong form; write it like {fact}."),
    "not_a_boolean": _("{value} is neither 0 nor 1, neither true nor false."),
    "not_an_integer": _("{value} is not a whole number."),
    "not_a_number": _("{value} is not a number; write it like 12.5."),
    "too_many_decimals": _("{value} has more than {fact} decimals."),
    "out_of_range": _("{value} is out of range ({fact})."),
    "unknown_choice": _("{value} is not possible here; possible are: {fact}."),
    "unknown_country": _("{value} is not a country; write its code of two letters."),
    "not_a_timestamp": _("{value} is not a date or time; write 2026-05-31 or 2026-05-31 14:00:00."),
    "negative_amount": _("{value} is negative; amounts are zero or more."),
    "not_minor_units": _("{value} is not an amount in whole minor units; write 1250 for 12.50."),
    "bad_tiers": _("The volume prices cannot be used: {fact}."),
    "unknown_reference": _("There is no {fact} {value}."),
    "unknown_references": _("These do not exist: {fact}."),
    "fixed_value": _("This value never changes once it exists; {value} is another one."),
    "duplicate": _("{value} stands in this file more than once, also in line {fact}; nobody can tell which is meant."),
    "wrong_number_of_cells": _("The row has {fact} cells; a delimiter or a quotation mark may be missing."),
    "value_without_key": _("There is a value without the name of its attribute."),
    "row_says_nothing": _("The row names an offer and says nothing about it."),
    "changed_meanwhile": _("The data changed while the file was being imported ({fact}); import the row again."),
    "price_missing": _("Neither a net nor a gross amount is given; to remove the price use the column delete."),
    "tiers_need_default": _("Volume prices are possible for the price type DEFAULT only."),
    "currency_not_in_store": _("{value} is not a currency of store {fact}."),
    "not_exactly_one": _("Exactly one of these columns must be filled: {fact}."),
    "valid_to_before_from": _("The period would end before it begins ({fact})."),
    "merchant_sku_taken": _("The merchant already uses {value} for offer {fact}."),
    "warehouse_not_of_merchant": _("{value} is not a warehouse of the offer's merchant."),
    "offer_of_other_merchant": _("The contract's merchant does not sell under offer {value}."),
    "not_a_customer": _("Only customer companies have contracts; these are none: {fact}."),
    "has_reservations": _("Orders hold stock here, so it cannot be removed."),
    "active_needs_approval": _("Only an approved merchant can be active."),
    "unknown_role": _("These are not roles of the company's kinds: {fact}."),
    "main_account_taken": _("The company has another main account already ({fact})."),
    "main_account_uid": _("The main account's UID is the company's UID ({fact})."),
    "main_account_needed": _("A company keeps its main account; make another member the main account instead."),
    "uid_taken": _("The UID {value} belongs to somebody else."),
    "wrong_uid": _("{value} is not a UID: 15 digits, the last one a check digit."),
    "url_taken": _("The address {value} belongs to product {fact}."),
    "circle": _("The category would be its own ancestor ({fact})."),
    "two_defaults": _("Another row makes another currency the default of this store (line {fact})."),
    "default_needed": _("A store keeps a default currency; set another one as default instead."),
    "unsupported_currency": _("Currencies with more than three decimals are not supported."),
}

TIER_WORDS: dict[str, Promise] = {
    "json": _("it is not a JSON list"),
    "shape": _("each entry needs quantity and net_price or gross_price"),
    "quantity": _("a threshold is a number from 2 on, with at most four decimals"),
    "amount": _("amounts are whole minor units, zero or more"),
    "twice": _("a threshold stands twice"),
    "base": _("there is no base price"),
}
REFERENCE_WORDS: dict[str, Promise] = {
    "store": _("store"),
    "currency": _("currency"),
    "tax set": _("tax set"),
    "category": _("category"),
    "abstract product": _("abstract product"),
    "concrete product": _("concrete product"),
    "company": _("company"),
    "merchant": _("merchant"),
    "warehouse": _("warehouse"),
    "contract": _("contract"),
    "offer": _("offer"),
}
SUGGESTION = _("Did you mean {suggestion}?")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one row."""

    line: int
    column: str
    code: str
    value: str
    fact: str = ""
    suggestion: str = ""

    @property
    def words(self) -> str:
        """The problem in the reader's language."""
        fact = str(TIER_WORDS.get(self.fact) or REFERENCE_WORDS.get(self.fact) or self.fact)
        said = str(WORDS[self.code]).replace("{value}", self.value).replace("{fact}", fact)
        if self.suggestion:
            said = f"{said} {SUGGESTION}".replace("{suggestion}", self.suggestion)
        return said


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that a row changes."""

    line: int
    column: str
    before: str | None
    after: str | None
