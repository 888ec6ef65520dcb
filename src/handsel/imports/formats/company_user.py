"""Members of companies; one row a membership (ORG-2 to ORG-4)."""

from handsel.imports.columns import Column, CrossRule, Format, Rule, Target
from handsel.imports.compiling import RowSql
from handsel.imports.formats.company import UID, same_cell
from handsel.imports.formats.shared import EMAIL
from handsel.imports.lookups import COMPANY
from handsel.imports.naming import Reference
from handsel.imports.sql import array
from handsel.imports.values import Boolean, Text, Words
from handsel.parties.rights import ROLES, Kind, roles_for
from handsel.parties.services.importing_members import apply_members

MEMBERS = (
    "SELECT m.id, m.organization_id, lower(u.email) AS email, u.first_name, u.last_name, u.salutation, m.uid, m.roles,"
    " m.is_main_account, NULL::text AS initial_password"
    " FROM parties_membership m JOIN parties_user u ON u.id = m.user_id"
)


def _wrong_roles(row: RowSql) -> str:
    """The roles that no kind of the company gives, as one text."""
    kinds = row.reference("company_key", "kinds")
    given = " || ".join(
        f"CASE WHEN '{kind.value}' = ANY({kinds}) THEN {array(sorted(roles_for(frozenset({kind.value}))))}"
        " ELSE '{}'::text[] END"
        for kind in Kind
    )
    return f"(SELECT string_agg(role, ', ') FROM unnest({row.value('roles')}) role WHERE role <> ALL({given}))"


def _is_main(row: RowSql) -> str:
    return f"{row.is_filled('is_main_account')} AND {row.value('is_main_account')}"


def _other_main(row: RowSql) -> str:
    return (
        "(SELECT u.email FROM parties_membership m JOIN parties_user u ON u.id = m.user_id"
        f" WHERE m.organization_id = {row.reference('company_key')} AND m.is_main_account"
        " AND m.id IS DISTINCT FROM t.id)"
    )


def _two_mains(row: RowSql) -> str:
    company = f"lower({row.cell('company_key')})"
    return (
        "SELECT line, CASE WHEN line = first THEN last ELSE first END FROM (SELECT s.line,"
        f" min(s.line) OVER same AS first, max(s.line) OVER same AS last FROM {row.source()}"
        f" WHERE {_is_main(row)} WINDOW same AS (PARTITION BY {company})) here WHERE first <> last"
    )


def _has_foreign_uid(row: RowSql) -> str:
    """A main account whose UID would not be its company's (ORG-4)."""
    return f"{_is_main(row)} AND coalesce({row.value('member_uid')}, t.uid) <> {row.reference('company_key', 'uid')}"


def _uid_is_taken(row: RowSql) -> str:
    """Somebody else has the UID: another membership, or a company of which this is not the main account."""
    uid, company = row.cell("member_uid"), row.reference("company_key")
    is_own = f"o.id = {company} AND ({_is_main(row)} OR t.is_main_account)"
    return (
        f"{row.is_filled('member_uid')} AND ("
        f"EXISTS (SELECT 1 FROM parties_membership m WHERE m.uid = {uid} AND m.id IS DISTINCT FROM t.id)"
        f" OR EXISTS (SELECT 1 FROM parties_organization o WHERE o.uid = {uid} AND ({is_own}) IS NOT TRUE))"
    )


FORMAT = Format(
    name="company_user",
    meaning="A person in a company; an unknown e-mail address creates the user.",
    key=("company_key", "email"),
    columns=(
        Column(
            name="company_key",
            value=Reference(COMPANY),
            field="organization_id",
            required=True,
            meaning="the company, ignoring case",
        ),
        Column(
            name="member_uid",
            value=UID,
            field="uid",
            fixed=True,
            meaning="15 digits; made by the system when empty, the company's for its main account",
        ),
        Column(name="email", value=EMAIL, required=True, meaning="the user's login, ignoring case"),
        Column(name="first_name", value=Text(max=150), default="", meaning="of the user"),
        Column(name="last_name", value=Text(max=150), default="", meaning="of the user"),
        Column(name="salutation", value=Text(max=20), default="", meaning="of the user"),
        Column(
            name="roles", value=Words(options=tuple(ROLES)), default=(), meaning="what the member is in the company"
        ),
        Column(
            name="is_main_account",
            value=Boolean(),
            default=False,
            meaning="1 for the one main account of the company; when no row says so the first becomes it",
        ),
        Column(
            name="initial_password",
            value=Text(max=128),
            is_secret=True,
            differs=lambda _row: "FALSE",
            meaning="for demos: the first password of a user who is new",
        ),
    ),
    target=Target(
        MEMBERS,
        lambda row: f"t.organization_id = {row.reference('company_key')} AND t.email = lower({row.cell('email')})",
    ),
    rules=(
        Rule(
            "member_uid",
            "wrong_uid",
            lambda row: f"{row.cell('member_uid')} ~ '^[0-9]{{15}}$' AND NOT imports_is_uid({row.cell('member_uid')})",
        ),
        Rule("member_uid", "uid_taken", _uid_is_taken),
        Rule(
            "member_uid",
            "main_account_uid",
            _has_foreign_uid,
            lambda row: row.reference("company_key", "uid"),
        ),
        Rule("roles", "unknown_role", lambda row: f"{_wrong_roles(row)} IS NOT NULL", _wrong_roles),
        Rule(
            "is_main_account",
            "main_account_taken",
            lambda row: f"{_is_main(row)} AND {_other_main(row)} IS NOT NULL",
            _other_main,
        ),
        Rule(
            "is_main_account",
            "main_account_needed",
            lambda row: (
                f"t.is_main_account AND {row.is_given('is_main_account')} AND NOT {row.value('is_main_account')}"
            ),
        ),
    ),
    cross_rules=(
        CrossRule("member_uid", "duplicate", lambda row: same_cell(row, "member_uid")),
        CrossRule("is_main_account", "main_account_taken", _two_mains),
    ),
    apply=apply_members,
    after=("company", "merchant"),
    is_whole=True,
    examples=(
        {
            "company_key": "C-12",
            "member_uid": "123456789012347",
            "email": "ann@halden.example",
            "first_name": "Ann",
            "last_name": "Halden",
            "salutation": "Ms",
            "roles": "company_admin",
            "is_main_account": "1",
        },
        {
            "company_key": "C-12",
            "email": "tom@halden.example",
            "first_name": "Tom",
            "last_name": "Reyes",
            "roles": "purchaser;approver",
            "is_main_account": "0",
        },
    ),
)
