"""Companies: organizations of any kind (ORG-1, ORG-5)."""

from handsel.imports.columns import Column, CrossRule, Format, Rule, Target
from handsel.imports.compiling import RowSql
from handsel.imports.formats.shared import key_text
from handsel.imports.lookups import COMPANY
from handsel.imports.values import Text, Words, choices
from handsel.parties.rights import Kind
from handsel.parties.services.importing import apply_companies
from handsel.parties.states import OrganizationStatus

UID = Text(max=15, pattern="^[0-9]{15}$", example="123456789012347")


def same_cell(row: RowSql, column: str) -> str:
    """Rows whose cell in `column` stands in another row too."""
    cell = row.cell(column)
    return (
        f"SELECT line, CASE WHEN line = first THEN last ELSE first END FROM (SELECT s.line,"
        f" min(s.line) OVER same AS first, max(s.line) OVER same AS last FROM {row.source()} WHERE {cell} <> 'NULL'"
        f" WINDOW same AS (PARTITION BY {cell})) here WHERE first <> last"
    )


def _is_taken(row: RowSql) -> str:
    uid = row.cell("company_uid")
    return (
        f"{row.is_new()} AND (EXISTS (SELECT 1 FROM parties_organization o WHERE o.uid = {uid})"
        f" OR EXISTS (SELECT 1 FROM parties_membership m WHERE m.uid = {uid}))"
    )


FORMAT = Format(
    name="company",
    meaning="An organization on the marketplace, whatever it does there.",
    key=("company_key",),
    columns=(
        Column(
            name="company_key",
            value=key_text("C-12", ignore_case=True),
            field="reference",
            required=True,
            meaning="the company's key, ignoring case; a merchant's key is its merchant reference",
        ),
        Column(
            name="company_uid", value=UID, field="uid", fixed=True, meaning="15 digits; made by the system when empty"
        ),
        Column(name="company_name", value=Text(max=255), field="name", required=True, meaning="what people call it"),
        Column(
            name="kinds",
            value=Words(options=tuple(kind.value for kind in Kind)),
            required=True,
            default=(),
            differs=lambda row: f"NOT t.kinds::text[] @> {row.value('kinds')}::text[]",
            meaning="what it is; kinds are added, never taken away",
        ),
        Column(
            name="status",
            value=choices(OrganizationStatus.values),
            default=OrganizationStatus.WAITING.value,
            meaning="only an approved company's members have rights",
        ),
    ),
    target=Target("parties_organization", lambda row: f"lower(t.reference) = lower({row.cell('company_key')})"),
    rules=(
        Rule(
            "company_uid",
            "wrong_uid",
            lambda row: (
                f"{row.cell('company_uid')} ~ '^[0-9]{{15}}$' AND NOT imports_is_uid({row.cell('company_uid')})"
            ),
        ),
        Rule("company_uid", "uid_taken", _is_taken),
    ),
    cross_rules=(CrossRule("company_uid", "duplicate", lambda row: same_cell(row, "company_uid")),),
    apply=apply_companies,
    provides=(COMPANY,),
    examples=(
        {
            "company_key": "C-12",
            "company_uid": "123456789012347",
            "company_name": "Halden Foundry",
            "kinds": "customer",
            "status": "approved",
        },
        {"company_key": "M-7", "company_name": "Ravna Safety", "kinds": "merchant;customer", "status": "approved"},
    ),
)
