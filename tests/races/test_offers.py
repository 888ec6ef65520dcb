"""Real connections race for offers: one move wins, one reference is taken once, marks never deadlock (STATE-4, TX-2, TX-5)."""

from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial

import pytest

from handsel.catalog.models import ProductMark
from handsel.core.errors import IllegalTransition
from handsel.core.invariants import broken
from handsel.offers.errors import MerchantSkuTaken, OfferReferenceTaken
from handsel.offers.models import Offer, OfferChange
from handsel.offers.services.approving import approve_offer, approve_offers, deny_offer, deny_offers
from handsel.offers.services.creating import OfferDraft, create_offer
from handsel.offers.services.editing import edit_offer, set_offers_activity
from handsel.offers.services.merchants import activate_merchant, deactivate_merchant
from handsel.parties.models import Membership
from handsel.parties.services.memberships import add_member
from handsel.stock.services.levels import set_on_hand
from tests.races.running import at_once
from tests.world import AT, World, build_world

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 6


@pytest.fixture
def market(transactional_db: None) -> Iterator[World]:
    yield build_world()
    assert broken() == []


def kinds(answers: list[object]) -> Counter[str]:
    return Counter(type(answer).__name__ for answer in answers)


def waiting(market: World, reference: str = "ofr-1") -> Offer:
    return market.offer(reference, approval_status="waiting_for_approval", approved_at=None)


def test_of_two_moderators_exactly_one_judges(market: World) -> None:
    mod, ola = market.actor("mod"), market.actor("ola")
    for number in range(5):
        offer = waiting(market, f"ofr-{number}")
        approvals = [partial(approve_offer, actor=mod, offer_id=offer.pk, at=AT)] * MANY
        assert kinds(at_once(approvals)) == {"Offer": 1, IllegalTransition.__name__: MANY - 1}
        denials = [partial(deny_offer, actor=ola, offer_id=offer.pk, reason="no", at=AT)] * MANY
        assert kinds(at_once(denials)) == {"Offer": 1, IllegalTransition.__name__: MANY - 1}
    assert OfferChange.objects.filter(area="approval").count() == 10


def test_a_reference_is_taken_by_one_of_many(market: World) -> None:
    mia, merchant_id = market.actor("mia"), market.merchants["mia"].pk

    def create(reference: str) -> Callable[[], object]:
        draft = OfferDraft(sku="SKU-1", reference=reference)
        return lambda: create_offer(actor=mia, merchant_id=merchant_id, draft=draft, at=AT)

    answers = at_once([create(reference) for reference in ("ofr-x", "OFR-X", "Ofr-X", "ofr-X", "OFR-x", "oFR-x")])
    assert kinds(answers) == {"Offer": 1, OfferReferenceTaken.__name__: 5}
    answers = at_once([create("") for _ in range(MANY)])
    assert kinds(answers) == {"Offer": MANY}
    assert Offer.objects.count() == 1 + MANY


def test_a_merchant_sku_goes_to_one_of_many(market: World) -> None:
    mia, ids = market.actor("mia"), [market.offer(f"ofr-{number}").pk for number in range(MANY)]

    def name(offer_id: int) -> Callable[[], object]:
        return lambda: edit_offer(actor=mia, offer_id=offer_id, edit={"merchant_sku": "A-1"}, at=AT)

    assert kinds(at_once([name(pk) for pk in ids])) == {"Offer": 1, MerchantSkuTaken.__name__: MANY - 1}


def test_bulk_moves_in_opposite_order_never_deadlock(market: World) -> None:
    mod, ola = market.actor("mod"), market.actor("ola")
    products = [market.product(f"SKU-R{number}") for number in range(20)]
    ids = [
        market.offer(f"ofr-{n}", concrete=product, approval_status="waiting_for_approval", approved_at=None).pk
        for n, product in enumerate(products)
    ]
    for _ in range(5):
        answers = at_once(
            [
                lambda: approve_offers(actor=mod, offer_ids=ids, at=AT),
                lambda: deny_offers(actor=ola, offer_ids=ids[::-1], reason="no", at=AT),
                lambda: set_offers_activity(actor=ola, offer_ids=ids[::-1], is_active=False, at=AT),
                lambda: set_offers_activity(actor=ola, offer_ids=ids, is_active=True, at=AT),
            ]
        )
        assert kinds(answers) == {"list": 4}


def test_switching_a_merchant_while_its_stock_is_counted_never_deadlocks_and_loses_no_mark(market: World) -> None:
    ola, mia, merchant_id = market.actor("ola"), market.actor("mia"), market.merchants["mia"].pk
    products = [market.product(f"SKU-R{number}") for number in range(12)]
    offers = [market.offer(f"ofr-{n}", concrete=product) for n, product in enumerate(products)]

    def count(number: int) -> Callable[[], object]:
        def run() -> None:
            for offer in offers if number % 2 else offers[::-1]:
                set_on_hand(actor=mia, offer_id=offer.pk, warehouse="M-1 Warehouse 1", on_hand=Decimal(number), at=AT)

        return run

    def switch() -> None:
        for _ in range(4):
            deactivate_merchant(actor=ola, merchant_id=merchant_id, at=AT)
            activate_merchant(actor=ola, merchant_id=merchant_id, at=AT)

    answers = at_once([switch, count(1), count(2), count(3)])
    assert answers == [None] * 4
    changes = Counter(OfferChange.objects.values_list("offer__concrete_product_id", flat=True))
    versions = dict(ProductMark.objects.values_list("concrete_product_id", "version"))
    assert {product.pk: versions[product.pk] for product in products} == {
        product.pk: 8 + changes[product.pk] for product in products
    }


def test_an_organization_gets_one_main_account_however_many_join_at_once(market: World) -> None:
    ola, company = market.actor("ola"), market.organizations["caldera"]
    Membership.objects.filter(organization=company).delete()

    def join(who: str) -> Callable[[], object]:
        user_id = market.user(who).pk
        return lambda: add_member(actor=ola, organization_id=company.pk, user_id=user_id, roles=[], at=AT)

    answers = at_once([join(who) for who in ("bob", "cai", "nemo", "rex", "sue", "mia")])
    assert kinds(answers) == {"Membership": 6}
    assert Membership.objects.filter(organization=company, is_main_account=True).count() == 1
