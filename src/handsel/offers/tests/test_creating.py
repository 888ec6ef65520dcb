"""Offers come into being (OFFER-1 to OFFER-7, OFFER-13, OFFER-20)."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from handsel.catalog.errors import UnknownProduct
from handsel.catalog.models import AbstractProduct
from handsel.core.errors import DomainError, InvalidValue, NotAllowed, NotFound
from handsel.offers.errors import MerchantSkuTaken, OfferReferenceTaken
from handsel.offers.models import Offer, OfferChange
from handsel.offers.queries import history_of
from handsel.offers.services.creating import OfferDraft, create_offer
from handsel.parties.models import Membership, Merchant
from tests.traces import audited, marked, nothing_written, one_audit_row
from tests.world import CAST, World

DRAFT = OfferDraft(sku="SKU-1")


def make(world: World, at: datetime, draft: OfferDraft = DRAFT, *, who: str = "mia", merchant: str = "mia") -> Offer:
    made = create_offer(actor=world.actor(who), merchant_id=world.merchants[merchant].pk, draft=draft, at=at)
    return Offer.objects.get(pk=made.pk)


def test_a_merchant_makes_an_offer_that_waits_for_approval(world: World, at: datetime) -> None:
    draft = OfferDraft(
        sku="SKU-1",
        reference=" ofr-1 ",
        merchant_sku="A-77",
        store_ids=(world.stores["DE"].pk, world.stores["AT"].pk),
        valid_from=at,
        valid_to=at + timedelta(days=30),
        minimum_quantity=Decimal(5),
    )
    with one_audit_row("offer.created"), marked(world.concrete, among=[world.product("SKU-2")]):
        offer = make(world, at, draft)
    assert (offer.reference, offer.merchant_sku, offer.is_active) == ("ofr-1", "A-77", True)
    assert (offer.approval_status, offer.approved_at) == ("waiting_for_approval", None)
    assert (offer.created_at, offer.created_by_id, offer.updated_at) == (at, world.user("mia").pk, at)
    assert (offer.valid_to, offer.minimum_quantity, offer.quantity_step) == (at + timedelta(days=30), Decimal(5), None)
    assert sorted(store.name for store in offer.stores.all()) == ["AT", "DE"]
    assert audited() == [("offer.created", "", "waiting_for_approval")]


def test_the_creation_is_the_last_line_of_the_history_and_costs_no_row(world: World, at: datetime) -> None:
    offer = make(world, at)
    assert OfferChange.objects.count() == 0
    assert [(line.area, line.who, line.at) for line in history_of(offer.pk)] == [("created", "Mia", at)]


def test_a_trusted_merchants_offer_is_approved_at_once(world: World, at: datetime) -> None:
    Merchant.objects.filter(pk=world.merchants["mia"].pk).update(is_trusted=True)
    offer = make(world, at)
    assert (offer.approval_status, offer.approved_at) == ("approved", at)


def test_the_system_numbers_offers_that_come_without_a_reference(world: World, at: datetime) -> None:
    first, second = make(world, at), make(world, at)
    assert first.reference.startswith("offer")
    number = int(first.reference.removeprefix("offer"))
    assert second.reference == f"offer{number + 1}"


def test_a_number_that_a_merchant_has_chosen_is_skipped(world: World, at: datetime) -> None:
    number = int(make(world, at).reference.removeprefix("offer"))
    make(world, at, replace(DRAFT, reference=f"OFFER{number + 1}"))
    assert make(world, at).reference == f"offer{number + 2}"


@pytest.mark.parametrize("reference", ["ofr-1", "OFR-1", "Ofr-1 "])
@pytest.mark.parametrize("merchant", ["mia", "max"])
def test_a_reference_is_taken_whatever_its_case_and_whoever_has_it(
    world: World, at: datetime, reference: str, merchant: str
) -> None:
    make(world, at, replace(DRAFT, reference="ofr-1"))
    with nothing_written(), pytest.raises(OfferReferenceTaken) as refusal:
        make(world, at, replace(DRAFT, reference=reference), who=merchant, merchant=merchant)
    assert str(refusal.value) == f"The offer reference {reference.strip()} is taken."


def test_a_merchant_sku_is_unique_within_its_merchant_only(world: World, at: datetime) -> None:
    draft = replace(DRAFT, merchant_sku="A-77")
    make(world, at, draft)
    make(world, at, draft, who="max", merchant="max")
    with nothing_written(), pytest.raises(MerchantSkuTaken):
        make(world, at, draft)
    make(world, at)
    make(world, at)


def test_a_merchant_may_have_several_offers_for_one_sku(world: World, at: datetime) -> None:
    offers = [make(world, at), make(world, at), make(world, at, who="max", merchant="max")]
    assert {offer.concrete_product_id for offer in offers} == {world.concrete.pk}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reference": "x" * 256}, "reference"),
        ({"reference": "a\tb"}, "reference"),
        ({"merchant_sku": "x" * 256}, "merchant_sku"),
        ({"minimum_quantity": Decimal(0)}, "minimum_quantity"),
        ({"quantity_step": Decimal(-1)}, "quantity_step"),
        ({"pack_size": Decimal("0.00001")}, "pack_size"),
        ({"minimum_quantity": Decimal("NaN")}, "minimum_quantity"),
        ({"store_ids": (10**9,)}, "stores"),
        (
            {
                "valid_from": datetime.fromisoformat("2026-02-01T00:00Z"),
                "valid_to": datetime.fromisoformat("2026-02-01T00:00Z"),
            },
            "valid_to",
        ),
    ],
)
def test_what_an_offer_cannot_say_is_refused(world: World, at: datetime, change: dict[str, object], field: str) -> None:
    with nothing_written(), pytest.raises(InvalidValue) as refusal:
        make(world, at, replace(DRAFT, **change))  # type: ignore[arg-type]  # one field at a time
    assert refusal.value.facts["field"] == field


@pytest.mark.parametrize("sku", ["sku-1", "ABS-SKU-1", "", "SKU-9"])
def test_only_a_concrete_product_can_be_offered(world: World, at: datetime, sku: str) -> None:
    with nothing_written(), pytest.raises(UnknownProduct):
        make(world, at, OfferDraft(sku=sku))


def test_a_product_that_is_not_shared_is_offered_by_its_owner_only(world: World, at: datetime) -> None:
    AbstractProduct.objects.filter(pk=world.abstract.pk).update(is_shared=False, owner=world.merchants["max"])
    with nothing_written(), pytest.raises(UnknownProduct):
        make(world, at)
    assert make(world, at, who="max", merchant="max").merchant == world.merchants["max"]


REFUSED: dict[str, type[DomainError] | None] = {
    "bea": NotFound,
    "bob": NotFound,
    "cai": NotFound,
    "mia": None,
    "max": NotFound,
    "rex": NotFound,
    "sue": NotFound,
    "ola": None,
    "mod": NotAllowed,
    "nemo": NotFound,
}


@pytest.mark.parametrize("who", CAST)
def test_an_offer_is_made_by_its_merchants_offer_manager_or_the_marketplace_manager(
    world: World, at: datetime, who: str
) -> None:
    refusal = REFUSED[who]
    if refusal is None:
        assert make(world, at, who=who).merchant == world.merchants["mia"]
        return
    with nothing_written(), pytest.raises(refusal):
        make(world, at, who=who)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("offer_manager", True),
        ("merchant_admin", True),
        ("sales", False),
        ("fulfiller", False),
        ("sales_approver", False),
    ],
)
def test_of_a_merchants_people_only_offer_managers_make_offers(
    world: World,
    at: datetime,
    role: str,
    may: bool,  # noqa: FBT001 - a column of the table above
) -> None:
    Membership.objects.create(user=world.user("nemo"), organization=world.organizations["M-1"], roles=[role])
    if may:
        make(world, at, who="nemo")
        return
    with nothing_written(), pytest.raises(NotAllowed):
        make(world, at, who="nemo")
