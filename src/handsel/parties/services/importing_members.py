"""Rows of files become users and their memberships."""

from datetime import datetime

from django.contrib.auth.hashers import make_password

from handsel.core.actors import Actor
from handsel.core.bulk import execute, fetch, update_changed
from handsel.core.ids import new_uid
from handsel.core.transactions import step
from handsel.parties.models import Membership
from handsel.parties.models.organizations import new_user_id

NAMES = ("first_name", "last_name", "salutation")


@step
def apply_members(*, rows: str, actor: Actor, at: datetime) -> None:
    """Create and change users and memberships; a first password is set for new users only (ORG-2, ORG-4).

    In a company without a main account the row that says so becomes it, else the first row that leaves it open.
    """
    del actor
    _create_users(rows, at)
    names = ", ".join(f"{name} = CASE WHEN r.{name}_given THEN r.{name} ELSE t.{name} END" for name in NAMES)
    execute(f"UPDATE parties_user t SET {names} FROM {rows} r WHERE lower(t.email) = lower(r.email)")
    update_changed(rows=rows, model=Membership, fields=("roles",))
    _create_memberships(rows, at)


def _create_users(rows: str, at: datetime) -> None:
    """Passwords are hashed row by row, on purpose slowly; files of people are short."""
    unknown = fetch(
        f"SELECT DISTINCT ON (lower(r.email)) r.line, lower(r.email), r.initial_password FROM {rows} r"
        " WHERE NOT EXISTS (SELECT 1 FROM parties_user u WHERE lower(u.email) = lower(r.email))"
        " ORDER BY lower(r.email), r.line"
    )
    made = [(line, email, make_password(password or None), new_user_id()) for line, email, password in unknown]
    execute(
        "INSERT INTO parties_user (password, is_superuser, first_name, last_name, is_staff, is_active, date_joined,"
        " email, public_id, salutation, language, time_zone)"
        " SELECT made.password, FALSE, r.first_name, r.last_name, FALSE, TRUE, %s, made.email, made.public_id,"
        " r.salutation, '', ''"
        f" FROM {rows} r JOIN unnest(%s::bigint[], %s::text[], %s::text[], %s::text[])"
        " AS made(line, email, password, public_id) ON made.line = r.line ORDER BY r.line",
        [at, *([values[place] for values in made] for place in range(4))],
    )


def _create_memberships(rows: str, at: datetime) -> None:
    """Every new membership with a UID of its own; the main account has the organization's (ORG-4)."""
    [[count]] = fetch(f"SELECT count(*) FROM {rows} WHERE target_id IS NULL")
    is_first = (
        "NOT EXISTS (SELECT 1 FROM parties_membership m"
        " WHERE m.organization_id = r.organization_id AND m.is_main_account)"
        " AND NOT bool_or(r.is_main_account) OVER (PARTITION BY r.organization_id)"
        " AND NOT r.is_main_account_given AND r.line = min(r.line) FILTER (WHERE NOT r.is_main_account_given)"
        " OVER (PARTITION BY r.organization_id)"
    )
    new = (
        f"(SELECT r.*, row_number() OVER (ORDER BY line) AS place, r.is_main_account OR ({is_first}) AS is_main"
        f" FROM {rows} r WHERE r.target_id IS NULL)"
    )
    execute(
        "INSERT INTO parties_membership"
        " (user_id, organization_id, uid, roles, is_main_account, is_active, created_at)"
        " SELECT u.id, r.organization_id, CASE WHEN r.is_main THEN o.uid ELSE coalesce(r.uid, made.uid) END,"
        " r.roles, r.is_main, TRUE, %s"
        f" FROM {new} r JOIN parties_user u ON lower(u.email) = lower(r.email)"
        " JOIN parties_organization o ON o.id = r.organization_id"
        " JOIN unnest(%s::text[]) WITH ORDINALITY AS made(uid, place) USING (place) ORDER BY r.line",
        [at, [new_uid() for _ in range(count)]],
    )
