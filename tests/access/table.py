"""The reviewed access table, `matrix.toml`: what each route answers to each of the cast, method by method (T1, T2).

A row names a route and an example address. A method is a status for everybody, or a table of roles with `others` for
the rest. HEAD answers as GET does unless it has an entry of its own; a method without an entry must be refused (405).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.world import CAST

ROLES = ("anonymous", *CAST)
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
NOT_ALLOWED = 405
TABLE = Path(__file__).with_name("matrix.toml")


@dataclass(frozen=True, slots=True)
class Foreign:
    """A request for what is not theirs, and what all these roles get."""

    roles: tuple[str, ...]
    method: str
    path: str
    body: Mapping[str, str]
    status: int


@dataclass(frozen=True, slots=True)
class Row:
    """One route of the table. `body` is a request that would work for somebody; `json` says how it is sent.

    `tenant` says in words whose things the request can name; `foreign` are requests that name somebody else's.
    `changes` names the tables, or single columns, that a request may write. `queries` are query names worth tampering.
    """

    name: str
    path: str
    expected: Mapping[str, Mapping[str, int]]
    tenant: str
    foreign: tuple[Foreign, ...]
    body: Mapping[str, str]
    is_json: bool
    headers: Mapping[str, str]
    changes: frozenset[str]
    queries: tuple[str, ...]

    def status(self, method: str, role: str) -> int:
        """What `role` gets for `method`."""
        by_role = self.expected.get(method)
        if by_role is None:
            return NOT_ALLOWED
        return by_role.get(role, by_role.get("others", NOT_ALLOWED))


def table() -> dict[str, Row]:
    """Every row by the name of its route. Raises on an entry that nobody reads."""
    return {name: _row(name, values) for name, values in tomllib.loads(TABLE.read_text()).items()}


def _row(name: str, values: dict[str, Any]) -> Row:
    expected = {method: _by_role(values.pop(method)) for method in METHODS if method in values}
    if "GET" in expected:
        expected.setdefault("HEAD", expected["GET"])
    path, body = values.pop("path"), values.pop("body", {})
    row = Row(
        name=name,
        path=path,
        expected=expected,
        tenant=values.pop("tenant", ""),
        foreign=tuple(_foreign(entry, path, body) for entry in values.pop("foreign", ())),
        body=body,
        is_json=values.pop("json", False),
        headers=values.pop("headers", {}),
        changes=frozenset(values.pop("changes", ())),
        queries=tuple(values.pop("queries", ())),
    )
    if values:
        message = f"{name}: nothing reads {sorted(values)}"
        raise ValueError(message)
    return row


def _by_role(value: int | dict[str, int]) -> dict[str, int]:
    by_role = {"others": value} if isinstance(value, int) else value
    if unknown := set(by_role) - {*ROLES, "others"}:
        message = f"nobody is called {sorted(unknown)}"
        raise ValueError(message)
    return by_role


def _foreign(entry: dict[str, Any], path: str, body: dict[str, str]) -> Foreign:
    roles = tuple(entry.get("roles", ROLES))
    if unknown := set(roles) - set(ROLES):
        message = f"nobody is called {sorted(unknown)}"
        raise ValueError(message)
    return Foreign(
        roles=roles,
        method=entry.get("method", "GET"),
        path=entry.get("path", path),
        body=entry.get("body", body),
        status=entry["status"],
    )
