"""What holds for every answer: media type, links, methods, caching, parameters (API-1, API-2, API-17 to API-25)."""

import json
from typing import Any

import pytest
from django.test import Client

from handsel.api.tests.conftest import Call
from tests.world import World

PATHS = [
    "/stores",
    "/stores/DE",
    "/concrete-products/SKU-1",
    "/abstract-products/ABS-SKU-1",
    "/merchants",
    "/merchants/M-1",
]
REFUSED = ["/stores/XX", "/concrete-products/", "/merchants/M-9", "/nowhere", "/"]


@pytest.mark.parametrize("path", [*PATHS, *REFUSED])
def test_every_answer_has_the_media_type_without_charset_and_a_request_id(call: Call, world: World, path: str) -> None:
    response = call(path)
    assert response["Content-Type"] == "application/vnd.api+json"
    assert len(response["X-Request-Id"]) == 32
    assert call(path, X_Request_Id="from-the-client")["X-Request-Id"] == "from-the-client"


def test_self_links_repeat_host_and_query_string_as_sent(answer_of: Call, world: World) -> None:
    query = "?include=merchant-addresses&fields%5Bmerchants%5D=merchantName&currency=EUR"
    assert answer_of(f"/merchants/M-1{query}")["data"]["links"]["self"] == f"http://testserver/api/merchants/M-1{query}"
    assert answer_of(f"/merchants{query}")["links"]["self"] == f"http://testserver/api/merchants{query}"
    assert answer_of(f"/merchants{query}")["included"][0]["links"]["self"] == (
        "http://testserver/api/merchants/M-1/merchant-addresses"
    )


@pytest.mark.parametrize("path", [*PATHS, *REFUSED])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_a_method_that_an_address_does_not_have_is_405_with_the_methods(
    call: Call, world: World, path: str, method: str
) -> None:
    response = call(path, method=method)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response.json() == {
        "errors": [
            {
                "status": 405,
                "code": "method_not_allowed",
                "detail": f"{method} is not possible here; allowed: GET, HEAD, OPTIONS.",
            }
        ]
    }


@pytest.mark.parametrize("path", PATHS)
def test_head_and_options_say_what_a_get_would(call: Call, world: World, path: str) -> None:
    got, head, options = call(path), call(path, method="HEAD"), call(path, method="OPTIONS")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", got["ETag"])
    assert (options.status_code, options.content, options["Allow"]) == (204, b"", "GET, HEAD, OPTIONS")


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_that_still_holds_is_not_sent_again(call: Call, world: World, path: str) -> None:
    first = call(path)
    again = call(path, If_None_Match=first["ETag"])
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert call(path, If_None_Match='"another"').status_code == 200


@pytest.mark.parametrize(
    ("who", "caching"), [("anonymous", "public, no-cache"), ("bea", "private, no-cache"), ("nemo", "private, no-cache")]
)
def test_only_answers_to_nobody_in_particular_may_be_shared(call: Call, world: World, who: str, caching: str) -> None:
    response = call("/merchants", who=who)
    assert response["Cache-Control"] == caching
    assert {name.strip() for name in response["Vary"].split(",")} == {
        "Accept-Language",
        "Authorization",
        "Cookie",
        "X-Acting-Organization",
        "X-Store",
    }


def test_a_refusal_is_never_kept(call: Call, world: World) -> None:
    assert call("/merchants/M-9")["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "header", ["Bearer nonsense", "Bearer", "Basic YmVhOmJlYQ==", "nonsense", "Bearer a b", "bearer \u00e9"]
)
@pytest.mark.parametrize("who", ["anonymous", "bea"])
def test_a_malformed_token_is_invalid_wherever_it_is_sent(error_of: Call, world: World, header: str, who: str) -> None:
    assert error_of("/stores", who=who, Authorization=header) == [(401, "001", "Invalid access token.")]


@pytest.mark.parametrize("header", ["", "  "])
def test_an_empty_token_counts_as_none(answer_of: Call, world: World, header: str) -> None:
    assert len(answer_of("/stores", Authorization=header)["data"]) == 3


BAD_QUERIES: list[tuple[str, str, str]] = [
    ("include=nonsense", "unknown_include", "nonsense cannot be included here."),
    ("include=stores", "unknown_include", "stores cannot be included here."),
    ("include=merchant-addresses.nonsense", "unknown_include", "merchant-addresses.nonsense cannot be included here."),
    ("include=.", "unknown_include", ". cannot be included here."),
    ("include=..", "unknown_include", ".. cannot be included here."),
    ("include=" + "x" * 500, "unknown_include", "x" * 60 + "… cannot be included here."),
    ("fields[nonsense]=a", "unknown_type", "There is no resource type nonsense to choose fields of."),
    ("fields[]=a", "unknown_type", "There is no resource type  to choose fields of."),
    ("fields[merchants]=nonsense", "unknown_field", "merchants has no field nonsense."),
    ("fields=merchantName", "unknown_parameter", "Query parameter fields is not known here."),
    ("nonsense=1", "unknown_parameter", "Query parameter nonsense is not known here."),
    ("sort=merchantName", "unknown_parameter", "Query parameter sort is not known here."),
    (
        "include=merchant-addresses&include=merchant-addresses",
        "repeated_parameter",
        "Query parameter include is given more than once.",
    ),
    ("currency=XXX", "313", "Currency is invalid."),
    ("currency=eur", "313", "Currency is invalid."),
    ("currency=USD", "313", "Currency is invalid."),
    ("currency=", "313", "Currency is invalid."),
    ("currency=%00", "400", ""),
    ("priceMode=net", "314", "Price mode is invalid."),
    ("priceMode=GROSS", "314", "Price mode is invalid."),
    ("priceMode=", "314", "Price mode is invalid."),
    ("page=1", "unknown_parameter", "Query parameter page is not known here."),
    ("page[number]=1", "unknown_parameter", "Query parameter page[number] is not known here."),
    ("page[offset]=-1", "invalid_page", "page[offset] must be a whole number from 0 to 1000000."),
    ("page[offset]=x", "invalid_page", "page[offset] must be a whole number from 0 to 1000000."),
    ("page[offset]=1.5", "invalid_page", "page[offset] must be a whole number from 0 to 1000000."),
    ("page[offset]=1e308", "invalid_page", "page[offset] must be a whole number from 0 to 1000000."),
    ("page[offset]=99999999999999999999", "invalid_page", "page[offset] must be a whole number from 0 to 1000000."),
    ("page[offset]=%D9%A1", "invalid_page", "page[offset] must be a whole number from 0 to 1000000."),
    ("page[offset]=", "invalid_page", "page[offset] must be a whole number from 0 to 1000000."),
    ("page[limit]=0", "invalid_page", "page[limit] must be a whole number from 1 to 1000."),
    ("page[limit]=1001", "invalid_page", "page[limit] must be a whole number from 1 to 1000."),
    ("page[limit]=NaN", "invalid_page", "page[limit] must be a whole number from 1 to 1000."),
]


@pytest.mark.parametrize(("query", "code", "detail"), BAD_QUERIES)
def test_every_wrong_parameter_is_400_with_a_code_and_words(
    call: Call, world: World, query: str, code: str, detail: str
) -> None:
    response = call(f"/merchants?{query}")
    [error] = response.json()["errors"]
    assert (response.status_code, error["status"], error["code"]) == (400, 400, code)
    assert error["detail"] == detail or not detail


def test_all_wrong_parameters_are_told_at_once_in_a_stable_order(error_of: Call, world: World) -> None:
    problems = error_of("/merchants?page[limit]=0&include=b,a&z=1&fields[merchants]=q&y=2&page[offset]=x")
    assert [(code, detail.split()[0]) for _, code, detail in problems] == [
        ("unknown_parameter", "Query"),
        ("unknown_parameter", "Query"),
        ("unknown_include", "b"),
        ("unknown_include", "a"),
        ("unknown_field", "merchants"),
        ("invalid_page", "page[offset]"),
        ("invalid_page", "page[limit]"),
    ]


@pytest.mark.parametrize("query", ["include=", "include=,", "include=%20", "fields[merchants]=", "", "&&", "include"])
def test_empty_parameters_ask_for_nothing(answer_of: Call, world: World, query: str) -> None:
    assert [row["id"] for row in answer_of(f"/merchants?{query}")["data"]] == ["M-1", "M-2"]


def test_no_fields_at_all_leave_the_identity(answer_of: Call, world: World) -> None:
    assert answer_of("/merchants/M-1?fields[merchants]=")["data"]["attributes"] == {}


def test_names_of_features_this_marketplace_lacks_bring_nothing(answer_of: Call, world: World) -> None:
    document = answer_of("/abstract-products/ABS-SKU-1?include=product-labels,category-nodes,sales-units")
    assert list(document) == ["data"]
    assert "relationships" not in document["data"]


@pytest.mark.parametrize("path", ["/stores?page[offset]=0", "/merchants/M-1?page[limit]=1", "/stores/DE?q=1"])
def test_what_one_address_knows_another_does_not(error_of: Call, world: World, path: str) -> None:
    assert [(status, code) for status, code, _ in error_of(path)] == [(400, "unknown_parameter")]


@pytest.mark.parametrize(("named", "code"), [("org_nonsense", "not_a_member"), ("", "not_a_member")])
def test_somebody_acts_only_for_an_organization_he_is_a_member_of(
    error_of: Call, answer_of: Call, world: World, named: str, code: str
) -> None:
    foreign = world.organizations["caldera"].public_id
    for value in (named, foreign):
        assert [(status, code) for status, code, _ in error_of("/stores", who="bea", X_Acting_Organization=value)] == [
            (403, code)
        ]
    own = world.organizations["brennhoff"].public_id
    assert answer_of("/stores", who="bea", X_Acting_Organization=own)


@pytest.mark.parametrize("path", [*PATHS, *REFUSED])
def test_no_integer_key_leaves_the_process(call: Call, world: World, path: str) -> None:
    def ids(value: Any) -> list[Any]:
        if isinstance(value, dict):
            return [value[k] for k in value if k in ("id", "pk")] + [i for v in value.values() for i in ids(v)]
        return [i for v in value for i in ids(v)] if isinstance(value, list) else []

    assert all(isinstance(found, str) for found in ids(call(path).json()))


def test_a_crash_says_nothing_about_the_inside(client: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash() -> None:
        message = "secret detail"
        raise RuntimeError(message)

    monkeypatch.setattr("handsel.api.glue.visits.every_store", crash)
    client.raise_request_exception = False
    response = client.get("/api/stores")
    assert (response.status_code, response["Content-Type"]) == (500, "application/vnd.api+json")
    assert "secret" not in json.dumps(response.json())
