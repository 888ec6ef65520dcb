"""Products are judged, sold in stores, switched on and off; what a store may show of them is marked (CAT rules)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from handsel.catalog.models import AbstractProduct, ConcreteProduct
from handsel.catalog.services.products import (
    activate_concrete,
    approve_product,
    assign_product_to_store,
    deactivate_concrete,
    deny_product,
    return_to_draft,
    set_concrete_validity,
    submit_product,
    unassign_product_from_store,
)
from handsel.core.actors import Actor
from handsel.core.errors import IllegalTransition, InvalidValue, NotAllowed, NotFound
from tests.traces import audited, marked, nothing_written, one_audit_row
from tests.world import CAST, World

Act = Callable[[Actor, World, datetime], object]
ACTS: dict[str, Act] = {
    "submit": lambda actor, world, at: submit_product(actor=actor, abstract_product_id=world.abstract.pk, at=at),
    "approve": lambda actor, world, at: approve_product(actor=actor, abstract_product_id=world.abstract.pk, at=at),
    "deny": lambda actor, world, at: deny_product(
        actor=actor, abstract_product_id=world.abstract.pk, reason="blurred pictures", at=at
    ),
    "return_to_draft": lambda actor, world, at: return_to_draft(
        actor=actor, abstract_product_id=world.abstract.pk, at=at
    ),
}


def in_state(world: World, status: str, owner: str | None = None) -> None:
    merchant = world.merchants[owner] if owner else None
    AbstractProduct.objects.filter(pk=world.abstract.pk).update(approval_status=status, owner=merchant)


def status_of(world: World) -> str:
    return AbstractProduct.objects.get(pk=world.abstract.pk).approval_status


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [
        ("submit", "draft", "waiting_for_approval"),
        ("approve", "waiting_for_approval", "approved"),
        ("deny", "waiting_for_approval", "denied"),
        ("return_to_draft", "approved", "draft"),
        ("return_to_draft", "denied", "draft"),
    ],
)
def test_the_operator_moves_a_product_through_its_life(
    world: World, at: datetime, action: str, before: str, after: str
) -> None:
    in_state(world, before)
    sibling = ConcreteProduct.objects.create(sku="SKU-1B", abstract_product=world.abstract)
    with marked(world.concrete, sibling, among=[world.product("SKU-2")]):
        ACTS[action](world.actor("ola"), world, at)
    assert (status_of(world), audited()) == (after, [(f"product.{action}", before, after)])


@pytest.mark.parametrize(
    ("action", "state"),
    [
        ("submit", "approved"),
        ("submit", "denied"),
        ("submit", "waiting_for_approval"),
        ("approve", "draft"),
        ("approve", "approved"),
        ("approve", "denied"),
        ("deny", "draft"),
        ("deny", "approved"),
        ("return_to_draft", "draft"),
        ("return_to_draft", "waiting_for_approval"),
    ],
)
def test_any_other_move_is_refused(world: World, at: datetime, action: str, state: str) -> None:
    in_state(world, state)
    with nothing_written(), pytest.raises(IllegalTransition):
        ACTS[action](world.actor("ola"), world, at)


def test_its_owner_submits_a_draft_and_nothing_more(world: World, at: datetime) -> None:
    in_state(world, "draft", owner="mia")
    with one_audit_row("product.submit"):
        ACTS["submit"](world.actor("mia"), world, at)
    for action in ("approve", "deny", "return_to_draft"):
        with nothing_written(), pytest.raises(NotAllowed):
            ACTS[action](world.actor("mia"), world, at)


@pytest.mark.parametrize("who", [who for who in CAST if who not in ("ola", "mod", "mia")])
@pytest.mark.parametrize("action", ACTS)
def test_a_draft_of_somebody_else_does_not_exist(world: World, at: datetime, who: str, action: str) -> None:
    in_state(world, "draft", owner="mia")
    with nothing_written(), pytest.raises(NotFound):
        ACTS[action](world.actor(who), world, at)


def test_a_moderator_judges_and_does_not_write(world: World, at: datetime) -> None:
    mod = world.actor("mod")
    in_state(world, "draft")
    with nothing_written(), pytest.raises(NotAllowed):
        ACTS["submit"](mod, world, at)
    in_state(world, "waiting_for_approval")
    ACTS["approve"](mod, world, at)
    assert status_of(world) == "approved"


def test_a_denial_needs_a_reason_and_keeps_it(world: World, at: datetime) -> None:
    in_state(world, "waiting_for_approval")
    with nothing_written(), pytest.raises(InvalidValue):
        deny_product(actor=world.actor("ola"), abstract_product_id=world.abstract.pk, reason=" ", at=at)


def test_a_product_leaves_a_store_and_comes_back(world: World, at: datetime) -> None:
    ola, us = world.actor("ola"), world.stores["US"].pk
    with one_audit_row("product.store_unassigned"), marked(world.concrete):
        unassign_product_from_store(actor=ola, abstract_product_id=world.abstract.pk, store_id=us, at=at)
    with nothing_written():
        unassign_product_from_store(actor=ola, abstract_product_id=world.abstract.pk, store_id=us, at=at)
    with one_audit_row("product.store_assigned"), marked(world.concrete):
        assign_product_to_store(actor=ola, abstract_product_id=world.abstract.pk, store_id=us, at=at)
    with nothing_written():
        assign_product_to_store(actor=ola, abstract_product_id=world.abstract.pk, store_id=us, at=at)
    with nothing_written(), pytest.raises(NotFound):
        assign_product_to_store(actor=ola, abstract_product_id=world.abstract.pk, store_id=10**9, at=at)


def test_a_variant_is_switched_off_and_on_and_only_it_is_marked(world: World, at: datetime) -> None:
    ola, sibling = world.actor("ola"), ConcreteProduct.objects.create(sku="SKU-1B", abstract_product=world.abstract)
    with one_audit_row("concrete.deactivated"), marked(world.concrete, among=[sibling]):
        assert deactivate_concrete(actor=ola, concrete_product_id=world.concrete.pk, at=at).is_active is False
    with nothing_written():
        deactivate_concrete(actor=ola, concrete_product_id=world.concrete.pk, at=at)
    with one_audit_row("concrete.activated"), marked(world.concrete, among=[sibling]):
        assert activate_concrete(actor=ola, concrete_product_id=world.concrete.pk, at=at).is_active is True


def test_a_variant_has_a_validity_of_its_own(world: World, at: datetime) -> None:
    ola, until = world.actor("ola"), at + timedelta(days=1)
    with one_audit_row("concrete.validity_set"), marked(world.concrete):
        set_concrete_validity(actor=ola, concrete_product_id=world.concrete.pk, valid_from=None, valid_to=until, at=at)
    with nothing_written(), pytest.raises(InvalidValue):
        set_concrete_validity(actor=ola, concrete_product_id=world.concrete.pk, valid_from=until, valid_to=until, at=at)


def test_its_owner_switches_his_product_and_another_merchant_does_not(world: World, at: datetime) -> None:
    in_state(world, "approved", owner="mia")
    deactivate_concrete(actor=world.actor("mia"), concrete_product_id=world.concrete.pk, at=at)
    for who, refusal in {"max": NotAllowed, "mod": NotAllowed, "bea": NotFound, "nemo": NotFound}.items():
        with nothing_written(), pytest.raises(refusal):
            activate_concrete(actor=world.actor(who), concrete_product_id=world.concrete.pk, at=at)
        with nothing_written(), pytest.raises(refusal):
            unassign_product_from_store(
                actor=world.actor(who), abstract_product_id=world.abstract.pk, store_id=world.stores["DE"].pk, at=at
            )
    with nothing_written(), pytest.raises(NotFound):
        activate_concrete(actor=world.actor("ola"), concrete_product_id=10**9, at=at)
