"""How tests call the API: as one of the cast, at the instant at which the world happens."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.http import HttpResponse

from tests.plugin import ClientOf

Call = Callable[..., Any]


@pytest.fixture
def call(client_of: ClientOf, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Call:
    """`call("/stores", who="bea", X_Store="AT")` -> the response; the clock stands at `at`."""
    monkeypatch.setattr("handsel.config.middleware.now", lambda: at)
    clients: dict[str, Any] = {}

    def get(path: str, *, who: str = "anonymous", method: str = "GET", **headers: str) -> HttpResponse:
        client = clients.setdefault(who, client_of(who))
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        response: HttpResponse = client.generic(method, f"/api{path}", headers=named)
        return response

    return get


@pytest.fixture
def answer_of(call: Call) -> Call:
    """The document of a call that works."""

    def get(path: str, **options: str) -> Any:
        response = call(path, **options)
        assert response.status_code == 200, response.content
        return response.json()

    return get


@pytest.fixture
def error_of(call: Call) -> Call:
    """Status, code and detail of each error of a call that is refused."""

    def get(path: str, **options: str) -> list[tuple[int, str, str]]:
        response = call(path, **options)
        errors = response.json()["errors"]
        assert response.status_code == errors[0]["status"]
        assert response["Content-Type"] == "application/vnd.api+json"
        return [(error["status"], error["code"], error["detail"]) for error in errors]

    return get
