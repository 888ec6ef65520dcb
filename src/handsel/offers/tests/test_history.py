"""Every change is kept; nothing is kept when nothing changed (OFFER-8)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from handsel.core.actors import SYSTEM, Actor
from handsel.core.errors import NotFound
from handsel.offers.models import Offer, OfferChange
from handsel.offers.queries import offer_by_reference
from handsel.offers.services.history import Area, Change, difference, record_change, record_changes
from tests.world import CAST, World


def test_a_change_keeps_only_the_fields_that_differ_as_json_has_them() -> None:
    before = {"net": Decimal("10.00"), "at": datetime(2026, 1, 1, tzinfo=UTC), "on": date(2026, 1, 1), "same": 1}
    after = {"net": Decimal("10.50"), "at": None, "on": date(2026, 1, 2), "same": 1, "new": ["a"]}
    assert difference(before, after) == (
        {"net": "10", "at": "2026-01-01T00:00:00+00:00", "on": "2026-01-01", "new": None},
        {"net": "10.5", "at": None, "on": "2026-01-02", "new": ["a"]},
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [({}, {}), ({"net": Decimal("1.0")}, {"net": Decimal("1.00")}), ({"net": None}, {}), ({"a": [1]}, {"a": (1,)})],
)
def test_equal_values_are_no_change(
    world: World, at: datetime, before: dict[str, object], after: dict[str, object]
) -> None:
    offer = world.offer("ofr-1")
    kept = record_change(actor=SYSTEM, offer_id=offer.pk, area=Area.PRICE, before=before, after=after, at=at)
    assert (kept, OfferChange.objects.count()) == (None, 0)


def test_a_change_says_who_for_whom_and_through_which_channel(world: World, at: datetime) -> None:
    offer = world.offer("ofr-1")
    actor = Actor(user_id=1, organization_id=2, on_behalf_of_user_id=3, on_behalf_of_organization_id=4, channel="api")
    record_change(actor=actor, offer_id=offer.pk, area=Area.STOCK, before={}, after={"on_hand": Decimal(5)}, at=at)
    row = OfferChange.objects.values().get()
    assert {name: value for name, value in row.items() if name != "id"} == {
        "offer_id": offer.pk,
        "at": at,
        "actor_user_id": 1,
        "actor_organization_id": 2,
        "on_behalf_of_user_id": 3,
        "on_behalf_of_organization_id": 4,
        "source": "api",
        "area": "stock",
        "before": {"on_hand": None},
        "after": {"on_hand": "5"},
    }


def test_many_changes_are_kept_in_one_statement(world: World, at: datetime, django_assert_num_queries: object) -> None:
    offers = [world.offer(f"ofr-{number}") for number in range(20)]
    changes = [Change(offer.pk, Area.PRICE, {"net": 1}, {"net": number}) for number, offer in enumerate(offers)]
    with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's fixture
        kept = record_changes(actor=SYSTEM, changes=changes, at=at)
    assert len(kept) == 19
    assert {row.source for row in kept} == {"system"}


@pytest.mark.parametrize("reference", ["ofr-1", "OFR-1", "Ofr-1"])
def test_an_offer_is_found_by_its_reference_whatever_the_case(world: World, reference: str) -> None:
    offer = world.offer("Ofr-1")
    assert (offer_by_reference(reference), offer_by_reference(reference).reference) == (offer, "Ofr-1")


@pytest.mark.parametrize("reference", ["", "ofr", "ofr-1%", "ofr_1", "ofr-2"])
def test_an_unknown_reference_is_not_found(world: World, reference: str) -> None:
    world.offer("ofr-1")
    with pytest.raises(NotFound):
        offer_by_reference(reference)


def test_who_sees_which_offers_at_his_desk(world: World) -> None:
    world.offer("ofr-mia")
    world.offer("ofr-max", merchant="max")
    seen_by = {"mia": ["ofr-mia"], "max": ["ofr-max"], "ola": ["ofr-max", "ofr-mia"], "mod": ["ofr-max", "ofr-mia"]}
    seen = {who: sorted(Offer.objects.visible_to(world.actor(who)).values_list("reference", flat=True)) for who in CAST}
    assert seen == {who: seen_by.get(who, []) for who in CAST}
