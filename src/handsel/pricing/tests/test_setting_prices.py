"""Prices are set and removed: what is refused, what is written, and what is told."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from handsel.audit.models import AuditEntry
from handsel.catalog.models import ProductMark
from handsel.core.errors import InvalidValue, NotAllowed, NotFound
from handsel.offers.models import OfferChange
from handsel.pricing.models import ContractPrice, OfferPrice, ProductPrice
from handsel.pricing.services.checking import PriceDraft, TierDraft, problems_of
from handsel.pricing.services.contract_prices import Target, remove_contract_price, set_contract_price
from handsel.pricing.services.offer_prices import remove_offer_price, set_offer_price, set_offer_prices
from handsel.pricing.services.product_prices import (
    remove_abstract_price,
    remove_concrete_price,
    set_abstract_price,
    set_concrete_price,
)
from handsel.pricing.services.writing import PriceKey
from tests.world import World, amount


def draft(world: World, net: str | None = None, gross: str | None = None, **fields: Any) -> PriceDraft:
    store = world.stores[fields.pop("store", "DE")]
    tiers = tuple(TierDraft(Decimal(q), *map(amount, amounts)) for q, *amounts in fields.pop("tiers", ()))
    values = {"currency": "EUR"} | fields
    return PriceDraft(store.pk, net=amount(net), gross=amount(gross), tiers=tiers, **values)


def key(world: World, store: str = "DE", currency: str = "EUR", price_type: str = "DEFAULT") -> PriceKey:
    return PriceKey(world.stores[store].pk, currency, price_type)


def written() -> tuple[int, int, int, int]:
    """How many prices, history rows, audit rows there are, and how often products were marked."""
    return (
        OfferPrice.objects.count() + ProductPrice.objects.count() + ContractPrice.objects.count(),
        OfferChange.objects.count(),
        AuditEntry.objects.count(),
        sum(ProductMark.objects.values_list("version", flat=True)),
    )


def stored(row: OfferPrice | ProductPrice | ContractPrice) -> tuple[Any, ...]:
    return (row.currency.code, row.price_type, row.net, row.gross, row.tiers)


def test_a_merchant_prices_its_offer_with_tiers(world: World, at: datetime) -> None:
    """PRICE-17, OFFER-8, CAT-6, AUDIT-4."""
    offer = world.offer("o")
    price = draft(world, "10", "11.90", tiers=[("10", "8.50", None), ("5", None, "10.71")])

    assert set_offer_price(actor=world.actor("mia"), offer_id=offer.pk, price=price, at=at)

    tiers = [
        {"quantity": "5", "net": None, "gross": "10.71"},
        {"quantity": "10", "net": "8.5", "gross": None},
    ]
    [row] = OfferPrice.objects.select_related("currency")
    assert stored(row) == ("EUR", "DEFAULT", Decimal(10), Decimal("11.9"), tiers)
    [change] = OfferChange.objects.all()
    after = {
        "price.DE.DEFAULT.EUR.value_net": "10",
        "price.DE.DEFAULT.EUR.value_gross": "11.9",
        "price.DE.DEFAULT.EUR.volume_prices": tiers,
    }
    assert (change.area, change.after) == ("price", after)
    assert set(change.before.values()) == {None}
    [entry] = AuditEntry.objects.all()
    assert (entry.action, entry.subject_id, entry.facts) == ("offer.priced", offer.pk, {"before": {}, "after": after})
    assert ProductMark.objects.get(pk=world.concrete.pk).version == 1


def test_a_higher_price_replaces_the_old_one_and_its_tiers(world: World, at: datetime) -> None:
    """PRICE-17, PRICE-18."""
    offer = world.offer("o")
    mia = world.actor("mia")
    set_offer_price(actor=mia, offer_id=offer.pk, price=draft(world, "10", tiers=[("5", "9", None)]), at=at)
    set_offer_price(actor=mia, offer_id=offer.pk, price=draft(world, None, "20"), at=at)

    [row] = OfferPrice.objects.select_related("currency")
    assert stored(row) == ("EUR", "DEFAULT", None, Decimal(20), [])


def test_the_same_price_again_writes_nothing(world: World, at: datetime) -> None:
    offer = world.offer("o")
    world.price(offer, net="10", tiers=[{"quantity": "5", "net": "9.50", "gross": None}])
    before = written()

    price = draft(world, "10.00", tiers=[("5.0", "9.5", None)])
    assert not set_offer_price(actor=world.actor("mia"), offer_id=offer.pk, price=price, at=at)
    assert written() == before


def test_prices_of_other_stores_currencies_and_types_stay(world: World, at: datetime) -> None:
    offer = world.offer("o", stores="DE AT")
    world.price(offer, net="1", store="AT")
    world.price(offer, net="2", currency="CHF")
    world.price(offer, net="3", price_type="ORIGINAL")
    set_offer_price(actor=world.actor("mia"), offer_id=offer.pk, price=draft(world, "4"), at=at)

    assert {row.net for row in OfferPrice.objects.all()} == {1, 2, 3, 4}


def test_several_prices_are_set_and_removed_at_once(world: World, at: datetime) -> None:
    offer = world.offer("o", price="10")
    world.price(offer, net="12", price_type="ORIGINAL")
    before = written()

    assert set_offer_prices(
        actor=world.actor("mia"),
        offer_id=offer.pk,
        prices=[draft(world, "9"), draft(world, "8", currency="CHF")],
        removed=[key(world, price_type="ORIGINAL")],
        at=at,
    )
    rows = OfferPrice.objects.order_by("currency__code").values_list("currency__code", "price_type", "net")
    assert list(rows) == [("CHF", "DEFAULT", Decimal(8)), ("EUR", "DEFAULT", Decimal(9))]
    assert tuple(now - then for now, then in zip(written(), before, strict=True)) == (0, 1, 1, 1)


def test_one_refused_price_keeps_all_of_them_out(world: World, at: datetime) -> None:
    offer = world.offer("o", price="10")
    before = written()
    with pytest.raises(InvalidValue):
        set_offer_prices(
            actor=world.actor("mia"),
            offer_id=offer.pk,
            prices=[draft(world, "9"), draft(world, "-1", currency="CHF")],
            removed=[key(world)],
            at=at,
        )
    assert written() == before
    assert OfferPrice.objects.get().net == 10


def test_a_removed_price_lets_the_offer_inherit_again(world: World, at: datetime) -> None:
    """PRICE-6."""
    offer = world.offer("o", price="10")
    mia = world.actor("mia")

    assert remove_offer_price(actor=mia, offer_id=offer.pk, key=key(world), at=at)
    assert OfferPrice.objects.count() == 0
    [change] = OfferChange.objects.all()
    assert (change.before, change.after) == (
        {"price.DE.DEFAULT.EUR.value_net": "10"},
        {"price.DE.DEFAULT.EUR.value_net": None},
    )
    assert not remove_offer_price(actor=mia, offer_id=offer.pk, key=key(world), at=at)
    assert OfferChange.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("net", {"net": "-0.01"}),
        ("gross", {"gross": "-1"}),
        ("net", {"net": "NaN"}),
        ("gross", {"gross": "Infinity"}),
        ("net", {"net": "10.005"}),
        ("net", {"net": "1000000000000000"}),
        ("net", {}),
        ("currency", {"net": "1", "currency": "USD"}),
        ("currency", {"net": "1", "currency": "XXX"}),
        ("price_type", {"net": "1", "price_type": "STAFF"}),
        ("tiers", {"net": "1", "price_type": "ORIGINAL", "tiers": [("5", "1", None)]}),
        ("tiers.0.quantity", {"net": "1", "tiers": [("1", "1", None)]}),
        ("tiers.0.quantity", {"net": "1", "tiers": [("1.9999", "1", None)]}),
        ("tiers.0.quantity", {"net": "1", "tiers": [("NaN", "1", None)]}),
        ("tiers.0.quantity", {"net": "1", "tiers": [("10000000000", "1", None)]}),
        ("tiers.0.quantity", {"net": "1", "tiers": [("2.00001", "1", None)]}),
        ("tiers.1.quantity", {"net": "1", "tiers": [("5", "1", None), ("5.0", "2", None)]}),
        ("tiers.1.net", {"net": "1", "tiers": [("5", "1", None), ("6", None, None)]}),
        ("tiers.0.gross", {"net": "1", "tiers": [("5", None, "0.001")]}),
        ("net", {"tiers": [("5", "1", None)]}),
    ],
)
def test_a_price_that_breaks_a_rule_is_refused_by_field_and_writes_nothing(
    world: World, at: datetime, field: str, fields: dict[str, Any]
) -> None:
    """PRICE-12, PRICE-13, PRICE-14, PRICE-15, MONEY-7."""
    offer = world.offer("o")
    before = written()
    with pytest.raises(InvalidValue) as refused:
        set_offer_price(actor=world.actor("mia"), offer_id=offer.pk, price=draft(world, **fields), at=at)
    assert refused.value.facts["field"] == field
    assert str(refused.value.facts["reason"])
    assert written() == before


def test_all_problems_of_a_draft_are_named(world: World) -> None:
    price = draft(world, "-1", "0.001", tiers=[("1", "1", None), ("5", None, None)])
    assert [problem.field for problem in problems_of(price)] == ["net", "gross", "tiers.0.quantity", "tiers.1.net"]


def test_the_currency_decides_how_many_decimals_a_price_may_have(world: World) -> None:
    """MONEY-3, MONEY-7."""
    found = {
        (code, amount): [problem.field for problem in problems_of(draft(world, amount, currency=code))]
        for code, amount in (("JPY", "1"), ("JPY", "0.5"), ("KWD", "0.001"), ("KWD", "0.0005"), ("EUR", "0.010"))
    }
    assert found == {
        ("JPY", "1"): [],
        ("JPY", "0.5"): ["net"],
        ("KWD", "0.001"): [],
        ("KWD", "0.0005"): ["net"],
        ("EUR", "0.010"): [],
    }


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("max", NotFound), ("bea", NotFound), ("nemo", NotFound), ("mod", NotAllowed), ("sue", NotFound)],
)
def test_nobody_else_prices_a_merchants_offer(world: World, at: datetime, who: str, refusal: type[Exception]) -> None:
    """RIGHT-7, OFFER-20."""
    offer = world.offer("o", price="10")
    before = written()
    actor = world.actor(who)
    with pytest.raises(refusal):
        set_offer_price(actor=actor, offer_id=offer.pk, price=draft(world, "1"), at=at)
    with pytest.raises(refusal):
        remove_offer_price(actor=actor, offer_id=offer.pk, key=key(world), at=at)
    assert written() == before


def test_the_marketplace_manager_prices_any_offer(world: World, at: datetime) -> None:
    offer = world.offer("o", price="10")
    assert set_offer_price(actor=world.actor("ola"), offer_id=offer.pk, price=draft(world, "1"), at=at)
    assert OfferPrice.objects.get().net == 1


@pytest.mark.parametrize(
    ("policy", "new_net", "status"),
    [
        ("none", "100", "approved"),
        ("price", "11", "approved"),
        ("price", "11.01", "waiting_for_approval"),
        ("price", "8.99", "waiting_for_approval"),
        ("any", "10.01", "waiting_for_approval"),
    ],
)
def test_a_stores_policy_decides_whether_a_price_change_is_judged_again(
    world: World, at: datetime, policy: str, new_net: str, status: str
) -> None:
    """OFFER-15: more than ten per cent in a store that looks at prices; one audit row says both."""
    store = world.stores["DE"]
    store.reapproval = policy
    store.save()
    offer = world.offer("o", price="10")
    set_offer_price(actor=world.actor("mia"), offer_id=offer.pk, price=draft(world, new_net), at=at)

    offer.refresh_from_db()
    assert offer.approval_status == status
    [entry] = AuditEntry.objects.all()
    assert entry.to_state == (status if status != "approved" else "")


def test_the_owner_prices_its_product_and_every_variant_is_marked(world: World, at: datetime) -> None:
    """PRICE-8, CAT-6."""
    world.abstract.owner = world.merchants["mia"]
    world.abstract.save()
    mia = world.actor("mia")

    assert set_abstract_price(actor=mia, abstract_product_id=world.abstract.pk, price=draft(world, "9"), at=at)
    assert set_concrete_price(actor=mia, concrete_product_id=world.concrete.pk, price=draft(world, "8"), at=at)
    assert not set_concrete_price(actor=mia, concrete_product_id=world.concrete.pk, price=draft(world, "8"), at=at)
    rows = ProductPrice.objects.order_by("net")
    assert [(row.concrete_product_id, row.net) for row in rows] == [(world.concrete.pk, Decimal(8)), (None, Decimal(9))]
    assert written() == (2, 0, 2, 2)

    assert remove_abstract_price(actor=mia, abstract_product_id=world.abstract.pk, key=key(world), at=at)
    assert remove_concrete_price(actor=mia, concrete_product_id=world.concrete.pk, key=key(world), at=at)
    assert not remove_concrete_price(actor=mia, concrete_product_id=world.concrete.pk, key=key(world), at=at)
    assert written() == (0, 0, 4, 4)


@pytest.mark.parametrize("who", ["max", "mod"])
def test_nobody_prices_a_product_that_is_not_his(world: World, at: datetime, who: str) -> None:
    world.abstract.owner = world.merchants["mia"]
    world.abstract.save()
    before = written()
    with pytest.raises(NotAllowed):
        set_concrete_price(
            actor=world.actor(who), concrete_product_id=world.concrete.pk, price=draft(world, "1"), at=at
        )
    with pytest.raises(NotAllowed):
        set_abstract_price(
            actor=world.actor(who), abstract_product_id=world.abstract.pk, price=draft(world, "1"), at=at
        )
    assert written() == before


def test_a_contract_price_is_kept_and_marks_no_product(world: World, at: datetime) -> None:
    """PRICE-1, BOARD-7."""
    offer = world.offer("o", price="10")
    contract = world.contract("c")
    mia = world.actor("mia")
    targets = [
        Target(offer_id=offer.pk),
        Target(concrete_product_id=world.concrete.pk),
        Target(abstract_product_id=world.abstract.pk),
    ]
    for target in targets:
        assert set_contract_price(actor=mia, contract_id=contract.pk, target=target, price=draft(world, "7"), at=at)
    assert written() == (4, 0, 3, 0)

    assert remove_contract_price(actor=mia, contract_id=contract.pk, target=targets[0], key=key(world), at=at)
    assert ContractPrice.objects.filter(offer=offer).count() == 0
    assert AuditEntry.objects.filter(action="contract.priced", subject_id=contract.pk).count() == 4


def test_a_contract_prices_its_own_merchants_offers_only(world: World, at: datetime) -> None:
    """PRICE-4."""
    foreign = world.offer("maxs", merchant="max")
    contract = world.contract("c")
    before = written()
    for target in (Target(offer_id=foreign.pk), Target(offer_id=0), Target(), Target(1, 1)):
        with pytest.raises(InvalidValue):
            set_contract_price(
                actor=world.actor("mia"), contract_id=contract.pk, target=target, price=draft(world, "7"), at=at
            )
    assert written() == before


def test_another_merchant_does_not_see_a_contract(world: World, at: datetime) -> None:
    """RIGHT-5."""
    contract = world.contract("c")
    before = written()
    with pytest.raises(NotFound):
        set_contract_price(
            actor=world.actor("max"),
            contract_id=contract.pk,
            target=Target(concrete_product_id=world.concrete.pk),
            price=draft(world, "7"),
            at=at,
        )
    assert written() == before
