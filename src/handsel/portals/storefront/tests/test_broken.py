"""When something breaks the visitor reads words in the marketplace's own clothes, and a number to quote."""

import pytest
from django.db import OperationalError, ProgrammingError
from django.test import Client

from handsel.portals.storefront.tests.conftest import words
from tests.plugin import ClientOf
from tests.world import World


def fail_with(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise error

    monkeypatch.setattr("handsel.catalog.queries.stores", fail)


def test_a_resting_database_gives_a_page_that_says_when_to_come_back(
    shelf: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_with(OperationalError("gone"), monkeypatch)
    response = client.get("/de/de/products/SKU-1")
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "Gleich wieder da" in words(response)
    assert "gone" not in words(response)


@pytest.mark.parametrize("who", ["anonymous", "bea"])
def test_a_crash_gives_a_page_with_the_number_of_the_request(
    shelf: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    client = client_of(who)
    client.raise_request_exception = False
    fail_with(ProgrammingError("SELECT secret"), monkeypatch)
    response = client.get("/de/en/", headers={"X-Request-Id": "seen-by-support-1"})
    assert response.status_code == 500
    text = words(response)
    assert "Something went wrong" in text
    assert "Request seen-by-support-1" in text
    assert "secret" not in text
    assert "Back to the start page" in text


def test_every_refusal_carries_the_number_of_the_request(shelf: World, client: Client) -> None:
    response = client.get("/de/en/nothing")
    assert f"Request {response['X-Request-Id']}" in words(response)
