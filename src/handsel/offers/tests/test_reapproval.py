"""Which edits send an approved offer back to waiting is a setting of the store (OFFER-15)."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from handsel.catalog.models import Store
from handsel.offers.models import Offer, OfferChange
from handsel.offers.services.editing import OfferEdit, edit_offer
from handsel.offers.services.reapproval import NO_MOVE, PriceMove, reconsider_prices
from handsel.parties.models import Merchant
from tests.traces import audited
from tests.world import World

BACK = ("approved", "waiting_for_approval")


def policy(world: World, store: str, reapproval: str, percent: int = 10) -> None:
    Store.objects.filter(pk=world.stores[store].pk).update(reapproval=reapproval, reapproval_percent=percent)


def state_of(offer: Offer) -> tuple[str, datetime | None]:
    row = Offer.objects.get(pk=offer.pk)
    return row.approval_status, row.approved_at


EDITS: dict[str, OfferEdit] = {
    "merchant_sku": {"merchant_sku": "A-1"},
    "validity": {"valid_to": datetime.fromisoformat("2027-01-01T00:00Z")},
    "quantities": {"pack_size": Decimal(6)},
    "stores": {"store_ids": ()},
}


@pytest.mark.parametrize("name", EDITS)
def test_by_default_no_edit_sends_an_offer_back(world: World, at: datetime, name: str) -> None:
    offer = world.offer("ofr-1")
    edit_offer(actor=world.actor("mia"), offer_id=offer.pk, edit=EDITS[name], at=at)
    assert state_of(offer)[0] == "approved"


@pytest.mark.parametrize("name", EDITS)
def test_a_store_that_asks_for_any_change_gets_every_edited_offer_back(world: World, at: datetime, name: str) -> None:
    policy(world, "DE", "any")
    offer = world.offer("ofr-1")
    edit_offer(actor=world.actor("mia"), offer_id=offer.pk, edit=EDITS[name], at=at)
    assert state_of(offer) == ("waiting_for_approval", None)
    assert audited() == [("offer.edited", *BACK)]
    assert OfferChange.objects.filter(offer=offer, area="approval").count() == 1


def test_switching_an_offer_on_or_off_is_nothing_to_judge(world: World, at: datetime) -> None:
    policy(world, "DE", "any")
    offer = world.offer("ofr-1")
    edit_offer(actor=world.actor("mia"), offer_id=offer.pk, edit={"is_active": False}, at=at)
    assert state_of(offer)[0] == "approved"


def test_a_store_that_the_offer_enters_may_ask_too(world: World, at: datetime) -> None:
    policy(world, "AT", "any")
    offer = world.offer("ofr-1", stores="DE")
    edit_offer(actor=world.actor("mia"), offer_id=offer.pk, edit={"merchant_sku": "A-1"}, at=at)
    assert state_of(offer)[0] == "approved"
    stores = (world.stores["DE"].pk, world.stores["AT"].pk)
    edit_offer(actor=world.actor("mia"), offer_id=offer.pk, edit={"store_ids": stores}, at=at)
    assert state_of(offer)[0] == "waiting_for_approval"


def test_the_operators_own_edit_needs_no_second_look(world: World, at: datetime) -> None:
    policy(world, "DE", "any")
    offer = world.offer("ofr-1")
    edit_offer(actor=world.actor("ola"), offer_id=offer.pk, edit={"merchant_sku": "A-1"}, at=at)
    assert state_of(offer)[0] == "approved"


def test_trust_is_about_new_offers_only(world: World, at: datetime) -> None:
    policy(world, "DE", "any")
    Merchant.objects.filter(pk=world.merchants["mia"].pk).update(is_trusted=True)
    offer = world.offer("ofr-1")
    edit_offer(actor=world.actor("mia"), offer_id=offer.pk, edit={"merchant_sku": "A-1"}, at=at)
    assert state_of(offer)[0] == "waiting_for_approval"


def test_an_offer_that_is_not_approved_stays_what_it_is(world: World, at: datetime) -> None:
    policy(world, "DE", "any")
    offer = world.offer("ofr-1", approval_status="denied", approved_at=None, denial_reason="x")
    edit_offer(actor=world.actor("mia"), offer_id=offer.pk, edit={"merchant_sku": "A-1"}, at=at)
    assert state_of(offer)[0] == "denied"


def reconsider(
    world: World, offer: Offer, at: datetime, *moves: tuple[str, str | None, str | None], who: str = "mia"
) -> tuple[str, str]:
    def amount(text: str | None) -> Decimal | None:
        return None if text is None else Decimal(text)

    return reconsider_prices(
        actor=world.actor(who),
        offer_id=offer.pk,
        moves=[PriceMove(world.stores[store].pk, amount(before), amount(after)) for store, before, after in moves],
        at=at,
    )


@pytest.mark.parametrize(
    ("before", "after", "is_sent_back"),
    [
        ("100", "110", False),
        ("100", "110.01", True),
        ("100", "90", False),
        ("100", "89.99", True),
        ("100", "100", False),
        ("0", "0.01", True),
        (None, "5", True),
        ("5", None, True),
        (None, None, False),
    ],
)
def test_a_price_change_over_ten_percent_sends_it_back(
    world: World,
    at: datetime,
    before: str | None,
    after: str | None,
    is_sent_back: bool,  # noqa: FBT001 - a column
) -> None:
    policy(world, "DE", "price", 10)
    offer = world.offer("ofr-1")
    move = reconsider(world, offer, at, ("DE", before, after))
    assert (move, state_of(offer)[0]) == ((BACK, BACK[1]) if is_sent_back else (NO_MOVE, "approved"))


def test_only_the_store_whose_price_changed_is_asked_about_percent(world: World, at: datetime) -> None:
    policy(world, "AT", "price", 10)
    offer = world.offer("ofr-1", stores="DE AT")
    assert reconsider(world, offer, at, ("DE", "100", "200")) == NO_MOVE
    assert reconsider(world, offer, at, ("DE", "100", "200"), ("AT", "100", "111")) == BACK


def test_a_store_that_asks_for_any_change_asks_after_small_price_changes_too(world: World, at: datetime) -> None:
    policy(world, "DE", "any")
    offer = world.offer("ofr-1")
    assert reconsider(world, offer, at, ("DE", "100", "100")) == NO_MOVE
    assert reconsider(world, offer, at, ("DE", "100", "100.01"), who="ola") == NO_MOVE
    assert reconsider(world, offer, at, ("DE", "100", "100.01")) == BACK
    assert reconsider(world, offer, at + timedelta(hours=1), ("DE", "100", "200")) == NO_MOVE
