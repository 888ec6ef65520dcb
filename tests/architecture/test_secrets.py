"""What must stay secret is in no log, no error page and no repr (T19)."""

import io
import logging
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client

from handsel.config.environment import load_environment
from handsel.core.logging import logging_config
from tests.world import PASSWORD, World

CANARY = "canary-7f3a9c"


@pytest.fixture(params=["json", "text"])
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """Everything the process logs, in the form of production or of development."""
    written = io.StringIO()
    formatter = logging_config(log_format=request.param, level="DEBUG")["formatters"]["structured"]
    make = formatter.pop("()")
    handler = logging.StreamHandler(written)
    handler.setFormatter(make(**formatter))
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    for name in ("django.request", "django.security", "django.db.backends"):
        logging.getLogger(name).propagate = True
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


def test_passwords_tokens_and_cookies_are_in_no_log(
    world: World, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object, **__: object) -> None:
        raise RuntimeError

    client = Client(raise_request_exception=False)
    client.cookies["handsel_session"] = f"{CANARY}-cookie"
    headers = {"Authorization": f"Bearer {CANARY}-token", "Cookie": f"x={CANARY}-cookie"}
    client.post("/accounts/login/", {"login": "bea@example.com", "password": f"{CANARY}-wrong"})
    client.post("/accounts/login/", {"login": "bea@example.com", "password": PASSWORD})
    client.post("/accounts/password/reset/", {"email": f"{CANARY}@example.com"})
    client.get("/api/stores", headers=headers)
    body = {
        "data": {"type": "access-tokens", "attributes": {"username": "bea@example.com", "password": f"{CANARY}-pw"}}
    }
    client.post("/api/access-tokens", body, content_type="application/json")
    monkeypatch.setattr("handsel.api.glue.visits.every_store", crash)
    monkeypatch.setattr("handsel.catalog.queries.stores", crash)
    answers = [
        client.get("/api/stores", headers={"Cookie": f"x={CANARY}-cookie"}),
        Client(raise_request_exception=False).post("/accounts/login/", {"login": "x", "password": f"{CANARY}-crash"}),
    ]
    assert [answer.status_code for answer in answers] == [500, 500]
    assert answers[1]["Content-Type"] == "text/plain; charset=utf-8", "the page's own frame could not be drawn"
    logged = log.getvalue()
    assert "RuntimeError" in logged, "the crash itself is told"
    assert CANARY not in logged
    assert PASSWORD not in logged
    assert settings.SECRET_KEY not in logged
    assert not any(CANARY in answer.content.decode() for answer in answers)


def test_the_environment_shows_no_secret_when_it_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql://user:{CANARY}@db.example/handsel")
    monkeypatch.setenv("HANDSEL_SECRET_KEY", f"{CANARY}-0123456789-0123456789-0123456789-0123456789-abcdefghij")
    monkeypatch.setenv("HANDSEL_EMAIL_URL", f"smtp://user:{CANARY}@mail.example:25")
    environment = load_environment()
    assert CANARY in environment.secret_key()
    assert CANARY not in repr(environment)
    assert CANARY not in str(environment)
