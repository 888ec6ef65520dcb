"""Numbers, names and texts nobody would type: answered with words, never with a crash (T16)."""

from urllib.parse import quote

import pytest

from tests.access.asking import Cast, Request
from tests.access.table import table

TABLE = table()
VALUES = [
    "0", "-1", "1e308", "1e-308", "sNaN", "-inf", "0x10", "1_000", "1,5", "٣", "9" * 400, "0." + "9" * 400, "", " ", "null",
    "[]", "../..", "%s", "{0}", "';--", "<script>alert(1)</script>", "\u202e", "\u0000", "🦺", "a" * 5000, "USD", "ofr-2",
]  # fmt: skip
TAMPERED = sorted(name for name, row in TABLE.items() if row.queries)
ANSWERS = {200, 302, 400, 404, 422}


@pytest.mark.parametrize("name", TAMPERED)
def test_no_query_makes_a_page_crash(cast: Cast, name: str) -> None:
    row = TABLE[name]
    joint = "&" if "?" in row.path else "?"
    queries = [f"{quote(key)}={quote(value)}" for key in row.queries for value in VALUES]
    queries += ["&".join(f"{quote(key)}={quote(value)}" for key in row.queries) for value in VALUES[::4]]
    queries += [f"{quote(key)}=1&{quote(key)}=2" for key in row.queries] + ["%FF=%FE", "=", "&" * 50, "a[b][c]=1"]
    got = {query: cast.ask("bea", Request("GET", f"{row.path}{joint}{query}")).status_code for query in queries}
    assert {query: status for query, status in got.items() if status not in ANSWERS} == {}


@pytest.mark.parametrize("name", sorted(name for name, row in TABLE.items() if row.body))
def test_no_body_makes_a_form_crash(cast: Cast, name: str) -> None:
    row = TABLE[name]
    got = {}
    for key in row.body:
        for value in VALUES:
            request = Request("POST", row.path, {**row.body, key: value}, row.is_json, row.headers)
            got[f"{key}={value[:40]!r}"] = cast.ask("bea", request).status_code
    assert {case: status for case, status in got.items() if status >= 500} == {}


@pytest.mark.parametrize(
    "name", ["account_login", "api:product-offer", "media", "storefront:act-for", "storefront:product"]
)
def test_no_header_makes_a_page_crash(cast: Cast, name: str) -> None:
    row = TABLE[name]
    headers = ["Accept-Language", "X-Store", "X-Acting-Organization", "Authorization", "If-None-Match", "X-Request-Id"]
    got = {}
    for header in headers:
        for value in (
            "",
            "x" * 5000,
            "é",
            "*",
            "de;q=9999999999",
            '"',
            "W/",
            ",,,;;;",
            "-" * 200,
            "Bearer " + "x" * 500,
        ):
            request = Request("GET", row.path, headers={**row.headers, header: value})
            got[f"{header}: {value[:20]}"] = cast.ask("anonymous", request).status_code
    assert {case: status for case, status in got.items() if status >= 500} == {}
