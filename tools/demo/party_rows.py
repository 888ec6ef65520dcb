"""Rows of the merchants' and companies' files, warehouses among them."""

from tools.demo.load import read
from tools.demo.model import Marketplace, Merchant, Organization
from tools.demo.sheets import Row, flag, per_locale, sheet
from tools.demo.words import DE, EN, LOCALES, Words, words

PASSWORD = "handsel-demo"  # noqa: S105 - the demo's password is printed on its front page
_PROFILE_TEXTS = (
    "description",
    "banner_url",
    "delivery_time",
    "terms_conditions",
    "cancellation_policy",
    "imprint",
    "data_privacy",
)


def party_files(market: Marketplace) -> dict[str, bytes]:
    houses = [(merchant, warehouse) for merchant in market.merchants for warehouse in merchant.warehouses]
    return {
        "merchant": _merchants(market.merchants),
        "merchant_profile": _profiles(market.merchants),
        "merchant_store": sheet(
            ("merchant_reference", "store_name"),
            [{"merchant_reference": m.reference, "store_name": store} for m in market.merchants for store in m.stores],
        ),
        "merchant_stock": sheet(
            ("merchant_reference", "stock_name"),
            [{"merchant_reference": merchant.reference, "stock_name": house.name} for merchant, house in houses],
        ),
        "warehouse": sheet(
            ("name", "is_active"),
            [{"name": house.name, "is_active": flag(value=house.is_active)} for _, house in houses],
        ),
        "warehouse_store": sheet(
            ("warehouse_name", "store_name"),
            [{"warehouse_name": house.name, "store_name": store} for _, house in houses for store in house.stores],
        ),
        "company": _companies(market.organizations),
        "company_user": _people(market.organizations),
    }


def _merchants(merchants: tuple[Merchant, ...]) -> bytes:
    columns = ["merchant_reference", "merchant_name", "registration_number", "status", "email", "is_active"]
    columns += ["is_open_for_relation_request", *per_locale("url", LOCALES), "is_trusted"]
    return sheet(
        columns,
        [
            {
                "merchant_reference": merchant.reference,
                "merchant_name": merchant.name,
                "registration_number": merchant.registration,
                "status": merchant.status,
                "email": merchant.email,
                "is_active": flag(value=merchant.is_active),
                "is_open_for_relation_request": flag(value=merchant.open_for_requests),
                f"url.{EN}": f"/en/m/{merchant.slug}",
                f"url.{DE}": f"/de/m/{merchant.slug}",
                "is_trusted": flag(value=merchant.is_trusted),
            }
            for merchant in merchants
        ],
    )


def _profiles(merchants: tuple[Merchant, ...]) -> bytes:
    columns = [
        "merchant_reference",
        *(f"contact_person_{part}" for part in ("role", "title", "first_name", "last_name", "phone")),
    ]
    columns += ["banner_url", "logo_url", "public_email", "public_phone"]
    for name in _PROFILE_TEXTS:
        columns += per_locale(f"{name}_glossary_key", LOCALES)
    columns += ["fax_number", "longitude", "latitude"]
    legal = read("legal.toml")
    return sheet(columns, [_profile(merchant, legal[merchant.legal]) for merchant in merchants])


def _profile(merchant: Merchant, legal: dict[str, str]) -> Row:
    contact = merchant.organization.people[0]
    facts = {"{name}": merchant.name, "{address}": merchant.address}
    row: Row = {
        "merchant_reference": merchant.reference,
        "contact_person_role": merchant.contact_role,
        "contact_person_title": contact.salutation,
        "contact_person_first_name": contact.first_name,
        "contact_person_last_name": contact.last_name,
        "contact_person_phone": merchant.phone,
        "logo_url": f"merchants/{merchant.slug}.svg",
        "public_email": merchant.email,
        "public_phone": merchant.phone,
        "fax_number": merchant.fax,
        "longitude": merchant.longitude,
        "latitude": merchant.latitude,
    }
    texts = {
        "description": merchant.description,
        "delivery_time": merchant.delivery,
        "terms_conditions": words(legal["terms"]),
        "cancellation_policy": words(legal["cancellation"]),
        "imprint": _filled(words(legal["imprint"]), facts),
        "data_privacy": words(legal["privacy"]),
    }
    for name, text in texts.items():
        row |= {f"{name}_glossary_key.{locale}": text.of(locale) for locale in LOCALES}
    return row


def _filled(text: Words, facts: dict[str, str]) -> Words:
    english, german = text.en, text.de
    for mark, value in facts.items():
        english, german = english.replace(mark, value), german.replace(mark, value)
    return Words(english, german)


def _companies(organizations: tuple[Organization, ...]) -> bytes:
    return sheet(
        ("company_key", "company_uid", "company_name", "kinds", "status"),
        [
            {
                "company_key": organization.reference,
                "company_uid": organization.uid,
                "company_name": organization.name,
                "kinds": ";".join(organization.kinds),
                "status": organization.status,
            }
            for organization in organizations
        ],
    )


def _people(organizations: tuple[Organization, ...]) -> bytes:
    columns = (
        "company_key",
        "member_uid",
        "email",
        "first_name",
        "last_name",
        "salutation",
        "roles",
        "is_main_account",
    )
    return sheet(
        (*columns, "initial_password"),
        [
            {
                "company_key": organization.reference,
                "member_uid": person.uid,
                "email": person.email,
                "first_name": person.first_name,
                "last_name": person.last_name,
                "salutation": person.salutation,
                "roles": ";".join(person.roles),
                "is_main_account": flag(value=person.is_main),
                "initial_password": PASSWORD,
            }
            for organization in organizations
            for person in organization.people
        ],
    )
