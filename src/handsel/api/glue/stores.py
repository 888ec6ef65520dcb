"""Stores as the contract shows them (API-23)."""

from typing import Any

from babel import Locale, UnknownLocaleError

from handsel.api.glue.countries import ALPHA_3, POSTAL_CODES
from handsel.api.glue.documents import Resource
from handsel.catalog.models import Store

STORES = "stores"
ATTRIBUTES = frozenset({"timeZone", "defaultCurrency", "currencies", "locales", "countries"})


def store_resource(store: Store, language: str) -> Resource:
    """A store; country names in `language`."""
    attributes = {
        "timeZone": store.time_zone,
        "defaultCurrency": store.default_currency.code if store.default_currency else None,
        "currencies": [
            {"code": currency.code, "name": currency.name}
            for currency in sorted(store.currencies.all(), key=lambda row: row.code)
        ],
        "locales": [{"code": name.partition("_")[0].lower(), "name": name} for name in store.locales],
        "countries": [country(code, language) for code in store.countries],
    }
    return Resource(STORES, store.name, attributes, f"{STORES}/{store.name}", store)


def country(code: str, language: str) -> dict[str, Any]:
    """A country by its two letters. Postal codes are told only where every address has one of a fixed shape."""
    shape = POSTAL_CODES.get(code)
    return {
        "iso2Code": code,
        "iso3Code": ALPHA_3.get(code),
        "name": _words_of(language).territories.get(code, code),
        "postalCodeMandatory": shape is not None,
        "postalCodeRegex": shape,
        "regions": [],
    }


def _words_of(language: str) -> Locale:
    """The language's own words for countries; English where it has none."""
    try:
        return Locale(language)
    except UnknownLocaleError:
        return Locale("en")
