"""Every command leaves its trace and refuses strangers: read from the code, exercised by a reviewed table (T21)."""

from collections.abc import Callable
from importlib import import_module
from inspect import signature
from typing import Any

import pytest
from django.apps import apps

from handsel.audit.models import AuditEntry
from handsel.core.errors import DomainError
from handsel.offers.services.outcomes import Outcome
from tests.architecture.commands import CASES, LATER
from tests.architecture.source import decorators, functions, modules
from tests.world import World


def commands() -> dict[str, Callable[..., Any]]:
    """Every function of the project that opens a transaction of its own, by package, module and name."""
    found = {}
    for module in modules():
        for node in functions(module.tree):
            if "command" in decorators(node):
                name = ".".join(part for part in (*module.parts, node.name) if part != "services")
                found[name] = getattr(import_module(f"handsel.{'.'.join(module.parts)}"), node.name)
    return found


COMMANDS = commands()
STRANGERS = ("nemo", "cai", "rex", "bob")


def counts() -> dict[str, int]:
    """How many rows each table of the project holds."""
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model.__module__.startswith("handsel.")
    }


def test_every_command_stands_in_the_table_and_every_row_is_a_command() -> None:
    assert {"without a row": sorted(set(COMMANDS) - set(CASES)), "gone": sorted(set(CASES) - set(COMMANDS))} == {
        "without a row": [],
        "gone": [],
    }


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_leaves_one_audit_row_for_each_thing_it_changed(world: World, name: str) -> None:
    case = CASES[name]
    arguments = case.arguments(world)
    actor = world.actor("ola")
    newest = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    COMMANDS[name](**arguments, **acting(name, actor), at=LATER)
    rows = AuditEntry.objects.filter(pk__gt=newest)
    assert [
        (row.actor_user_id, row.actor_organization_id, row.at, bool(row.action), bool(row.subject_id)) for row in rows
    ] == [(actor.user_id, None if case.for_himself else actor.organization_id, LATER, True, True)] * case.rows
    assert len({(row.subject_kind, row.subject_id) for row in rows}) == case.rows


@pytest.mark.parametrize("name", sorted(name for name in COMMANDS if not CASES[name].is_open))
def test_no_command_serves_a_stranger(world: World, name: str) -> None:
    """Neither somebody without a company, nor another customer, a reseller, or a colleague who may only read."""
    arguments = CASES[name].arguments(world)
    before = counts()
    served = {who: answer for who in STRANGERS if (answer := attempt(world, name, arguments, who))}
    assert served == {}
    assert counts() == before


def attempt(world: World, name: str, arguments: dict[str, Any], who: str) -> str:
    """What a stranger got; empty when he was refused in the way of refusals."""
    try:
        answer = COMMANDS[name](**arguments, **acting(name, world.actor(who)), at=LATER)
    except DomainError as refusal:
        return "" if refusal.http_status in (403, 404) else repr(refusal)
    outcomes = answer if isinstance(answer, list) else [answer]
    is_refused = outcomes and all(isinstance(row, Outcome) and row.refusal is not None for row in outcomes)
    return "" if is_refused else repr(answer)


def acting(name: str, actor: Any) -> dict[str, Any]:
    """The argument that says who acts, where a command takes one."""
    return {"actor": actor} if "actor" in signature(COMMANDS[name]).parameters else {}
