"""Merchants as the contract shows them (API-8, API-22)."""

from collections.abc import Sequence
from typing import Any

from handsel.api.glue.documents import Resource
from handsel.api.glue.includes import Loaded
from handsel.api.glue.visits import Visit
from handsel.api.glue.words import names, picture, segment
from handsel.catalog.queries import word_in
from handsel.parties.models import Merchant

MERCHANTS, ADDRESSES, OPENING_HOURS = "merchants", "merchant-addresses", "merchant-opening-hours"
ATTRIBUTES = names(
    "merchantName merchantUrl contactPersonRole contactPersonTitle contactPersonFirstName "
    "contactPersonLastName contactPersonPhone logoUrl publicEmail publicPhone description bannerUrl "
    "deliveryTime latitude longitude faxNumber legalInformation categories"
)
ADDRESS_ATTRIBUTES = frozenset({"addresses"})
OPENING_HOURS_ATTRIBUTES = frozenset({"weekdaySchedule", "dateSchedule"})


def merchant_resource(merchant: Merchant, visit: Visit, categories: Sequence[dict[str, str]] = ()) -> Resource:
    """A merchant with the words of the visit's language; what nobody gave is null."""
    words: dict[str, Any] = {}
    for locale in (*reversed(visit.store.locales), visit.locale):
        words |= {name: text for name, text in merchant.texts.get(locale, {}).items() if text}
    person = merchant.contact_person
    attributes = {
        "merchantName": merchant.name,
        "merchantUrl": word_in(merchant.url, visit.locale, locales=visit.store.locales) or None,
        "contactPersonRole": person.get("role") or None,
        "contactPersonTitle": person.get("title") or None,
        "contactPersonFirstName": person.get("first_name") or None,
        "contactPersonLastName": person.get("last_name") or None,
        "contactPersonPhone": person.get("phone") or None,
        "logoUrl": picture(merchant.logo_url, visit.address.host),
        "publicEmail": merchant.public_email or None,
        "publicPhone": merchant.public_phone or None,
        "description": words.get("description"),
        "bannerUrl": picture(words.get("banner_url") or merchant.banner_url, visit.address.host),
        "deliveryTime": words.get("delivery_time"),
        "latitude": merchant.latitude or None,
        "longitude": merchant.longitude or None,
        "faxNumber": merchant.fax_number or None,
        "legalInformation": {
            "terms": words.get("terms_conditions"),
            "cancellationPolicy": words.get("cancellation_policy"),
            "imprint": words.get("imprint"),
            "dataPrivacy": words.get("data_privacy"),
        },
        "categories": list(categories),
    }
    return Resource(MERCHANTS, merchant.reference, attributes, f"{MERCHANTS}/{segment(merchant.reference)}", merchant)


def addresses_resource(merchant: Resource) -> Resource:
    """Where a merchant is; a merchant file holds no addresses yet, so the list is empty."""
    return Resource(ADDRESSES, merchant.id, {"addresses": []}, f"{merchant.path}/{ADDRESSES}")


def opening_hours_resource(merchant: Resource) -> Resource:
    """When a merchant can be reached; no file brings opening hours yet, so both schedules are empty."""
    attributes: dict[str, Any] = {"weekdaySchedule": [], "dateSchedule": []}
    return Resource(OPENING_HOURS, merchant.id, attributes, f"{merchant.path}/{OPENING_HOURS}")


def addresses_of_merchants(merchants: Sequence[Resource], _visit: Visit) -> Loaded:
    return {merchant.id: [addresses_resource(merchant)] for merchant in merchants}


def opening_hours_of_merchants(merchants: Sequence[Resource], _visit: Visit) -> Loaded:
    return {merchant.id: [opening_hours_resource(merchant)] for merchant in merchants}
