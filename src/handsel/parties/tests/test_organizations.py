"""Organizations come in and are judged (ORG rules)."""

from datetime import datetime

import pytest

from handsel.core.errors import IllegalTransition, InvalidValue, NotAllowed, NotFound
from handsel.core.ids import is_uid
from handsel.parties.errors import ReferenceTaken
from handsel.parties.models import Merchant, Organization
from handsel.parties.services.organizations import approve_organization, create_organization, deny_organization
from tests.traces import audited, nothing_written, one_audit_row
from tests.world import CAST, World


def test_the_operator_makes_a_customer_company(world: World, at: datetime) -> None:
    with one_audit_row("organization.created"):
        company = create_organization(
            actor=world.actor("ola"), reference=" acme ", name="Acme", kinds=["customer"], at=at
        )
    company.refresh_from_db()
    assert (company.reference, company.kinds, company.status, company.created_at) == (
        "acme",
        ["customer"],
        "approved",
        at,
    )
    assert is_uid(company.uid)
    assert company.public_id.startswith("org_")
    assert not Merchant.objects.filter(pk=company.pk).exists()


def test_a_new_merchant_waits_for_approval_and_is_inactive(world: World, at: datetime) -> None:
    company = create_organization(
        actor=world.actor("ola"), reference="M-9", name="Nine", kinds=["merchant", "customer"], at=at
    )
    merchant = Merchant.objects.get(pk=company.pk)
    assert (company.kinds, merchant.status, merchant.is_active, merchant.is_trusted) == (
        ["customer", "merchant"],
        "waiting-for-approval",
        False,
        False,
    )


@pytest.mark.parametrize("reference", ["M-1", "m-1", "BRENNHOFF"])
def test_a_reference_is_taken_whatever_its_case_and_whatever_the_kind(
    world: World, at: datetime, reference: str
) -> None:
    with nothing_written(), pytest.raises(ReferenceTaken):
        create_organization(actor=world.actor("ola"), reference=reference, name="X", kinds=["customer"], at=at)


@pytest.mark.parametrize(
    ("reference", "name", "kinds", "field"),
    [
        ("", "X", ["customer"], "reference"),
        ("x", " ", ["customer"], "name"),
        ("x", "X", [], "kinds"),
        ("x", "X", ["bank"], "kinds"),
    ],
)
def test_a_company_without_reference_name_or_known_kind_is_refused(
    world: World, at: datetime, reference: str, name: str, kinds: list[str], field: str
) -> None:
    with nothing_written(), pytest.raises(InvalidValue) as refusal:
        create_organization(actor=world.actor("ola"), reference=reference, name=name, kinds=kinds, at=at)
    assert refusal.value.facts["field"] == field


@pytest.mark.parametrize("who", [who for who in CAST if who != "ola"])
def test_nobody_else_makes_organizations(world: World, at: datetime, who: str) -> None:
    with nothing_written(), pytest.raises(NotAllowed):
        create_organization(actor=world.actor(who), reference="acme", name="Acme", kinds=["customer"], at=at)


def test_a_denied_company_loses_its_rights_and_gets_them_back(world: World, at: datetime) -> None:
    ola, company = world.actor("ola"), world.organizations["brennhoff"]
    deny_organization(actor=ola, organization_id=company.pk, reason="unpaid", at=at)
    assert world.actor("bea").rights == frozenset()
    approve_organization(actor=ola, organization_id=company.pk, at=at)
    assert world.actor("bea").may("order.place")
    assert audited() == [
        ("organization.denied", "approved", "denied"),
        ("organization.approved", "denied", "approved"),
    ]


def test_a_denial_needs_a_reason_and_an_approved_company_is_not_approved_again(world: World, at: datetime) -> None:
    ola, company = world.actor("ola"), world.organizations["brennhoff"]
    with nothing_written(), pytest.raises(InvalidValue):
        deny_organization(actor=ola, organization_id=company.pk, reason="  ", at=at)
    with nothing_written(), pytest.raises(IllegalTransition):
        approve_organization(actor=ola, organization_id=company.pk, at=at)


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("bea", NotAllowed),
        ("bob", NotAllowed),
        ("cai", NotFound),
        ("mia", NotFound),
        ("mod", NotAllowed),
        ("sue", NotFound),
    ],
)
def test_only_the_marketplace_manager_judges_and_others_companies_do_not_exist(
    world: World, at: datetime, who: str, refusal: type[Exception]
) -> None:
    company = world.organizations["brennhoff"]
    with nothing_written(), pytest.raises(refusal):
        deny_organization(actor=world.actor(who), organization_id=company.pk, reason="no", at=at)


def test_who_sees_which_organization(world: World) -> None:
    seen = {
        who: set(Organization.objects.visible_to(world.actor(who)).values_list("reference", flat=True)) for who in CAST
    }
    everything = set(world.organizations)
    assert seen == {
        "bea": {"brennhoff"},
        "bob": {"brennhoff"},
        "cai": {"caldera"},
        "mia": {"M-1"},
        "max": {"M-2"},
        "rex": {"rexcom"},
        "sue": {"handsel"},
        "ola": everything,
        "mod": everything,
        "nemo": set(),
    }
