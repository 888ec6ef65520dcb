"""What is nobody else's business is in nobody else's answer, whatever the page (T1, T3)."""

from dataclasses import dataclass

import pytest

from handsel.offers.models import Offer
from handsel.parties.models import Merchant, Organization, User
from tests.access.asking import Cast, Request
from tests.access.table import ROLES, table
from tests.world import World

TABLE = table()
READING = sorted(name for name, row in TABLE.items() if "GET" in row.expected)
BUYERS = ("bea", "bob")


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that must not be read, except by some."""

    text: str
    but: tuple[str, ...] = ()


@pytest.fixture
def secrets(world: World) -> list[Secret]:
    """What there is to hide, in texts too long to stand in a random id by chance.

    A waiting and a denied offer, a denied merchant, a contract's price, people, passwords, keys.
    """
    hidden = world.offer("hidden-offer", merchant="max", merchant_sku="hidden-merchant-sku", price="12345.67")
    Offer.objects.filter(pk=hidden.pk).update(
        approval_status="denied", denial_reason="hidden-denial-reason", approved_at=None
    )
    organization = Organization.objects.create(
        reference="hidden-merchant", name="Hidden Merchant Name", kinds=["merchant"], status="denied"
    )
    Merchant.objects.create(organization=organization, status="denied", public_email="hidden-address@example.com")
    contract = world.contract("hidden-contract-key")
    world.contract_price(contract, Offer.objects.get(reference="ofr-1"), net="765432.10")
    world.warehouse("Hidden Hall 7")
    people = [
        Secret(email, tuple(role for role in ROLES if email.startswith(f"{role}@")))
        for email in User.objects.values_list("email", flat=True)
    ]
    return [
        *(
            Secret(text)
            for text in ("hidden-offer", "hidden-merchant-sku", "12345.67", "1234567", "hidden-denial-reason")
        ),
        *(
            Secret(text)
            for text in ("hidden-merchant", "Hidden Merchant Name", "hidden-address", "hidden-contract-key")
        ),
        *(Secret(text, BUYERS) for text in ("765432.10", "765,432.10", "765.432,10", "76543210")),
        Secret("Hidden Hall 7"),
        *people,
        *(Secret(hashed) for hashed in User.objects.values_list("password", flat=True)),
    ]


@pytest.mark.parametrize("name", READING)
def test_no_answer_tells_what_is_not_its_readers_business(cast: Cast, secrets: list[Secret], name: str) -> None:
    row = TABLE[name]
    told: dict[str, list[str]] = {}
    for role in ROLES:
        response = cast.ask(role, Request.of(row, "GET"))
        content = b"".join(response.streaming_content) if response.streaming else response.content
        text = content.decode(errors="replace") + str(response.headers)
        found = [secret.text for secret in secrets if secret.text in text and role not in secret.but]
        if found:
            told[role] = found
    assert told == {}


def test_the_buyer_does_see_his_price(cast: Cast, secrets: list[Secret]) -> None:
    """The secrets are where they could be told; the test above would prove nothing otherwise."""
    address = Request("GET", "/api/product-offers/ofr-1/product-offer-prices")
    assert {role: b"76543210" in cast.ask(role, address).content for role in ("bea", "bob", "cai", "anonymous")} == {
        "bea": True,
        "bob": True,
        "cai": False,
        "anonymous": False,
    }


def test_who_was_switched_off_is_a_stranger_at_once(cast: Cast, world: World) -> None:
    User.objects.filter(pk=world.user("bea").pk).update(is_active=False)
    act_for = TABLE["storefront:act-for"]
    assert cast.ask("bea", Request.of(act_for, "POST")).headers["Location"] == "/accounts/login/"
    world.user("bob").memberships.update(is_active=False)
    assert cast.ask("bob", Request.of(act_for, "POST")).status_code == 404
