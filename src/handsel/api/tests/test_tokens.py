"""Signing in to the API: `/access-tokens`, `/refresh-tokens`, and what a token opens (API-20, ORG-12)."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from handsel.api.models import ApiToken
from handsel.audit.models import AuditEntry
from handsel.parties.models import Membership, User
from tests.world import PASSWORD, World

WORDS = {
    "001": "Invalid access token.",
    "002": "Missing access token.",
    "003": "Failed to authenticate user.",
    "004": "Failed to refresh token.",
}


class Program:
    """A client that keeps nothing; `at` is when it calls."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
        self.at = at
        monkeypatch.setattr("handsel.config.middleware.now", lambda: self.at)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        content = body if isinstance(body, bytes) else json.dumps(body)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return Client().generic(method, f"/api{path}", content, content_type="application/json", headers=named)

    def sign_in(self, who: str) -> dict[str, Any]:
        response = self.post("access-tokens", username=f"{who}@example.com", password=PASSWORD)
        assert response.status_code == 201, response.content
        found: dict[str, Any] = response.json()["data"]["attributes"]
        return found

    def post(self, kind: str, **attributes: Any) -> Any:
        return self.send("POST", f"/{kind}", {"data": {"type": kind, "attributes": attributes}})

    def get(self, path: str, token: str, **headers: str) -> Any:
        return self.send("GET", path, Authorization=f"Bearer {token}", **headers)


@pytest.fixture
def program(world: World, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Program:
    cache.clear()
    return Program(monkeypatch, at)


def errors_of(response: HttpResponse) -> list[tuple[int, str, str]]:
    errors = json.loads(response.content)["errors"]
    assert response.status_code == errors[0]["status"]
    assert response["Content-Type"] == "application/vnd.api+json"
    return [(error["status"], error["code"], error["detail"]) for error in errors]


def test_a_password_buys_a_pair_of_tokens_of_which_only_digests_are_kept(program: Program, world: World) -> None:
    response = program.post("access-tokens", username="BEA@example.com", password=PASSWORD)
    attributes = response.json()["data"]["attributes"]
    row = ApiToken.objects.get()
    assert (response.status_code, response["Content-Type"]) == (201, "application/vnd.api+json")
    assert response["Cache-Control"] == "no-store"
    assert response.json() == {
        "data": {
            "type": "access-tokens",
            "id": None,
            "attributes": {
                "tokenType": "Bearer",
                "expiresIn": 28800,
                "accessToken": attributes["accessToken"],
                "refreshToken": attributes["refreshToken"],
                "idCompanyUser": Membership.objects.get(user=world.user("bea")).uid,
            },
            "links": {"self": "http://testserver/api/access-tokens"},
        }
    }
    assert len({attributes["accessToken"], attributes["refreshToken"], row.access_digest, row.refresh_digest}) == 4
    kept = str(vars(row))
    assert attributes["accessToken"] not in kept
    assert attributes["refreshToken"] not in kept


def test_a_token_shows_the_prices_of_its_owners_company(program: Program, world: World) -> None:
    offer = world.offer("ofr-1", price="100")
    world.contract_price(world.contract("C-1"), offer, net="80")
    seen = {}
    for who in ("bea", "bob", "cai", "mia", "ola", "nemo"):
        token = program.sign_in(who)["accessToken"]
        response = program.get("/product-offers/ofr-1/product-offer-prices", token)
        seen[who] = response.json()["data"][0]["attributes"]["price"]
        assert response["Cache-Control"] == "private, no-cache"
    assert seen == {"bea": 8000, "bob": 8000, "cai": 10000, "mia": 10000, "ola": 10000, "nemo": 10000}


BAD_SIGN_INS: list[tuple[dict[str, Any], list[tuple[int, str, str]]]] = [
    ({"username": "bea@example.com", "password": "fake"}, [(401, "003", WORDS["003"])]),
    ({"username": "fake@example.com", "password": PASSWORD}, [(401, "003", WORDS["003"])]),
    ({"username": "%", "password": "' OR 1=1"}, [(401, "003", WORDS["003"])]),
    (
        {"username": "bea@example.com", "password": ""},
        [(422, "901", "password => This value should not be blank.")],
    ),
    ({"username": "", "password": PASSWORD}, [(422, "901", "username => This value should not be blank.")]),
    (
        {},
        [(422, "901", "username => This field is missing."), (422, "901", "password => This field is missing.")],
    ),
    (
        {"username": None, "password": 5},
        [
            (422, "901", "username => This value should not be blank."),
            (422, "901", "password => This value should be of type string."),
        ],
    ),
    (
        {"username": "a\x00b", "password": "\ud800"},
        [
            (422, "901", "username => This value holds characters that cannot be read."),
            (422, "901", "password => This value holds characters that cannot be read."),
        ],
    ),
    (
        {"username": "x" * 256, "password": ["x"]},
        [
            (422, "901", "username => This value is too long. It should have 255 characters or less."),
            (422, "901", "password => This value should be of type string."),
        ],
    ),
]


@pytest.mark.parametrize(("attributes", "problems"), BAD_SIGN_INS)
def test_a_wrong_sign_in_is_refused_and_leaves_nothing(
    program: Program, attributes: dict[str, Any], problems: list[tuple[int, str, str]]
) -> None:
    response = program.post("access-tokens", **attributes)
    assert errors_of(response) == problems
    assert response.reason_phrase == {401: "Unauthorized", 422: "Unprocessable Content"}[response.status_code]
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", (400, "invalid_body", "Post data is invalid.")),
        (b"{", (400, "invalid_body", "Post data is invalid.")),
        (b"\xff\xfe", (400, "invalid_body", "Post data is invalid.")),
        (b"[" * 100_000, (400, "invalid_body", "Post data is invalid.")),
        (b"[]", (400, "invalid_body", "Post data is invalid.")),
        (b"null", (400, "invalid_body", "Post data is invalid.")),
        (b'{"data": null}', (400, "invalid_body", "Post data is invalid.")),
        (b'{"data": []}', (400, "invalid_body", "Post data is invalid.")),
        (b'{"data": {"attributes": {}}}', (400, "invalid_body", "Post data is invalid.")),
        (b'{"data": {"type": "access-tokens", "attributes": []}}', (400, "invalid_body", "Post data is invalid.")),
        (b'{"data": {"type": ""}}', (400, "invalid_type", "Invalid type.")),
        (b'{"data": {"type": "access"}}', (400, "invalid_type", "Invalid type.")),
        (b'{"data": {"type": 5}}', (400, "invalid_type", "Invalid type.")),
        (b'{"data": {"type": ["access-tokens"]}}', (400, "invalid_type", "Invalid type.")),
        (b"x" * 6_000_000, (400, "invalid_body", "Post data is invalid.")),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_body_of_another_shape_is_refused(program: Program, body: bytes, problem: tuple[int, str, str]) -> None:
    assert errors_of(program.send("POST", "/access-tokens", body)) == [problem]


def test_many_failed_attempts_have_to_wait(program: Program, world: World) -> None:
    codes = [
        errors_of(program.post("access-tokens", username="bea@example.com", password="x"))[0][1] for _ in range(12)
    ]
    assert codes[:5] == ["003"] * 5
    assert codes[-1] == "too_many_attempts"
    refused = program.post("access-tokens", username="bea@example.com", password=PASSWORD)
    assert (refused.status_code, refused["Retry-After"]) == (429, "300")
    assert not ApiToken.objects.exists()


def test_a_password_alone_opens_no_account_with_a_second_factor(program: Program, world: World) -> None:
    Authenticator.objects.create(user=world.user("bea"), type=Authenticator.Type.TOTP, data={"secret": "x"})
    response = program.post("access-tokens", username="bea@example.com", password=PASSWORD)
    assert errors_of(response) == [(401, "003", WORDS["003"])]


@pytest.mark.parametrize(
    "end",
    ["expired", "revoked", "new password", "user switched off", "unknown", "refresh token shown", "digest shown"],
)
def test_a_token_that_does_not_hold_is_invalid_everywhere(program: Program, world: World, end: str) -> None:
    pair = program.sign_in("bea")
    token = pair["accessToken"]
    assert program.get("/stores", token).status_code == 200
    if end == "expired":
        program.at += timedelta(hours=8)
    if end == "revoked":
        path = f"/refresh-tokens/{pair['refreshToken']}"
        assert program.send("DELETE", path, Authorization=f"Bearer {token}").status_code == 204
    if end == "new password":
        user = world.user("bea")
        user.set_password("another-password-1")
        user.save()
    if end == "user switched off":
        User.objects.filter(pk=world.user("bea").pk).update(is_active=False)
    shown = {
        "unknown": token[:-1] + ("A" if token[-1] != "A" else "B"),
        "refresh token shown": pair["refreshToken"],
        "digest shown": ApiToken.objects.get().access_digest,
    }.get(end, token)
    refused = program.get("/stores", shown)
    assert errors_of(refused) == [(401, "001", WORDS["001"])]
    assert refused["WWW-Authenticate"] == "Bearer"


def test_a_token_holds_to_its_last_second(program: Program) -> None:
    token = program.sign_in("bea")["accessToken"]
    program.at += timedelta(hours=8) - timedelta(microseconds=1)
    assert program.get("/stores", token).status_code == 200


def test_a_refresh_token_buys_a_new_pair_once(program: Program) -> None:
    first = program.sign_in("bea")
    response = program.post("refresh-tokens", refreshToken=first["refreshToken"])
    second = response.json()["data"]["attributes"]
    assert (response.status_code, response.json()["data"]["type"]) == (201, "refresh-tokens")
    assert sorted(second) == ["accessToken", "expiresIn", "idCompanyUser", "refreshToken", "tokenType"]
    assert program.get("/stores", second["accessToken"]).status_code == 200
    assert errors_of(program.get("/stores", first["accessToken"])) == [(401, "001", WORDS["001"])]
    again = program.post("refresh-tokens", refreshToken=first["refreshToken"])
    assert errors_of(again) == [(401, "004", WORDS["004"])]
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == ["token.issued", "token.renewed"]


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("faketoken", (401, "004", WORDS["004"])),
        ("", (422, "901", "refreshToken => This value should not be blank.")),
        (None, (422, "901", "refreshToken => This value should not be blank.")),
        (7, (422, "901", "refreshToken => This value should be of type string.")),
        ("x" * 300, (422, "901", "refreshToken => This value is too long. It should have 255 characters or less.")),
    ],
)
def test_a_wrong_refresh_token_renews_nothing(program: Program, value: Any, problem: tuple[int, str, str]) -> None:
    assert errors_of(program.post("refresh-tokens", refreshToken=value)) == [problem]


@pytest.mark.parametrize("end", ["access token", "expired", "new password"])
def test_a_refresh_token_that_does_not_hold_renews_nothing(program: Program, world: World, end: str) -> None:
    pair = program.sign_in("bea")
    if end == "expired":
        program.at += timedelta(days=30)
    if end == "new password":
        user = world.user("bea")
        user.set_password("another-password-1")
        user.save()
    shown = pair["accessToken" if end == "access token" else "refreshToken"]
    assert errors_of(program.post("refresh-tokens", refreshToken=shown)) == [(401, "004", WORDS["004"])]
    assert ApiToken.objects.count() == 1


def test_ending_anothers_sign_in_answers_alike_and_ends_nothing(program: Program) -> None:
    bea, cai = program.sign_in("bea"), program.sign_in("cai")
    for token in (bea["refreshToken"], "faketoken"):
        response = program.send("DELETE", f"/refresh-tokens/{token}", Authorization=f"Bearer {cai['accessToken']}")
        assert (response.status_code, response.content) == (204, b"")
    assert program.post("refresh-tokens", refreshToken=bea["refreshToken"]).status_code == 201


def test_ending_a_sign_in_needs_a_token_and_not_a_session(program: Program, world: World) -> None:
    pair = program.sign_in("bea")
    path = f"/refresh-tokens/{pair['refreshToken']}"
    assert errors_of(program.send("DELETE", path)) == [(403, "002", WORDS["002"])]
    assert errors_of(program.send("DELETE", path, Authorization="")) == [(403, "002", WORDS["002"])]
    assert errors_of(program.send("DELETE", path, Authorization="nonsense")) == [(401, "001", WORDS["001"])]
    browser = Client()
    browser.force_login(world.user("bea"), backend="django.contrib.auth.backends.ModelBackend")
    assert errors_of(browser.delete(f"/api{path}")) == [(403, "002", WORDS["002"])]  # type: ignore[arg-type]
    missing = program.send("DELETE", "/refresh-tokens/", Authorization=f"Bearer {pair['accessToken']}")
    assert errors_of(missing) == [(400, "resource_id_missing", "Resource id is not specified.")]
    assert ApiToken.objects.get().revoked_at is None


def test_somebody_with_several_companies_says_for_which_he_asks(program: Program, world: World) -> None:
    offer = world.offer("ofr-1", price="100")
    world.contract_price(world.contract("C-1", customers="caldera"), offer, net="80")
    Membership.objects.create(user=world.user("bea"), organization=world.organizations["caldera"], roles=["viewer"])
    pair = program.sign_in("bea")
    address, token = "/product-offers/ofr-1/product-offer-prices", pair["accessToken"]
    assert pair["idCompanyUser"] is None
    assert [error[:2] for error in errors_of(program.get(address, token))] == [(400, "acting_organization_missing")]
    seen = {}
    for company in ("brennhoff", "caldera"):
        named = world.organizations[company].public_id
        response = program.get(address, token, X_Acting_Organization=named)
        seen[company] = response.json()["data"][0]["attributes"]["price"]
    assert seen == {"brennhoff": 10000, "caldera": 8000}
    foreign = world.organizations["M-1"].public_id
    assert [error[:2] for error in errors_of(program.get(address, token, X_Acting_Organization=foreign))] == [
        (403, "not_a_member")
    ]


def test_signing_in_clears_away_what_has_expired_of_ones_own_and_nobody_elses(program: Program) -> None:
    program.sign_in("bea")
    program.sign_in("cai")
    program.at += timedelta(days=31)
    program.sign_in("bea")
    left = ApiToken.objects.values_list("user__email", "created_at")
    assert sorted(email for email, _ in left) == ["bea@example.com", "cai@example.com"]
    assert ApiToken.objects.get(user__email="bea@example.com").created_at == program.at
