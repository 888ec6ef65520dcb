"""Contracts between one merchant and customer companies (ORG-11, IMPORT-28)."""

from handsel.imports.columns import Column, Format, Rule, Target
from handsel.imports.compiling import RowSql
from handsel.imports.formats.shared import key_text
from handsel.imports.lookups import COMPANY, CONTRACT, MERCHANT
from handsel.imports.naming import Reference, References
from handsel.parties.services.importing import apply_contracts

OWNER, ASSIGNEES = "company_business_unit_owner_key", "company_business_unit_assignee_keys"
CONTRACTS = (
    "SELECT c.id, c.key, c.merchant_id, c.owner_id, ARRAY(SELECT a.organization_id FROM parties_contractassignee a"
    " WHERE a.contract_id = c.id ORDER BY 1) AS assignee_ids FROM parties_contract c"
)


def _not_customers(row: RowSql) -> str:
    """The assignees that are no customers, as one text."""
    return (
        "(SELECT string_agg(o.reference, ', ') FROM parties_organization o"
        f" WHERE o.id = ANY({row.value(ASSIGNEES)}) AND NOT 'customer' = ANY(o.kinds))"
    )


FORMAT = Format(
    name="merchant_relationship",
    meaning="A contract of a merchant with customer companies; the keys of business units are company keys.",
    key=("merchant_relation_key",),
    columns=(
        Column(
            name="merchant_relation_key",
            value=key_text("K-1", ignore_case=True),
            field="key",
            required=True,
            meaning="the contract's key, ignoring case",
        ),
        Column(
            name="merchant_reference",
            value=Reference(MERCHANT),
            field="merchant_id",
            required=True,
            fixed=True,
            meaning="whose contract it is",
        ),
        Column(name=OWNER, value=Reference(COMPANY), field="owner_id", required=True, meaning="the customer company"),
        Column(
            name=ASSIGNEES,
            value=References(COMPANY),
            field="assignee_ids",
            default=(),
            meaning="company keys with `;`: all that get the prices",
        ),
    ),
    target=Target(CONTRACTS, lambda row: f"lower(t.key) = lower({row.cell('merchant_relation_key')})"),
    rules=(
        Rule(
            OWNER,
            "not_a_customer",
            lambda row: f"{row.is_known(OWNER)} AND NOT 'customer' = ANY({row.reference(OWNER, 'kinds')})",
            lambda row: row.reference(OWNER, "key"),
        ),
        Rule(ASSIGNEES, "not_a_customer", lambda row: f"{_not_customers(row)} IS NOT NULL", _not_customers),
    ),
    apply=apply_contracts,
    provides=(CONTRACT,),
    examples=(
        {"merchant_relation_key": "K-1", "merchant_reference": "M-7", OWNER: "C-12", ASSIGNEES: "C-12;M-7"},
        {"merchant_relation_key": "K-2", "merchant_reference": "M-8", OWNER: "C-12", ASSIGNEES: ""},
    ),
)
