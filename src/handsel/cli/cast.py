"""The people of the demo marketplace: who can sign in, where, with which password."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.urls import Resolver404, resolve

from handsel.parties.models import Membership
from handsel.parties.rights import ROLES, Kind

PEOPLE = "company_user.csv"
PORTALS = {
    Kind.CUSTOMER: "/console/",
    Kind.MERCHANT: "/seller/",
    Kind.RESELLER: "/desk/",
    Kind.OPERATOR: "/backoffice/",
}
DESK, DESK_ROLES = "/desk/", frozenset({"ssr"})
SIGN_IN = "/accounts/login/"
MOST_OF_A_KIND = 5
HEADER = ("Who", "What", "Where", "E-mail", "Password")


def as_text(files: Path, public_url: str) -> str:
    """Return one line a person who is in the database and whose password the demo's files tell; some of each kind."""
    passwords = dict(_passwords(files))
    members = Membership.objects.usable().filter(user__email__in=passwords).select_related("user", "organization")
    rows: list[tuple[str, ...]] = []
    seen: set[int] = set()
    shown: Counter[Kind] = Counter()
    for member in members.order_by("pk"):
        kind = _kind(member)
        if member.user_id in seen:
            continue
        seen.add(member.user_id)
        shown[kind] += 1
        if shown[kind] <= MOST_OF_A_KIND:
            password = passwords[member.user.email.lower()]
            rows.append((str(member.user), _what(member), public_url + _portal(member), member.user.email, password))
    if not rows:
        return ""
    more = [f"... and {len(seen) - len(rows)} more in demo/{PEOPLE}"] if len(seen) > len(rows) else []
    return "\n".join([f"Sign in at {public_url}{SIGN_IN} as", "", *_aligned([HEADER, *rows]), *more])


def _passwords(files: Path) -> Iterator[tuple[str, str]]:
    source = files / PEOPLE
    if not source.is_file():
        return
    with source.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row.get("email") and row.get("initial_password"):
                yield row["email"].strip().lower(), row["initial_password"]


def _kind(member: Membership) -> Kind:
    """Return what this person mostly is: the kind of the first role, or of the organization."""
    kinds = [ROLES[role].kind for role in member.roles if role in ROLES]
    return kinds[0] if kinds else Kind(next(iter(member.organization.kinds), Kind.CUSTOMER))


def _portal(member: Membership) -> str:
    """Return where this person works, as far as that portal exists already."""
    for path in (DESK if DESK_ROLES & set(member.roles) else PORTALS[_kind(member)], "/"):
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return "/"


def _what(member: Membership) -> str:
    roles = " and ".join(role.replace("_", " ") for role in member.roles) or "member"
    return f"{roles}, {member.organization.name}"


def _aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
