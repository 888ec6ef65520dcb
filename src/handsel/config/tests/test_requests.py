import pytest
from django.test import Client

from handsel.parties.models import Membership
from tests.plugin import ClientOf
from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_wellformed_request_id_is_kept_and_another_replaced(client: Client) -> None:
    kept = client.get("/health/live", headers={"X-Request-Id": "trace-0001"})
    assert kept["X-Request-Id"] == "trace-0001"
    replaced = client.get("/health/live", headers={"X-Request-Id": "a b\n"})
    assert len(replaced["X-Request-Id"]) == 32


def test_every_answer_carries_the_strict_headers(client: Client) -> None:
    for path in ("/health/live", "/no-such-page", "/accounts/login/"):
        response = client.get(path)
        policy = response["Content-Security-Policy"]
        assert "unsafe-inline" not in policy
        assert "unsafe-eval" not in policy
        assert "default-src 'self'" in policy
        assert response["X-Frame-Options"] == "DENY"
        assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/?q=%00", "/no%00page", "/api/stores?include=%00"])
def test_nul_characters_are_refused_with_words(client: Client, path: str) -> None:
    assert client.get(path).status_code in {400, 404}


def test_an_unknown_host_is_refused_without_a_crash(client: Client) -> None:
    assert client.get("/accounts/login/", headers={"host": "evil.example"}).status_code == 400


def test_unknown_pages_answer_in_the_form_their_caller_reads(client: Client) -> None:
    page = client.get("/no-such-page/at/all")
    assert (page.status_code, page["Content-Type"].split(";")[0]) == (404, "text/html")
    answer = client.get("/api/no-such-resource")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/vnd.api+json")
    assert answer.json()["errors"][0]["status"] == 404


def test_a_user_acts_for_the_organization_he_chose_while_he_is_its_member(world: World, client_of: ClientOf) -> None:
    second = world.organizations["caldera"]
    membership = Membership.objects.create(user=world.user("bea"), organization=second, roles=["viewer"])
    client = client_of("bea")
    session = client.session
    session["acting_organization"] = second.public_id
    session.save()
    assert client.get("/health/live").wsgi_request.actor.organization_id == second.pk  # type: ignore[attr-defined]
    Membership.objects.filter(pk=membership.pk).update(is_active=False)
    own = world.organizations["brennhoff"].pk
    assert client.get("/health/live").wsgi_request.actor.organization_id == own  # type: ignore[attr-defined]


def test_a_choice_of_a_foreign_organization_is_ignored(world: World, client_of: ClientOf) -> None:
    client = client_of("bea")
    session = client.session
    session["acting_organization"] = world.organizations["M-1"].public_id
    session.save()
    actor = client.get("/health/live").wsgi_request.actor  # type: ignore[attr-defined]
    assert actor.organization_id == world.organizations["brennhoff"].pk
    assert not actor.may("offer.write")
