"""Store, language, currency, price mode, appearance and organization are chosen by addresses and kept by cookies."""

import pytest
from django.test import Client

from handsel.parties.models import Membership
from handsel.portals.storefront.tests.conftest import words
from tests.plugin import ClientOf
from tests.world import World


@pytest.fixture
def visitor(shelf: World, client: Client) -> Client:
    return client


def test_the_bare_address_leads_to_the_first_store_in_the_browsers_language(visitor: Client) -> None:
    assert visitor.get("/")["Location"] == "/de/en/"
    assert visitor.get("/", headers={"Accept-Language": "de-AT"})["Location"] == "/de/de/"
    assert visitor.get("/", headers={"Accept-Language": "fr"})["Location"] == "/de/en/"


def test_the_last_store_and_language_are_remembered(visitor: Client) -> None:
    visitor.get("/at/de/")
    assert visitor.get("/")["Location"] == "/at/de/"


def test_a_forged_cookie_changes_nothing(visitor: Client) -> None:
    for name in ("handsel_store", "handsel_currency", "handsel_prices", "handsel_theme", "handsel_language"):
        visitor.cookies[name] = "<script>"
    assert visitor.get("/")["Location"] == "/de/en/"
    assert visitor.get("/de/en/products/SKU-1").status_code == 200


def test_capital_letters_lead_to_the_small_ones(visitor: Client) -> None:
    response = visitor.get("/DE/EN/products/SKU-1?offer=A")
    assert (response.status_code, response["Location"]) == (301, "/de/en/products/SKU-1?offer=A")


def test_a_lost_slash_is_put_back(visitor: Client) -> None:
    assert visitor.get("/de/en/merchants")["Location"] == "/de/en/merchants/"
    assert visitor.get("/de/en")["Location"] == "/de/en/"


def test_the_store_switch_keeps_page_and_language(visitor: Client) -> None:
    body = visitor.get("/de/de/products/SKU-1").content.decode()
    assert 'href="/us/de/products/SKU-1"' in body
    assert 'href="/de/en/products/SKU-1"' in body


def test_the_switches_keep_what_means_the_same_in_every_store_and_language(visitor: Client) -> None:
    body = visitor.get("/de/de/search?q=sku&sort=price-asc&page=1&currency=EUR").content.decode()
    assert 'href="/us/de/search?q=sku&amp;sort=price-asc"' in body
    assert 'href="/de/en/search?q=sku&amp;sort=price-asc"' in body
    body = visitor.get("/de/de/products/SKU-1?quantity=12&offer=MAX-1").content.decode()
    assert 'href="/us/de/products/SKU-1?quantity=12"' in body
    assert 'href="/de/en/products/SKU-1?quantity=12"' in body


def test_a_product_of_other_stores_leads_to_its_pages_there(shelf: World, visitor: Client) -> None:
    shelf.product("US-ONLY", stores="US")
    shelf.product("DRAFT", stores="US", approval="draft")
    response = visitor.get("/de/en/products/US-ONLY?quantity=3")
    assert response.status_code == 404
    assert "Not sold in this store" in words(response)
    main = response.content.decode().partition("<main")[2]
    assert 'href="/us/en/products/US-ONLY?quantity=3"' in main
    assert 'href="/at/' not in main
    for sku in ("DRAFT", "NEVER"):
        response = visitor.get(f"/de/en/products/{sku}")
        assert response.status_code == 404
        assert "Page not found" in words(response)
        assert f'/products/{sku}"' not in response.content.decode().partition("<main")[2]


def test_every_page_that_is_not_found_offers_the_search(visitor: Client) -> None:
    for path in ("/de/en/nothing/here", "/de/en/merchants/NEVER", "/xx/en/"):
        response = visitor.get(path)
        assert response.status_code == 404
        assert 'id="lost"' in response.content.decode()
    assert 'id="lost"' not in visitor.get("/de/en/search?page=0").content.decode()


def test_a_currency_is_kept_until_another_is_chosen(visitor: Client) -> None:
    visitor.get("/de/en/?currency=CHF")
    assert "Germany · CHF" in words(visitor.get("/de/en/"))
    assert "United States · USD" in words(visitor.get("/us/en/"))
    visitor.get("/de/en/?currency=EUR")
    assert "Germany · EUR" in words(visitor.get("/de/en/"))


def test_net_and_gross_are_kept(visitor: Client) -> None:
    assert "Prices net, without VAT, in EUR" in words(visitor.get("/de/en/"))
    visitor.get("/de/en/?prices=gross")
    assert "Prices gross, with VAT, in EUR" in words(visitor.get("/at/en/"))


def test_appearance_and_language_are_kept_and_lead_back(visitor: Client) -> None:
    response = visitor.get("/remember", {"theme": "dark", "next": "/de/en/merchants/"})
    assert (response.status_code, response["Location"]) == (302, "/de/en/merchants/")
    assert 'data-theme="dark"' in visitor.get("/de/en/").content.decode()
    visitor.get("/remember", {"language": "de"})
    assert "Anmelden" in words(visitor.get("/accounts/login/"))


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "evil", "", "http:evil"],
)
def test_nobody_is_sent_to_a_foreign_site(shelf: World, client_of: ClientOf, target: str) -> None:
    client = client_of("bea")
    assert client.get("/remember", {"theme": "dark", "next": target})["Location"] == "/"
    chosen = shelf.organizations["brennhoff"].public_id
    assert client.post("/act-for", {"organization": chosen, "next": target})["Location"] == "/"
    signed_in = client_of("anonymous").post(
        f"/accounts/login/?next={target}", {"login": "bea@example.com", "password": "wrong", "next": target}
    )
    assert "Location" not in signed_in.headers


def test_somebody_with_two_organizations_switches_between_them(shelf: World, client_of: ClientOf) -> None:
    Membership.objects.create(user=shelf.user("bea"), organization=shelf.organizations["caldera"], roles=["viewer"])
    client = client_of("bea")
    assert "€7.95" in words(client.get("/de/en/products/SKU-1"))
    other = shelf.organizations["caldera"].public_id
    response = client.post("/act-for", {"organization": other, "next": "/de/en/products/SKU-1"}, follow=True)
    assert "You now act for Caldera." in words(response)
    assert "€7.95" not in words(response)


def test_a_foreign_organization_is_unknown(shelf: World, client_of: ClientOf) -> None:
    client = client_of("nemo")
    response = client.post("/act-for", {"organization": shelf.organizations["brennhoff"].public_id})
    assert response.status_code == 404
    assert "acting_organization" not in client.session


def test_acting_for_somebody_needs_a_form_and_a_sign_in(shelf: World, client_of: ClientOf) -> None:
    assert client_of("bea").get("/act-for").status_code == 405
    assert client_of("anonymous").post("/act-for", {"organization": "x"})["Location"] == "/accounts/login/"
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/act-for", {"organization": "x"}).status_code == 403


def test_sign_in_and_out_stand_in_the_shell(shelf: World, client_of: ClientOf) -> None:
    text = words(client_of("anonymous").get("/accounts/login/"))
    assert "once you are signed in." in text
    client = client_of("bea")
    assert "Do you want to sign out?" in words(client.get("/accounts/logout/"))
    assert client.post("/accounts/logout/").status_code == 302
    assert "Sign in" in words(client.get("/de/en/"))


def test_a_wrong_password_is_said_beside_the_form_and_in_a_linked_summary(shelf: World, client_of: ClientOf) -> None:
    response = client_of("anonymous").post("/accounts/login/", {"login": "bea@example.com", "password": ""})
    body = response.content.decode()
    assert "Please look at this again" in words(response)
    assert 'href="#id_password"' in body
    assert 'aria-describedby="id_password-error"' in body
    assert 'value="bea@example.com"' in body


def test_asking_for_a_new_password_never_says_who_has_an_account(shelf: World, client_of: ClientOf) -> None:
    client = client_of("anonymous")
    said = [
        words(client.post("/accounts/password/reset/", {"email": email}, follow=True))
        for email in ("bea@example.com", "nobody@example.com")
    ]
    assert said[0] == said[1]
    assert "Check your e-mail" in said[0]
