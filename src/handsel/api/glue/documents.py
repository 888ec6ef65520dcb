"""JSON:API documents as the storefront contract shapes them (API-1 to API-3)."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from handsel.api.glue.errors import Problem

MEDIA_TYPE = "application/vnd.api+json"
Identity = tuple[str, str | None]
Fields = dict[str, frozenset[str]]


@dataclass(slots=True, eq=False)
class Resource:
    """One object of an answer. `path` is its own address below `/api/`; `row` is what its relations start from.

    `relations` holds what was included, by name, in order; an empty list was asked for and has nothing.
    """

    type: str
    id: str | None
    attributes: dict[str, Any]
    path: str
    row: Any = None
    relations: dict[str, list["Resource"]] = field(default_factory=dict)

    @property
    def identity(self) -> Identity:
        return (self.type, self.id)


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a collection, and how long the whole is."""

    offset: int
    limit: int
    total: int

    def links(self) -> dict[str, int]:
        """The offsets of the pages around this one, only those that exist; none when everything is on this page."""
        if self.offset == 0 and self.total <= self.limit:
            return {}
        last = max(0, (self.total - 1) // self.limit * self.limit)
        found = {"first": 0, "last": last}
        if self.offset > 0:
            found["prev"] = max(0, min(self.offset, last + self.limit) - self.limit)
        if self.offset + self.limit < self.total:
            found["next"] = self.offset + self.limit
        return found


@dataclass(frozen=True, slots=True)
class Address:
    """Where the request was sent: `host` with its scheme, `path` with the host, `query` as sent; `root` is `/api`."""

    host: str
    path: str
    query: str

    @property
    def root(self) -> str:
        return f"{self.host}/api"

    @property
    def full(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path

    def page(self, offset: int, limit: int, kept: Iterable[tuple[str, str]]) -> str:
        """The same address for another page; the other parameters stay."""
        pairs = [(name, value) for name, value in kept if not name.startswith("page[")]
        return f"{self.path}?{urlencode([*pairs, ('page[offset]', offset), ('page[limit]', limit)], safe='[],')}"


def ordered(primary: Sequence[Resource]) -> list[Resource]:
    """Everything the primary resources lead to, once, what a resource refers to before it (API-3)."""
    seen = {resource.identity for resource in primary}
    found: list[Resource] = []

    def visit(resource: Resource) -> None:
        for related in resource.relations.values():
            for child in related:
                if child.identity not in seen:
                    seen.add(child.identity)
                    visit(child)
                    found.append(child)

    for resource in primary:
        visit(resource)
    return found


def rendered(resource: Resource, link: str, fields: Fields) -> dict[str, Any]:
    """One resource object, with only the fields asked for."""
    wanted = fields.get(resource.type)
    attributes = resource.attributes
    if wanted is not None:
        attributes = {name: value for name, value in attributes.items() if name in wanted}
    shown: dict[str, Any] = {
        "type": resource.type,
        "id": resource.id,
        "attributes": attributes,
        "links": {"self": link},
    }
    if resource.relations:
        shown["relationships"] = {
            name: {"data": [{"type": child.type, "id": child.id} for child in related]}
            for name, related in resource.relations.items()
            if related
        }
        if not shown["relationships"]:
            del shown["relationships"]
    return shown


def single_document(resource: Resource, address: Address, fields: Fields) -> dict[str, Any]:
    """The document of one object; its self link repeats the address as sent (API-2)."""
    document: dict[str, Any] = {"data": rendered(resource, address.full, fields)}
    return _with_included(document, [resource], address, fields)


def list_document(
    resources: Sequence[Resource], address: Address, fields: Fields, links: dict[str, str] | None = None
) -> dict[str, Any]:
    """The document of a collection, or of a singleton that the contract wraps in an array (API-4)."""
    document: dict[str, Any] = {
        "data": [rendered(resource, f"{address.root}/{resource.path}", fields) for resource in resources],
        "links": {"self": address.full, **(links or {})},
    }
    return _with_included(document, resources, address, fields)


def _with_included(
    document: dict[str, Any], primary: Sequence[Resource], address: Address, fields: Fields
) -> dict[str, Any]:
    if included := ordered(primary):
        document["included"] = [rendered(child, f"{address.root}/{child.path}", fields) for child in included]
    return document


def errors_document(problems: Iterable[Problem]) -> dict[str, Any]:
    return {"errors": [{"status": row.status, "code": row.code, "detail": row.detail} for row in problems]}


def encoded(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
