"""Contracts join one merchant with customer companies (ORG-11)."""

from datetime import datetime

import pytest

from handsel.core.errors import NotAllowed, NotFound
from handsel.parties.errors import NotACustomer, ReferenceTaken
from handsel.parties.models import Contract
from handsel.parties.queries import contracts_of
from handsel.parties.services.contracts import assign_company, create_contract, unassign_company
from tests.traces import nothing_written, one_audit_row
from tests.world import World


def mias_contract(world: World, at: datetime) -> Contract:
    return create_contract(
        actor=world.actor("mia"),
        merchant_id=world.merchants["mia"].pk,
        key="MC-1",
        owner_id=world.organizations["brennhoff"].pk,
        at=at,
    )


def keys_for(world: World, name: str) -> list[str]:
    return [fact.key for fact in contracts_of(organization_id=world.organizations[name].pk)]


def test_the_owner_of_a_contract_gets_no_prices_and_an_assigned_company_does(world: World, at: datetime) -> None:
    with one_audit_row("contract.created"):
        contract = mias_contract(world, at)
    assert keys_for(world, "brennhoff") == []
    with one_audit_row("contract.company_assigned"):
        assign_company(
            actor=world.actor("mia"), contract_id=contract.pk, organization_id=world.organizations["caldera"].pk, at=at
        )
    assert (keys_for(world, "caldera"), keys_for(world, "brennhoff")) == (["MC-1"], [])


def test_assigning_twice_and_unassigning_twice_changes_nothing_the_second_time(world: World, at: datetime) -> None:
    contract, mia, caldera = mias_contract(world, at), world.actor("mia"), world.organizations["caldera"].pk
    assign_company(actor=mia, contract_id=contract.pk, organization_id=caldera, at=at)
    with nothing_written():
        assign_company(actor=mia, contract_id=contract.pk, organization_id=caldera, at=at)
    with one_audit_row("contract.company_unassigned"):
        unassign_company(actor=mia, contract_id=contract.pk, organization_id=caldera, at=at)
    assert keys_for(world, "caldera") == []
    with nothing_written():
        unassign_company(actor=mia, contract_id=contract.pk, organization_id=caldera, at=at)


@pytest.mark.parametrize("key", ["MC-1", "mc-1"])
def test_a_contract_key_is_taken_whatever_its_case(world: World, at: datetime, key: str) -> None:
    mias_contract(world, at)
    with nothing_written(), pytest.raises(ReferenceTaken):
        create_contract(
            actor=world.actor("max"),
            merchant_id=world.merchants["max"].pk,
            key=key,
            owner_id=world.organizations["caldera"].pk,
            at=at,
        )


def test_a_contract_is_made_with_customers_only(world: World, at: datetime) -> None:
    contract, mia = mias_contract(world, at), world.actor("mia")
    with nothing_written(), pytest.raises(NotACustomer):
        assign_company(actor=mia, contract_id=contract.pk, organization_id=world.organizations["M-2"].pk, at=at)
    with nothing_written(), pytest.raises(NotFound):
        assign_company(actor=mia, contract_id=contract.pk, organization_id=10**9, at=at)


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("max", NotFound),
        ("bea", NotFound),
        ("mod", NotAllowed),
        ("nemo", NotFound),
        ("rex", NotFound),
        ("sue", NotFound),
    ],
)
def test_another_merchants_contract_does_not_exist(
    world: World, at: datetime, who: str, refusal: type[Exception]
) -> None:
    contract, actor, caldera = mias_contract(world, at), world.actor(who), world.organizations["caldera"].pk
    with nothing_written(), pytest.raises(refusal):
        assign_company(actor=actor, contract_id=contract.pk, organization_id=caldera, at=at)
    with nothing_written(), pytest.raises(NotFound):
        create_contract(
            actor=world.actor("max"), merchant_id=world.merchants["mia"].pk, key="MC-2", owner_id=caldera, at=at
        )


def test_the_marketplace_manager_writes_any_contract(world: World, at: datetime) -> None:
    contract = mias_contract(world, at)
    assign_company(
        actor=world.actor("ola"), contract_id=contract.pk, organization_id=world.organizations["caldera"].pk, at=at
    )
    assert keys_for(world, "caldera") == ["MC-1"]
