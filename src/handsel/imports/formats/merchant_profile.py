"""What merchants say about themselves."""

import re

from handsel.imports.columns import LOCALE, Column, Family, Format, Target
from handsel.imports.lookups import MERCHANT
from handsel.imports.naming import Reference
from handsel.imports.values import Text
from handsel.offers.services.importing_merchants import apply_profiles

ENTRIES = "description|banner_url|delivery_time|terms_conditions|cancellation_policy|imprint|data_privacy"

FORMAT = Format(
    name="merchant_profile",
    meaning="Contact, pictures and legal texts of a merchant.",
    key=("merchant_reference",),
    columns=(
        Column(
            name="merchant_reference",
            value=Reference(MERCHANT),
            field="organization_id",
            required=True,
            meaning="the merchant",
        ),
        Family(
            name="contact_person_role, _title, _first_name, _last_name, _phone",
            header=re.compile("contact_person_(?P<entry>role|title|first_name|last_name|phone)"),
            value=Text(max=255),
            field="contact_person",
            meaning="whom customers talk to",
            example="contact_person_role",
        ),
        Column(name="banner_url", value=Text(max=500), default="", meaning="picture at the top of its page"),
        Column(name="logo_url", value=Text(max=500), default="", meaning="address, or path below media/"),
        Column(name="public_email", value=Text(max=255), default="", meaning="for customers"),
        Column(name="public_phone", value=Text(max=255), default="", meaning="for customers"),
        Family(
            name="description_glossary_key.<locale> and the like",
            header=re.compile(rf"(?P<entry>{ENTRIES})_glossary_key\.(?P<locale>{LOCALE})"),
            value=Text(),
            field="texts",
            meaning=f"the texts themselves: {ENTRIES.replace('|', ', ')}",
        ),
        Column(name="fax_number", value=Text(max=255), default="", meaning="for customers"),
        Column(name="longitude", value=Text(max=40), default="", meaning="degrees east"),
        Column(name="latitude", value=Text(max=40), default="", meaning="degrees north"),
    ),
    target=Target(
        "SELECT organization_id AS id, * FROM parties_merchant",
        lambda row: f"t.id = {row.reference('merchant_reference')}",
    ),
    apply=apply_profiles,
    examples=(
        {
            "merchant_reference": "M-7",
            "contact_person_role": "Sales",
            "contact_person_title": "Ms",
            "contact_person_first_name": "Ilva",
            "contact_person_last_name": "Ravna",
            "contact_person_phone": "+49 30 555 0170",
            "logo_url": "merchants/ravna.svg",
            "public_email": "hello@ravna.example",
            "public_phone": "+49 30 555 0100",
            "description_glossary_key.en_US": "Protective equipment since 1974.",
            "description_glossary_key.de_DE": "Schutzausrüstung seit 1974.",
            "longitude": "13.40",
            "latitude": "52.52",
        },
        {"merchant_reference": "M-8", "public_email": "hello@oldale.example"},
    ),
)
