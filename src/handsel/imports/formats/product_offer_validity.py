"""The period in which an offer holds (OFFER-7, OFFER-19, IMPORT-26)."""

from handsel.imports.columns import Column, Format, Target
from handsel.imports.formats.shared import offer_reference, period
from handsel.imports.values import Timestamp
from handsel.offers.services.importing import apply_validities

FORMAT = Format(
    name="product_offer_validity",
    meaning="The period of an offer; a missing bound is open, the word NULL opens one.",
    key=("product_offer_reference",),
    columns=(
        offer_reference(),
        Column(name="valid_from", value=Timestamp(), meaning="the first instant; a day begins with it"),
        Column(
            name="valid_to",
            value=Timestamp(is_end=True),
            meaning="the instant before which it ends; a day belongs to it",
        ),
    ),
    target=Target(
        "SELECT id, id AS offer_id, valid_from, valid_to FROM offers_offer",
        lambda row: f"t.id = {row.reference('product_offer_reference')}",
    ),
    rules=(period("valid_from", "valid_to"),),
    apply=apply_validities,
    examples=(
        {"product_offer_reference": "RV-GL-9", "valid_from": "2026-10-01 00:00:00", "valid_to": "2027-03-31"},
        {"product_offer_reference": "OD-GL-9", "valid_to": "2026-12-31 23:59:59"},
    ),
)
