"""The people of the demo marketplace: who can sign in, where, with which password."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.urls import Resolver404, resolve

from handsel.parties.models import Membership
from handsel.parties.rights import ROLES, Kind

PORTALS = {
    Kind.CUSTOMER: "/console/",
    Kind.MERCHANT: "/seller/",
    Kind.RESELLER: "/desk/",
    Kind.OPERATOR: "/backoffice/",
}
DESK_ROLES = frozenset({"ssr"})
SIGN_IN = "/accounts/login/"
MOST_LINES = 40


def as_text(files: Path, public_url: str) -> str:
    """Return one line a person who exists in the database and whose password the demo's files tell."""
    passwords = dict(_passwords(files))
    memberships = Membership.objects.usable().filter(user__email__in=passwords).select_related("user", "organization")
    rows = []
    for member in memberships.order_by("pk"):
        address = public_url + _portal(member)
        name = member.user.get_full_name() or member.user.email
        company = f"{_role_words(member)}, {member.organization.name}"
        rows.append((name, company, address, member.user.email, passwords[member.user.email.lower()]))
    if not rows:
        return ""
    header = ("Who", "What", "Where", "E-mail", "Password")
    shown = rows[:MOST_LINES]
    widths = [max(len(row[column]) for row in (header, *shown)) for column in range(len(header))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (header, *shown)
    ]
    if len(rows) > MOST_LINES:
        lines.append(f"... and {len(rows) - MOST_LINES} more in demo/company_user.csv")
    return "\n".join([f"Sign in at {public_url}{SIGN_IN} as:", "", *lines])


def _passwords(files: Path) -> Iterator[tuple[str, str]]:
    source = files / "company_user.csv"
    if not source.is_file():
        return
    with source.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row.get("email") and row.get("initial_password"):
                yield row["email"].strip().lower(), row["initial_password"]


def _portal(member: Membership) -> str:
    """Return where this person works, as far as that portal exists already."""
    kinds = {ROLES[role].kind for role in member.roles if role in ROLES} or {
        Kind(kind) for kind in member.organization.kinds
    }
    wanted = [PORTALS[kind] for kind in Kind if kind in kinds]
    if DESK_ROLES & set(member.roles):
        wanted.insert(0, "/desk/")
    for path in wanted:
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return "/"


def _role_words(member: Membership) -> str:
    if member.is_main_account:
        return "main account"
    return " and ".join(role.replace("_", " ") for role in member.roles) or "member"
