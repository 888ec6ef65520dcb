"""URL x method x role x tenant: every route against the reviewed table (T1, T2)."""

from urllib.parse import urlsplit

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import resolve
from pytest_django import Settings

from tests.access.asking import Cast, Request
from tests.access.routes import all_routes
from tests.access.table import METHODS, NOT_ALLOWED, ROLES, table
from tests.world import CAST, PASSWORD, World

TABLE = table()


def test_every_route_has_a_name_of_its_own() -> None:
    keys = [route.key for route in all_routes()]
    assert [key for key in keys if not key or key.endswith(":")] == []
    assert sorted(key for key in set(keys) if keys.count(key) > 1) == []


def test_every_route_stands_in_the_table_and_every_row_is_a_route() -> None:
    keys = {route.key for route in all_routes()}
    assert {"without a row": sorted(keys - set(TABLE)), "gone": sorted(set(TABLE) - keys)} == {
        "without a row": [],
        "gone": [],
    }


def test_every_example_address_leads_to_its_own_route() -> None:
    assert [name for name, row in TABLE.items() if resolve(urlsplit(row.path).path).view_name != name] == []


def test_every_route_that_can_name_somebodys_things_says_whose_they_are() -> None:
    """Words where everything is public, and requests for what is somebody else's wherever there is such a thing."""
    varying = {route.key for route in all_routes() if route.parameters}
    silent = [name for name, row in TABLE.items() if (name in varying or row.body) and not row.tenant]
    assert silent == []


@pytest.mark.parametrize("name", sorted(TABLE))
def test_everybody_gets_what_the_table_says(cast: Cast, name: str) -> None:
    row = TABLE[name]
    expected = {f"{method} {role}": row.status(method, role) for method in METHODS for role in ROLES}
    got = {
        f"{method} {role}": cast.ask(role, Request.of(row, method)).status_code for method in METHODS for role in ROLES
    }
    assert {key: (status, expected[key]) for key, status in got.items() if status != expected[key]} == {}


@pytest.mark.parametrize("name", sorted(name for name, row in TABLE.items() if row.foreign))
def test_what_belongs_to_somebody_else_is_not_there(cast: Cast, name: str) -> None:
    row = TABLE[name]
    got, expected = {}, {}
    for foreign in row.foreign:
        request = Request(foreign.method, foreign.path, foreign.body, row.is_json, row.headers)
        for role in foreign.roles:
            key = f"{role} {foreign.method} {foreign.path} {dict(foreign.body)}"
            got[key], expected[key] = cast.ask(role, request).status_code, foreign.status
    assert got == expected


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "BREW"])
def test_a_method_nobody_knows_is_refused_or_leads_nowhere(cast: Cast, method: str) -> None:
    """Only the pages that do not exist answer every method alike: with 404."""
    got = {name: cast.ask("anonymous", Request.of(row, method)).status_code for name, row in TABLE.items()}
    nowhere = {name for name, row in TABLE.items() if row.status("DELETE", "anonymous") == 404}
    assert {name: status for name, status in got.items() if status != (404 if name in nowhere else NOT_ALLOWED)} == {}


def test_only_this_machine_reads_the_metrics(client: Client, world: World) -> None:
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.1").status_code == 403


def test_a_form_from_elsewhere_is_refused(cast: Cast) -> None:
    """Nothing that a session may change is open to a form of another site; the API's own answers need no session."""
    answers = {}
    for name, row in TABLE.items():
        if "POST" in row.expected and not name.startswith("api:"):
            client = Client(enforce_csrf_checks=True)
            client.cookies.update(cast.cookies["bea"])
            answers[name] = client.post(row.path, dict(row.body)).status_code
    assert {name: status for name, status in answers.items() if status != 403} == {}


@pytest.mark.parametrize("who", CAST)
def test_everybody_of_the_cast_signs_in_with_his_password_and_out_again(
    world: World, settings: Settings, who: str
) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    client = Client()
    refused = client.post("/accounts/login/", {"login": f"{who}@example.com", "password": "wrong"})
    assert (refused.status_code, SESSION_KEY in client.session) == (200, False)
    signed_in = client.post("/accounts/login/", {"login": f"{who}@example.com", "password": PASSWORD})
    assert (signed_in.status_code, signed_in["Location"]) == (302, "/")
    assert client.session[SESSION_KEY] == str(world.user(who).pk)
    client.post("/accounts/logout/")
    assert SESSION_KEY not in client.session
