"""Merchants: the selling side of organizations (ORG-5 to ORG-9)."""

from handsel.imports.columns import Column, Format, Rule, Target, localized
from handsel.imports.formats.shared import EMAIL, free_addresses, key_text
from handsel.imports.lookups import COMPANY, MERCHANT
from handsel.imports.values import Boolean, Text, choices
from handsel.offers.services.importing_merchants import apply_merchants
from handsel.parties.states import MerchantStatus

MERCHANTS = (
    "SELECT m.organization_id AS id, o.reference, o.name, m.registration_number, m.status, m.email, m.is_active,"
    " m.is_open_for_relation_request, m.is_trusted, m.url"
    " FROM parties_merchant m JOIN parties_organization o ON o.id = m.organization_id"
)

FORMAT = Format(
    name="merchant",
    meaning="An organization that sells; a company of the same key becomes it.",
    key=("merchant_reference",),
    columns=(
        Column(
            name="merchant_reference",
            value=key_text("M-7", ignore_case=True),
            field="reference",
            required=True,
            meaning="the merchant's key, ignoring case",
        ),
        Column(name="merchant_name", value=Text(max=255), field="name", required=True, meaning="what people call it"),
        Column(name="registration_number", value=Text(max=255), default="", meaning="in the commercial register"),
        Column(
            name="status",
            value=choices(MerchantStatus.values),
            required=True,
            default=MerchantStatus.WAITING.value,
            meaning="the operator's judgement",
        ),
        Column(name="email", value=EMAIL, default="", meaning="where the operator writes to"),
        Column(
            name="is_active", value=Boolean(), default=False, required=True, meaning="1 shows it; only when approved"
        ),
        Column(
            name="is_open_for_relation_request", value=Boolean(), default=False, meaning="customers may ask for terms"
        ),
        localized("url", "path of its page, such as /en/m/ravna", limit=500),
        Column(name="is_trusted", value=Boolean(), default=False, meaning="1 approves its new offers at once"),
    ),
    target=Target(MERCHANTS, lambda row: f"lower(t.reference) = lower({row.cell('merchant_reference')})"),
    rules=(
        Rule(
            "is_active",
            "active_needs_approval",
            lambda row: (
                f"{row.is_filled('is_active')} AND {row.value('is_active')}"
                f" AND {row.after('status')} <> '{MerchantStatus.APPROVED}'"
            ),
        ),
    ),
    cross_rules=(free_addresses("merchant_reference", f"SELECT reference AS key, url FROM ({MERCHANTS}) known"),),
    apply=apply_merchants,
    provides=(MERCHANT, COMPANY),
    after=("company",),
    examples=(
        {
            "merchant_reference": "M-7",
            "merchant_name": "Ravna Safety",
            "registration_number": "HRB 70070",
            "status": "approved",
            "email": "office@ravna.example",
            "is_active": "1",
            "is_open_for_relation_request": "1",
            "url.en_US": "/en/m/ravna",
            "url.de_DE": "/de/m/ravna",
            "is_trusted": "0",
        },
        {
            "merchant_reference": "M-8",
            "merchant_name": "Oldale Tools",
            "registration_number": "HRB 80080",
            "status": "waiting-for-approval",
            "email": "post@oldale.example",
            "is_active": "0",
            "url.en_US": "/en/m/oldale",
            "url.de_DE": "/de/m/oldale",
        },
    ),
)
