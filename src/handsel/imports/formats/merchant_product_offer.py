"""Offers: who sells which product (OFFER-1 to OFFER-6, IMPORT-22)."""

from handsel.imports.columns import Column, CrossRule, Format, Rule, Target
from handsel.imports.compiling import RowSql
from handsel.imports.formats.shared import OWN_QUANTITY, key_text
from handsel.imports.lookups import CONCRETE, MERCHANT, OFFER
from handsel.imports.naming import Reference
from handsel.imports.values import Boolean, Text, choices
from handsel.offers.services.importing import apply_offers
from handsel.offers.states import ApprovalStatus

REFERENCE, SKU = "product_offer_reference", "merchant_sku"


def _who_has_the_sku(row: RowSql) -> str:
    """`taken`: another offer of the merchant that has the merchant SKU of this row (OFFER-4)."""
    return (
        "LEFT JOIN offers_offer taken ON"
        f" taken.merchant_id = coalesce({row.reference('merchant_reference')}, t.merchant_id)"
        f" AND taken.merchant_sku = {row.cell(SKU)} AND taken.merchant_sku <> ''"
        f" AND lower(taken.reference) <> lower({row.cell(REFERENCE)})"
    )


def _same_sku(row: RowSql) -> str:
    """Rows of one merchant with the same merchant SKU."""
    if SKU not in row.bound.columns:
        return "SELECT NULL::bigint, NULL::text WHERE FALSE"
    place = row.bound.columns.get("merchant_reference")
    merchant = "o.merchant_id" if place is None else f"coalesce(p.r{place}, o.merchant_id)"
    listed = (
        f"SELECT s.line, {merchant} AS merchant_id, {row.cell(SKU)} AS sku FROM {row.source()}"
        f" JOIN {row.tables.plan(row.number)} p ON p.line = s.line LEFT JOIN offers_offer o ON o.id = p.target_id"
        f" WHERE {row.is_filled(SKU)}"
    )
    return (
        "SELECT line, (CASE WHEN line = first THEN last ELSE first END)::text"
        f" FROM ({listed}) here JOIN (SELECT merchant_id, sku, min(line) AS first, max(line) AS last"
        f" FROM ({listed}) listed WHERE merchant_id IS NOT NULL GROUP BY 1, 2 HAVING count(*) > 1) twice"
        " USING (merchant_id, sku)"
    )


FORMAT = Format(
    name="merchant_product_offer",
    meaning="An offer: one merchant's terms for one concrete product.",
    key=(REFERENCE,),
    columns=(
        Column(
            name=REFERENCE,
            value=key_text("RV-GL-9", ignore_case=True),
            field="reference",
            required=True,
            meaning="the offer's key, ignoring case; it never changes",
        ),
        Column(
            name="concrete_sku",
            value=Reference(CONCRETE),
            field="concrete_product_id",
            required=True,
            fixed=True,
            meaning="what is sold; never changes",
        ),
        Column(
            name="merchant_reference",
            value=Reference(MERCHANT),
            field="merchant_id",
            required=True,
            fixed=True,
            meaning="who sells; never changes",
        ),
        Column(name=SKU, value=Text(max=255), default="", meaning="the merchant's own number, unique for it"),
        Column(name="is_active", value=Boolean(), required=True, default=True, meaning="whether it may show"),
        Column(
            name="approval_status",
            value=choices(ApprovalStatus.values),
            required=True,
            default=ApprovalStatus.WAITING.value,
            meaning="the operator's judgement; any status to any",
        ),
        Column(
            name="denial_reason",
            value=Text(max=2000),
            default="",
            differs=lambda row: (
                f"{row.after('approval_status')} = '{ApprovalStatus.DENIED}'"
                f" AND {row.value('denial_reason')} NOT IN ('', t.denial_reason)"
            ),
            meaning="what the merchant reads when it is denied",
        ),
        Column(name="minimum_quantity", value=OWN_QUANTITY, meaning="least that may be ordered; else the product's"),
        Column(name="quantity_step", value=OWN_QUANTITY, meaning="ordered in multiples of; else the product's"),
        Column(name="pack_size", value=OWN_QUANTITY, meaning="sold in whole packs of; else the product's"),
    ),
    target=Target("offers_offer", lambda row: f"lower(t.reference) = lower({row.cell(REFERENCE)})"),
    joins=_who_has_the_sku,
    rules=(
        Rule(
            SKU,
            "merchant_sku_taken",
            lambda row: f"{row.is_filled(SKU)} AND taken.id IS NOT NULL",
            lambda _row: "taken.reference",
        ),
    ),
    cross_rules=(CrossRule(SKU, "duplicate", _same_sku),),
    apply=apply_offers,
    provides=(OFFER,),
    examples=(
        {
            REFERENCE: "RV-GL-9",
            "concrete_sku": "GL-100-9",
            "merchant_reference": "M-7",
            SKU: "R-4711",
            "is_active": "1",
            "approval_status": "approved",
        },
        {
            REFERENCE: "OD-GL-9",
            "concrete_sku": "GL-100-9",
            "merchant_reference": "M-8",
            "is_active": "0",
            "approval_status": "denied",
            "denial_reason": "The product picture is missing.",
            "minimum_quantity": "24",
        },
    ),
)
