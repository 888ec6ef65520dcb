"""Which offers a store shows at an instant, and in words why not (SHOW rules)."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from handsel.catalog.models import AbstractProduct, AbstractProductStore, ConcreteProduct
from handsel.core.dates import parse_end
from handsel.offers.models import Offer, OfferStore
from handsel.offers.queries import REASONS, Mender, ReasonCode, why_not_displayed, why_not_displayed_many
from handsel.offers.services.editing import activate_offer, deactivate_offer
from handsel.parties.models import Merchant
from tests.world import AT, World

Counting = Callable[[int], AbstractContextManager[object]]


def is_displayed(world: World, offer: Offer, store: str, at: datetime = AT) -> bool:
    return Offer.objects.displayed(world.stores[store].pk, at).filter(pk=offer.pk).exists()


def reasons(world: World, offer: Offer, store: str, at: datetime = AT) -> list[str]:
    found = why_not_displayed(offer_id=offer.pk, store_id=world.stores[store].pk, at=at)
    return [reason.code.value for reason in found]


def test_the_visibility_table_of_the_specification(world: World) -> None:
    """Product in DE and AT, offer in AT and US: visible in AT only."""
    product = world.product("SKU-2", stores="DE AT")
    offer = world.offer("ofr-1", concrete=product, stores="AT US")
    assert {store: is_displayed(world, offer, store) for store in ("DE", "AT", "US")} == {
        "DE": False,
        "AT": True,
        "US": False,
    }
    assert reasons(world, offer, "DE") == ["offer_not_in_store"]
    assert reasons(world, offer, "AT") == []
    assert reasons(world, offer, "US") == ["product_not_in_store"]


def test_the_merchants_stores_do_not_decide_where_its_offers_show(world: World) -> None:
    offer = world.offer("ofr-1", stores="DE")
    world.merchants["mia"].merchant_stores.all().delete()
    assert is_displayed(world, offer, "DE")


def test_stock_and_price_never_hide_an_offer(world: World) -> None:
    offer = world.offer("ofr-1", price=None, on_hand="0")
    assert is_displayed(world, offer, "DE")


@pytest.mark.parametrize("status", ["waiting-for-approval", "denied"])
def test_the_offers_of_a_merchant_that_is_not_approved_vanish(world: World, status: str) -> None:
    offer = world.offer("ofr-1")
    Merchant.objects.filter(pk=offer.merchant_id).update(status=status, is_active=False)
    assert not is_displayed(world, offer, "DE")


@pytest.mark.parametrize("owner", ["offer", "product"])
def test_a_period_begins_with_its_first_bound_and_ends_before_its_second(world: World, owner: str) -> None:
    offer, begin, end = world.offer("ofr-1"), AT, AT + timedelta(days=30)
    rows = Offer.objects.filter(pk=offer.pk) if owner == "offer" else ConcreteProduct.objects.filter(sku="SKU-1")
    rows.update(valid_from=begin, valid_to=end)
    tick = timedelta(microseconds=1)
    assert [is_displayed(world, offer, "DE", at) for at in (begin - tick, begin, end - tick, end)] == [
        False,
        True,
        True,
        False,
    ]
    assert reasons(world, offer, "DE", begin - tick) == [f"{owner}_not_yet_valid"]
    assert reasons(world, offer, "DE", end) == [f"{owner}_no_longer_valid"]


def test_valid_to_31_may_includes_31_may_in_the_stores_zone(world: World) -> None:
    end = parse_end("2026-05-31", zone=world.stores["DE"].time_zone, field="valid_to")
    offer = world.offer("ofr-1", valid_to=end)
    assert is_displayed(world, offer, "DE", datetime.fromisoformat("2026-05-31T23:59:59.999999+02:00"))
    assert not is_displayed(world, offer, "DE", datetime.fromisoformat("2026-06-01T00:00:00+02:00"))


def test_the_products_validity_outranks_the_offers(world: World) -> None:
    offer = world.offer("ofr-1", valid_from=AT - timedelta(days=1), valid_to=AT + timedelta(days=1))
    ConcreteProduct.objects.filter(pk=world.concrete.pk).update(valid_from=AT + timedelta(hours=1))
    assert not is_displayed(world, offer, "DE")
    assert is_displayed(world, offer, "DE", AT + timedelta(hours=1))


def test_an_open_ended_validity_begins_by_itself(world: World) -> None:
    offer = world.offer("ofr-1", valid_from=AT + timedelta(days=1))
    assert not is_displayed(world, offer, "DE")
    assert is_displayed(world, offer, "DE", AT + timedelta(days=1))
    assert Offer.objects.get(pk=offer.pk).is_active is True


def test_validity_never_switches_on_what_a_human_switched_off(world: World, at: datetime) -> None:
    offer = world.offer("ofr-1", valid_from=AT + timedelta(days=1))
    deactivate_offer(actor=world.actor("mia"), offer_id=offer.pk, at=at)
    for days in range(5):
        assert not is_displayed(world, offer, "DE", AT + timedelta(days=days))
    activate_offer(actor=world.actor("mia"), offer_id=offer.pk, at=at)
    assert is_displayed(world, offer, "DE", AT + timedelta(days=1))


def test_a_reason_says_in_words_what_is_wrong_and_who_can_mend_it(world: World) -> None:
    offer = world.offer("ofr-1", approval_status="denied", approved_at=None, denial_reason="blurred pictures")
    [reason] = why_not_displayed(offer_id=offer.pk, store_id=world.stores["DE"].pk, at=AT)
    assert (reason.code, reason.mender) == (ReasonCode.OFFER_DENIED, Mender.MERCHANT)
    assert reason.words == "The offer was denied: blurred pictures"


def test_a_percent_sign_in_a_denial_reason_does_no_harm(world: World) -> None:
    offer = world.offer("ofr-1", approval_status="denied", approved_at=None, denial_reason="100 %(x)s wrong")
    [reason] = why_not_displayed(offer_id=offer.pk, store_id=world.stores["DE"].pk, at=AT)
    assert reason.words == "The offer was denied: 100 %(x)s wrong"


def test_a_reason_of_time_says_when(world: World) -> None:
    begin = AT + timedelta(days=1)
    offer = world.offer("ofr-1", valid_from=begin)
    [reason] = why_not_displayed(offer_id=offer.pk, store_id=world.stores["DE"].pk, at=AT)
    assert reason.at == begin


def test_every_reason_has_words_and_somebody_to_mend_it() -> None:
    assert set(REASONS) == set(ReasonCode)


def test_reasons_of_ten_or_twenty_offers_cost_the_same_queries(
    world: World, django_assert_num_queries: Counting
) -> None:
    ids = [world.offer(f"ofr-{number}", is_active=False).pk for number in range(30)]
    for batch in (ids[:10], ids[10:]):
        with django_assert_num_queries(3):
            found = why_not_displayed_many(offer_ids=batch, store_id=world.stores["DE"].pk, at=AT)
        assert {tuple(r.code for r in reasons) for reasons in found.values()} == {(ReasonCode.OFFER_INACTIVE,)}
    assert why_not_displayed_many(offer_ids=[10**9], store_id=world.stores["DE"].pk, at=AT) == {}


@dataclass(frozen=True)
class Situation:
    """Everything that decides whether an offer shows, hours relative to the instant of the question."""

    merchant: str = "approved"
    merchant_is_active: bool = True
    approval: str = "approved"
    is_active: bool = True
    offer_stores: frozenset[str] = frozenset({"DE"})
    product_stores: frozenset[str] = frozenset({"DE"})
    product: str = "approved"
    concrete_is_active: bool = True
    offer_from: int | None = None
    offer_to: int | None = None
    product_from: int | None = None
    product_to: int | None = None

    def shows_in(self, store: str) -> bool:
        """The rules once more, in plain words and without the database."""
        return (
            self.merchant == "approved"
            and self.merchant_is_active
            and self.approval == "approved"
            and self.is_active
            and store in self.offer_stores
            and store in self.product_stores
            and self.product == "approved"
            and self.concrete_is_active
            and all(begin is None or begin <= 0 for begin in (self.offer_from, self.product_from))
            and all(end is None or end > 0 for end in (self.offer_to, self.product_to))
        )


mostly = st.sampled_from([True, True, True, True, False])
stores = st.frozensets(st.sampled_from(["DE", "AT"]), min_size=0, max_size=2).map(lambda some: some | {"DE"}) | st.just(
    frozenset({"AT"})
)
begins = st.none() | st.sampled_from([-2, -1, 0, 1])
ends = st.none() | st.sampled_from([0, 1, 2, 3])


def likely(good: str, *others: str) -> st.SearchStrategy[str]:
    return st.sampled_from([good] * 6 + list(others))


situations = st.builds(
    Situation,
    merchant=likely("approved", "denied", "waiting-for-approval"),
    merchant_is_active=mostly,
    approval=likely("approved", "denied", "waiting_for_approval"),
    is_active=mostly,
    offer_stores=stores,
    product_stores=stores,
    product=likely("approved", "denied", "draft", "waiting_for_approval"),
    concrete_is_active=mostly,
    offer_from=begins,
    offer_to=ends,
    product_from=begins,
    product_to=ends,
)


def hour(hours: int | None) -> datetime | None:
    return None if hours is None else AT + timedelta(hours=hours)


def arrange(world: World, offer: Offer, situation: Situation) -> None:
    """Put the offer into the situation."""
    is_approved = situation.merchant == "approved"
    Merchant.objects.filter(pk=offer.merchant_id).update(
        status=situation.merchant, is_active=situation.merchant_is_active and is_approved
    )
    Offer.objects.filter(pk=offer.pk).update(
        approval_status=situation.approval,
        is_active=situation.is_active,
        valid_from=hour(situation.offer_from),
        valid_to=hour(situation.offer_to),
    )
    ConcreteProduct.objects.filter(pk=offer.concrete_product_id).update(
        is_active=situation.concrete_is_active,
        valid_from=hour(situation.product_from),
        valid_to=hour(situation.product_to),
    )
    AbstractProduct.objects.filter(pk=world.abstract.pk).update(approval_status=situation.product)
    OfferStore.objects.filter(offer=offer).delete()
    AbstractProductStore.objects.filter(abstract_product=world.abstract).delete()
    for name in situation.offer_stores:
        OfferStore.objects.create(offer=offer, store=world.stores[name])
    for name in situation.product_stores:
        AbstractProductStore.objects.create(abstract_product=world.abstract, store=world.stores[name])


def is_possible(situation: Situation) -> bool:
    """Whether the database could hold it: a period ends after it begins."""
    pairs = ((situation.offer_from, situation.offer_to), (situation.product_from, situation.product_to))
    return all(begin is None or end is None or begin < end for begin, end in pairs)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(situations.filter(is_possible))
@example(Situation())
@example(Situation(offer_from=0, product_to=1))
def test_an_offer_has_no_reason_exactly_when_it_is_displayed(world: World, situation: Situation) -> None:
    offer = Offer.objects.filter(reference="ofr-1").first() or world.offer("ofr-1")
    with transaction.atomic():
        arrange(world, offer, situation)
        for store in ("DE", "AT", "US"):
            shown = situation.shows_in(store)
            assert is_displayed(world, offer, store) is shown
            assert (reasons(world, offer, store) == []) is shown
        transaction.set_rollback(True)
