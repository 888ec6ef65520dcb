"""The invariants hold after everything that people do, and each of them notices when it is broken."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from handsel.board.models import BoardRow
from handsel.catalog.models import Category
from handsel.catalog.services.products import deactivate_concrete, return_to_draft, unassign_product_from_store
from handsel.core.invariants import broken, invariants
from handsel.core.models import OutboxEvent
from handsel.offers.services.approving import approve_offer, deny_offer, resubmit_offer
from handsel.offers.services.creating import OfferDraft, create_offer
from handsel.offers.services.editing import edit_offer
from handsel.offers.services.merchants import activate_merchant, approve_merchant, deactivate_merchant, deny_merchant
from handsel.parties.services.contracts import assign_company, create_contract
from handsel.parties.services.memberships import add_member, remove_member
from handsel.parties.services.organizations import create_organization
from handsel.stock.services.levels import set_on_hand
from handsel.stock.services.reserving import release, reserve, ship
from tests.world import AT, World

Breaking = Callable[[World], None]


def sql(statement: str, *parameters: str | int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def without(table: str, *constraints: str) -> None:
    """Take constraints away until the test's transaction ends."""
    for constraint in constraints:
        sql(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")


def break_stock(world: World) -> None:
    without("stock_stocklevel", "stock_on_hand_not_negative")
    world.offer("ofr-1", on_hand="-1")


def break_reserved(world: World) -> None:
    world.offer("ofr-1", on_hand="5")
    sql("UPDATE stock_stocklevel SET reserved = 1")


def break_warehouse_link(world: World) -> None:
    world.stock(world.offer("ofr-1"), "1", warehouse="M-2 Warehouse 1")


def break_merchant_activity(world: World) -> None:
    without("parties_merchant", "merchant_active_only_when_approved")
    sql("UPDATE parties_merchant SET status = 'denied' WHERE organization_id = %s", world.merchants["mia"].pk)


def break_kind(world: World) -> None:
    sql("UPDATE parties_organization SET kinds = '{reseller}' WHERE reference = 'M-1'")


def break_organization_reference(_world: World) -> None:
    sql("DROP INDEX organization_reference_unique")
    sql("UPDATE parties_organization SET reference = 'BRENNHOFF' WHERE reference = 'caldera'")


def break_main_account(world: World) -> None:
    sql(
        "UPDATE parties_membership SET is_main_account = false, uid = '100000000000009' WHERE user_id = %s",
        world.user("bea").pk,
    )


def break_main_uid(world: World) -> None:
    sql("UPDATE parties_membership SET uid = '100000000000009' WHERE user_id = %s", world.user("bea").pk)


def break_uid(world: World) -> None:
    sql("UPDATE parties_membership SET uid = '100000000000008' WHERE user_id = %s", world.user("bob").pk)


def break_assignee(world: World) -> None:
    world.contract("MC-1", customers="brennhoff rexcom")


def break_default_currency(world: World) -> None:
    sql("UPDATE catalog_store SET default_currency_id = %s WHERE name = 'DE'", world.currencies["USD"].pk)


def break_category(world: World) -> None:
    child = Category.objects.create(key="bottles", parent=world.category)
    Category.objects.filter(pk=world.category.pk).update(parent=child)


def break_offer_reference(world: World) -> None:
    sql("DROP INDEX offer_reference_unique")
    world.offer("ofr-1")
    world.offer("OFR-1")


def break_merchant_sku(world: World) -> None:
    sql("DROP INDEX offer_merchant_sku_unique")
    world.offer("ofr-1", merchant_sku="A-1")
    world.offer("ofr-2", merchant_sku="A-1")


def break_approved_at(world: World) -> None:
    without("offers_offer", "offer_approved_has_time")
    world.offer("ofr-1", approved_at=None)


def break_denial(world: World) -> None:
    world.offer("ofr-1", approval_status="denied", approved_at=None)


def break_validity(world: World) -> None:
    without("offers_offer", "offer_validity_order")
    offer = world.offer("ofr-1")
    sql("UPDATE offers_offer SET valid_from = now(), valid_to = now() WHERE id = %s", offer.pk)


def break_history(world: World) -> None:
    offer = world.offer("ofr-1")
    offer.changes.create(at=offer.created_at, source="", area="offer", before={"a": 1}, after={"a": 1})


def break_tiers(world: World) -> None:
    without("pricing_offerprice", "offer_price_tiers")
    world.price(world.offer("ofr-1"), net="5", tiers=[{"quantity": "1", "net": "4", "gross": None}])


def break_amount(world: World) -> None:
    without("pricing_offerprice", "offer_price_net")
    world.price(world.offer("ofr-1"), net="-5")


def break_contract_price(world: World) -> None:
    world.contract_price(world.contract("MC-1"), world.offer("ofr-1", merchant="max"), net="5")


def break_board(world: World) -> None:
    BoardRow.objects.create(store=world.stores["DE"], concrete_product=world.concrete, version=1)


def break_outbox(_world: World) -> None:
    OutboxEvent.objects.create(kind="x", payload={}, at=AT, delivered_at=AT - timedelta(days=1))


BREAKING: list[Breaking] = [
    break_stock,
    break_reserved,
    break_warehouse_link,
    break_merchant_activity,
    break_kind,
    break_organization_reference,
    break_main_account,
    break_main_uid,
    break_uid,
    break_assignee,
    break_default_currency,
    break_category,
    break_offer_reference,
    break_merchant_sku,
    break_approved_at,
    break_denial,
    break_validity,
    break_history,
    break_tiers,
    break_amount,
    break_contract_price,
    break_board,
    break_outbox,
]


def test_every_invariant_has_a_name_of_its_own_and_somebody_who_breaks_it() -> None:
    names = [invariant.name for invariant in invariants()]
    assert len(set(names)) == len(names) == len(BREAKING)


@pytest.mark.parametrize("number", range(len(BREAKING)), ids=lambda number: BREAKING[number].__name__)
def test_an_invariant_that_is_broken_is_told_with_examples(world: World, number: int) -> None:
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    BREAKING[number](world)
    found = {fact.name: fact.examples for fact in broken()}
    assert list(found) == [invariants()[number].name]
    assert all(found.values())


@pytest.mark.django_db
def test_an_empty_marketplace_is_sound() -> None:
    assert broken() == []


def test_a_marketplace_is_sound_after_a_busy_day(world: World, at: datetime) -> None:
    mia, ola, mod, bea = (world.actor(who) for who in ("mia", "ola", "mod", "bea"))
    merchant_id, store = world.merchants["mia"].pk, world.stores["DE"].pk
    draft = OfferDraft(sku="SKU-1", merchant_sku="A-1", store_ids=(store,))
    offers = [
        create_offer(actor=mia, merchant_id=merchant_id, draft=draft, at=at),
        create_offer(actor=mia, merchant_id=merchant_id, draft=OfferDraft(sku="SKU-1", store_ids=(store,)), at=at),
    ]
    approve_offer(actor=mod, offer_id=offers[0].pk, at=at)
    deny_offer(actor=mod, offer_id=offers[1].pk, reason="no pictures", at=at)
    resubmit_offer(actor=mia, offer_id=offers[1].pk, at=at)
    edit_offer(actor=mia, offer_id=offers[0].pk, edit={"valid_to": at + timedelta(days=9)}, at=at)
    for offer in offers:
        set_on_hand(actor=mia, offer_id=offer.pk, warehouse="M-1 Warehouse 1", on_hand=Decimal(9), at=at)
    for number in range(3):
        reserve(wanted={offer.pk: Decimal(2) for offer in offers}, store_id=store, purpose=f"line:{number}")
    release(purpose="line:0")
    ship(purpose="line:1")
    set_on_hand(actor=mia, offer_id=offers[0].pk, warehouse="M-1 Warehouse 1", on_hand=Decimal(1), at=at)
    company = create_organization(actor=ola, reference="acme", name="Acme", kinds=["customer", "merchant"], at=at)
    for who in ("nemo", "rex"):
        member = add_member(actor=ola, organization_id=company.pk, user_id=world.user(who).pk, roles=[], at=at)
    remove_member(actor=ola, membership_id=member.pk, at=at)
    contract = create_contract(actor=mia, merchant_id=merchant_id, key="MC-1", owner_id=bea.organization_id or 0, at=at)
    assign_company(actor=mia, contract_id=contract.pk, organization_id=company.pk, at=at)
    approve_merchant(actor=ola, merchant_id=company.pk, at=at)
    activate_merchant(actor=ola, merchant_id=company.pk, at=at)
    deactivate_merchant(actor=ola, merchant_id=merchant_id, at=at)
    deny_merchant(actor=ola, merchant_id=company.pk, reason="fraud", at=at)
    deactivate_concrete(actor=ola, concrete_product_id=world.concrete.pk, at=at)
    unassign_product_from_store(actor=ola, abstract_product_id=world.abstract.pk, store_id=store, at=at)
    return_to_draft(actor=ola, abstract_product_id=world.abstract.pk, at=at)
    assert broken() == []
