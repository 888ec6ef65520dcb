"""Sending one request as one of the cast, with everything it wrote undone again."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.test import Client

from tests.access.table import ROLES, Row
from tests.plugin import ClientOf
from tests.world import World


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent; `{brennhoff}` in any text stands for the public id of that organization."""

    method: str
    path: str
    body: Mapping[str, str] = field(default_factory=dict)
    is_json: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, row: Row, method: str) -> "Request":
        return cls(method, row.path, row.body, row.is_json, row.headers)


class Cast:
    """Everybody, signed in once. Each request starts from that, whatever the one before did to session or rows."""

    def __init__(self, world: World, client_of: ClientOf) -> None:
        self.ids = {name: row.public_id for name, row in world.organizations.items()}
        self.cookies = {role: client_of(role).cookies for role in ROLES}

    def ask(self, role: str, request: Request) -> Any:
        """The response; what was written is rolled back."""
        with undone():
            return self.send(role, request)

    def send(self, role: str, request: Request) -> Any:
        """The response; what was written stays."""
        client = Client(raise_request_exception=False)
        client.cookies.update(self.cookies[role])
        kind = "application/vnd.api+json" if request.is_json else "application/x-www-form-urlencoded"
        body = {name: self._filled(value) for name, value in request.body.items()}
        content = _document(body) if request.is_json else urlencode(body).encode()
        return client.generic(
            request.method,
            self._filled(request.path),
            content if request.method in ("POST", "PUT", "PATCH") else b"",
            content_type=kind,
            headers={name: self._filled(value) for name, value in request.headers.items()},
        )

    def _filled(self, text: str) -> str:
        for name, public_id in self.ids.items():
            text = text.replace(f"{{{name}}}", public_id)
        return text


@contextmanager
def undone() -> Iterator[None]:
    """A transaction that is always rolled back; commands inside may open their own."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]  # as Django's own test cases do: durable blocks may nest
    with block:
        yield
        transaction.set_rollback(True)


def _document(values: Mapping[str, str]) -> bytes:
    attributes = dict(values)
    return json.dumps({"data": {"type": attributes.pop("type", ""), "attributes": attributes}}).encode()
