"""Warehouses are made, switched and assigned; what they hold is marked (STOCK-3, STOCK-10)."""

from collections.abc import Callable
from datetime import datetime

import pytest

from handsel.core.actors import Actor
from handsel.core.errors import DomainError, InvalidValue, NotAllowed, NotFound
from handsel.stock.errors import WarehouseTaken
from handsel.stock.models import MerchantWarehouse, Warehouse
from handsel.stock.queries import stock_for
from handsel.stock.services.warehouses import (
    activate_warehouse,
    create_warehouse,
    deactivate_warehouse,
    link_merchant,
    set_warehouse_stores,
)
from tests.traces import marked, nothing_written, one_audit_row
from tests.world import CAST, World

ACTS: dict[str, Callable[[Actor, int, World, datetime], object]] = {
    "activate": lambda actor, pk, _world, at: activate_warehouse(actor=actor, warehouse_id=pk, at=at),
    "deactivate": lambda actor, pk, _world, at: deactivate_warehouse(actor=actor, warehouse_id=pk, at=at),
    "stores": lambda actor, pk, world, at: set_warehouse_stores(
        actor=actor, warehouse_id=pk, store_ids=[world.stores["AT"].pk], at=at
    ),
}


def test_a_warehouse_that_is_switched_off_gives_nothing_until_it_is_on_again(world: World, at: datetime) -> None:
    offer, house, ola = world.offer("ofr-1", on_hand="5"), world.warehouses["M-1 Warehouse 1"], world.actor("ola")
    elsewhere = world.product("SKU-2")
    world.offer("ofr-2", concrete=elsewhere, merchant="max", on_hand="5")
    store = world.stores["DE"].pk
    with one_audit_row("warehouse.deactivated"), marked(world.concrete, among=[elsewhere]):
        deactivate_warehouse(actor=ola, warehouse_id=house.pk, at=at)
    assert stock_for([offer.pk], store)[offer.pk].available == 0
    with nothing_written():
        deactivate_warehouse(actor=ola, warehouse_id=house.pk, at=at)
    with one_audit_row("warehouse.activated"), marked(world.concrete):
        activate_warehouse(actor=ola, warehouse_id=house.pk, at=at)
    assert stock_for([offer.pk], store)[offer.pk].available == 5


def test_a_warehouse_serves_exactly_the_stores_it_is_assigned_to(world: World, at: datetime) -> None:
    offer, house, ola = world.offer("ofr-1", on_hand="5"), world.warehouses["M-1 Warehouse 1"], world.actor("ola")
    ids = [world.stores["AT"].pk, world.stores["US"].pk]
    with one_audit_row("warehouse.stores_set"), marked(world.concrete):
        set_warehouse_stores(actor=ola, warehouse_id=house.pk, store_ids=ids, at=at)
    served = {name: stock_for([offer.pk], store.pk)[offer.pk].available for name, store in world.stores.items()}
    assert served == {"DE": 0, "AT": 5, "US": 5}
    with nothing_written():
        set_warehouse_stores(actor=ola, warehouse_id=house.pk, store_ids=ids[::-1], at=at)
    with nothing_written(), pytest.raises(InvalidValue):
        set_warehouse_stores(actor=ola, warehouse_id=house.pk, store_ids=[10**9], at=at)


def test_the_operator_makes_a_warehouse_and_links_merchants(world: World, at: datetime) -> None:
    ola, max_id = world.actor("ola"), world.merchants["max"].pk
    with one_audit_row("warehouse.created"):
        house = create_warehouse(actor=ola, name=" Hub.1 ", merchant_ids=[world.merchants["mia"].pk], at=at)
    assert (house.name, house.is_active, house.stores.count()) == ("Hub.1", True, 0)
    with one_audit_row("warehouse.merchant_linked"):
        link_merchant(actor=ola, warehouse_id=house.pk, merchant_id=max_id, at=at)
    with nothing_written():
        link_merchant(actor=ola, warehouse_id=house.pk, merchant_id=max_id, at=at)
    assert MerchantWarehouse.objects.filter(warehouse=house).count() == 2


def test_a_warehouse_needs_a_name_of_its_own_and_known_merchants(world: World, at: datetime) -> None:
    ola = world.actor("ola")
    for name, merchants, refusal in (
        ("M-1 Warehouse 1", [], WarehouseTaken),
        ("  ", [], InvalidValue),
        ("x" * 256, [], InvalidValue),
        ("Hub", [10**9], NotFound),
    ):
        with nothing_written(), pytest.raises(refusal):
            create_warehouse(actor=ola, name=name, merchant_ids=merchants, at=at)


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
@pytest.mark.parametrize("action", ACTS)
def test_a_warehouse_is_changed_by_the_operator_or_its_only_merchant(
    world: World, at: datetime, who: str, action: str
) -> None:
    house, refusal = world.warehouses["M-1 Warehouse 1"], REFUSED[who]
    if refusal is None:
        ACTS[action](world.actor(who), house.pk, world, at)
        return
    with nothing_written(), pytest.raises(refusal):
        ACTS[action](world.actor(who), house.pk, world, at)


def test_a_merchant_cannot_switch_a_warehouse_that_others_use_too(world: World, at: datetime) -> None:
    house = world.warehouses["M-1 Warehouse 1"]
    MerchantWarehouse.objects.create(warehouse=house, merchant=world.merchants["max"])
    with nothing_written(), pytest.raises(NotAllowed):
        deactivate_warehouse(actor=world.actor("mia"), warehouse_id=house.pk, at=at)


@pytest.mark.parametrize("who", [who for who in CAST if who != "ola"])
def test_only_the_marketplace_manager_makes_warehouses(world: World, at: datetime, who: str) -> None:
    with nothing_written(), pytest.raises(NotAllowed):
        create_warehouse(actor=world.actor(who), name="Hub", at=at)
    with nothing_written(), pytest.raises(NotAllowed):
        link_merchant(
            actor=world.actor(who),
            warehouse_id=Warehouse.objects.get(name="M-1 Warehouse 1").pk,
            merchant_id=world.merchants["max"].pk,
            at=at,
        )
