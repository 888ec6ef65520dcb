"""Companies, merchants, their members and contracts (ORG rules, IMPORT-28)."""

from datetime import datetime

import pytest
from django.contrib.auth import authenticate

from handsel.catalog.models import MerchantStore, ProductMark
from handsel.core.ids import is_uid
from handsel.imports.tests.conftest import BringIn, problems
from handsel.parties.models import Contract, Membership, Merchant, Organization, User
from tests.world import World

COMPANIES = "company_key,company_uid,company_name,kinds,status\n"
MERCHANTS = "merchant_reference,merchant_name,registration_number,status,email,is_active,url.en_US,is_trusted\n"
USERS = "company_key,member_uid,email,first_name,last_name,roles,is_main_account,initial_password\n"
UID, OTHER_UID = "123456789012347", "100000000000009"


def test_a_company_gets_a_uid_unless_it_brings_one(world: World, bring_in: BringIn, at: datetime) -> None:
    assert is_uid(UID)
    assert is_uid(OTHER_UID)
    report = bring_in("company", f"{COMPANIES}C-1,{UID},One,customer,approved\nC-2,,Two,reseller;customer,\n")
    assert report.new == 2
    one, two = Organization.objects.get(reference="C-1"), Organization.objects.get(reference="C-2")
    assert (one.uid, one.name, one.kinds, one.status, one.created_at) == (UID, "One", ["customer"], "approved", at)
    assert is_uid(two.uid)
    assert (two.kinds, two.status) == (["customer", "reseller"], "waiting_for_approval")
    assert one.public_id.startswith("org_")
    report = bring_in(
        "company",
        f"{COMPANIES}c-1,{OTHER_UID},One,,\nC-3,{UID},Three,customer,\nC-4,{OTHER_UID},Four,customer,\nC-5,{OTHER_UID},Five,customer,\n",
    )
    assert [(p.line, p.column, p.code) for p in report.problems] == [
        (2, "company_uid", "fixed_value"),
        (2, "company_uid", "duplicate"),
        (3, "company_uid", "uid_taken"),
        (4, "company_uid", "duplicate"),
        (5, "company_uid", "duplicate"),
    ]


def test_kinds_are_added_and_never_taken_away_and_a_seller_waits_for_approval(world: World, bring_in: BringIn) -> None:
    report = bring_in("company", f"{COMPANIES}M-1,,,customer,\nbrennhoff,,,customer,\nC-9,,Nine,merchant,\n")
    assert (report.new, report.changed, report.unchanged) == (1, 1, 1)
    assert Organization.objects.get(reference="M-1").kinds == ["customer", "merchant"]
    nine = Merchant.objects.get(organization__reference="C-9")
    assert (nine.status, nine.is_active) == ("waiting-for-approval", False)


def test_a_merchant_file_makes_organizations_and_completes_known_ones(world: World, bring_in: BringIn) -> None:
    report = bring_in(
        "merchant",
        f"{MERCHANTS}M-7,Seven,HRB 7,approved,a@seven.example,1,/en/m/7,1\nBRENNHOFF,Brennhoff,,approved,,1,,\n"
        "M-8,Eight,,waiting-for-approval,,0,,\nM-9,Nine,,denied,,0,,\n",
    )
    assert (report.new, report.problems) == (4, [])
    seven = Merchant.objects.select_related("organization").get(organization__reference="M-7")
    assert (seven.status, seven.is_active, seven.is_trusted, seven.url) == (
        "approved",
        True,
        True,
        {"en_US": "/en/m/7"},
    )
    assert (seven.organization.kinds, seven.organization.status) == (["merchant"], "approved")
    brennhoff = Organization.objects.get(reference="brennhoff")
    assert (brennhoff.kinds, brennhoff.name, brennhoff.status) == (["customer", "merchant"], "Brennhoff", "approved")
    states = dict(Organization.objects.filter(reference__in=["M-8", "M-9"]).values_list("reference", "status"))
    assert states == {"M-8": "waiting_for_approval", "M-9": "denied"}


def test_denying_a_merchant_switches_it_off_and_marks_its_products(world: World, bring_in: BringIn) -> None:
    world.offer("A-1")
    report = bring_in("merchant", "merchant_reference,merchant_name,status,is_active\nm-1,,denied,\n")
    assert report.changed == 1
    merchant = Merchant.objects.get(pk=world.merchants["mia"].pk)
    assert (merchant.status, merchant.is_active, merchant.reference) == ("denied", False, "M-1")
    assert ProductMark.objects.get().version == 1
    assert problems(bring_in("merchant", "merchant_reference,merchant_name,status,is_active\nM-1,,,1\n")) == [
        (2, "is_active", "active_needs_approval")
    ]


def test_a_waiting_company_is_approved_with_its_merchant(world: World, bring_in: BringIn) -> None:
    bring_in("merchant", f"{MERCHANTS}M-8,Eight,,waiting-for-approval,,0,,\n")
    bring_in("merchant", f"{MERCHANTS}M-8,,,approved,,1,,\n")
    assert Organization.objects.get(reference="M-8").status == "approved"


def test_a_profile_merges_and_shows_in_stores_by_its_own_file(world: World, bring_in: BringIn) -> None:
    header = "merchant_reference,contact_person_role,contact_person_phone,logo_url,description_glossary_key.en_US,imprint_glossary_key.de_DE\n"
    bring_in("merchant_profile", f"{header}M-1,Sales,030,merchants/m.svg,We sell.,Impressum\n")
    bring_in("merchant_profile", f"{header}M-1,,NULL,,We still sell.,\n")
    merchant = Merchant.objects.get(pk=world.merchants["mia"].pk)
    assert merchant.contact_person == {"role": "Sales"}
    assert merchant.texts == {"en_US": {"description": "We still sell."}, "de_DE": {"imprint": "Impressum"}}
    assert merchant.logo_url == "merchants/m.svg"
    assert bring_in("merchant_store", "merchant_reference,store_name,delete\nM-1,DE,1\nM-2,DE,\n").changed == 1
    assert MerchantStore.objects.filter(merchant=merchant).count() == 2


def test_members_come_with_users_uids_roles_and_a_first_password(world: World, bring_in: BringIn) -> None:
    bring_in("company", f"{COMPANIES}C-1,{UID},One,customer,approved\nC-2,,Two,customer,approved\n")
    report = bring_in(
        "company_user",
        f"{USERS}C-1,{UID},Ann@One.Example,Ann,One,company_admin,1,secret-of-ann\nC-1,{OTHER_UID},tom@one.example,Tom,T,viewer;purchaser,0,\n"
        "C-2,,ann@one.example,Ann,One,,,\nC-2,,bea@example.com,,,viewer,,other\n",
    )
    assert (report.new, report.problems) == (4, [])
    ann = User.objects.get(email="ann@one.example")
    assert authenticate(username="ann@one.example", password="secret-of-ann") == ann
    assert not User.objects.get(email="tom@one.example").has_usable_password()
    found = {
        (row.organization.reference, row.user.email): (row.is_main_account, row.uid == row.organization.uid, row.roles)
        for row in Membership.objects.filter(organization__reference__in=["C-1", "C-2"]).select_related(
            "organization", "user"
        )
    }
    assert found == {
        ("C-1", "ann@one.example"): (True, True, ["company_admin"]),
        ("C-1", "tom@one.example"): (False, False, ["viewer", "purchaser"]),
        ("C-2", "ann@one.example"): (True, True, []),
        ("C-2", "bea@example.com"): (False, False, ["viewer"]),
    }
    assert Membership.objects.get(user__email="tom@one.example").uid == OTHER_UID
    # A known user keeps his password and his name where the file says nothing.
    bea = world.user("bea")
    bea.refresh_from_db()
    assert (bea.first_name, bea.check_password("other")) == ("Bea", False)


def test_a_bad_password_is_not_repeated(world: World, bring_in: BringIn) -> None:
    report = bring_in("company_user", f"{USERS}brennhoff,,ann@example.com,,,,,{'secret' * 30}\n")
    assert [(p.column, p.code, p.value) for p in report.problems] == [("initial_password", "too_long", "")]


def test_the_same_people_again_change_nothing_and_roles_are_replaced(world: World, bring_in: BringIn) -> None:
    content = f"{USERS}brennhoff,,bob@example.com,Bob,B,viewer,,new-password\n"
    assert bring_in("company_user", content).changed == 1
    assert bring_in("company_user", content).unchanged == 1
    report = bring_in("company_user", f"{USERS}brennhoff,,BOB@example.com,Robert,,purchaser;approver,0,\n")
    assert [(d.column, d.after) for d in report.differences] == [
        ("first_name", "Robert"),
        ("roles", "{purchaser,approver}"),
    ]
    bob = Membership.objects.select_related("user").get(user=world.user("bob"))
    assert (bob.roles, bob.user.first_name, bob.user.last_name) == (["purchaser", "approver"], "Robert", "B")


def test_main_accounts_and_uids_stay_what_they_are(world: World, bring_in: BringIn) -> None:
    taken = Membership.objects.get(user=world.user("bob")).uid
    report = bring_in(
        "company_user",
        f"{USERS}caldera,,new@example.com,,,,1,\nrexcom,{OTHER_UID},rex@example.com,,,,,\n"
        f"caldera,{taken},b@example.com,,,,0,\ncaldera,{OTHER_UID},c@example.com,,,,0,\ncaldera,{OTHER_UID},d@example.com,,,,0,\n",
    )
    assert [(p.line, p.column, p.code) for p in report.problems] == [
        (2, "is_main_account", "main_account_taken"),
        (3, "member_uid", "fixed_value"),
        (3, "member_uid", "duplicate"),
        (4, "member_uid", "uid_taken"),
        (5, "member_uid", "duplicate"),
        (6, "member_uid", "duplicate"),
    ]
    bring_in("company", f"{COMPANIES}C-1,{UID},One,customer,approved\n")
    report = bring_in(
        "company_user",
        f"{USERS}C-1,{OTHER_UID},a@example.com,,,,1,\nC-1,,b@example.com,,,,1,\nC-1,{UID},c@example.com,,,,0,\n",
    )
    assert [(p.line, p.column, p.code) for p in report.problems] == [
        (2, "member_uid", "main_account_uid"),
        (2, "is_main_account", "main_account_taken"),
        (3, "is_main_account", "main_account_taken"),
        (4, "member_uid", "uid_taken"),
    ]


def test_a_contract_gives_its_prices_to_those_listed_and_to_nobody_else(world: World, bring_in: BringIn) -> None:
    header = (
        "merchant_relation_key,merchant_reference,company_business_unit_owner_key,company_business_unit_assignee_keys\n"
    )
    report = bring_in("merchant_relationship", f"{header}K-1,M-1,brennhoff,brennhoff;CALDERA\nK-2,M-1,brennhoff,\n")
    assert report.new == 2
    contract = Contract.objects.get(key="K-1")
    assert sorted(company.reference for company in contract.assignees.all()) == ["brennhoff", "caldera"]
    assert Contract.objects.get(key="K-2").assignees.count() == 0
    assert bring_in("merchant_relationship", f"{header}k-1,m-1,brennhoff,caldera;brennhoff\n").unchanged == 1
    bring_in("merchant_relationship", f"{header}K-1,,,caldera\n")
    assert [company.reference for company in contract.assignees.all()] == ["caldera"]
    assert problems(bring_in("merchant_relationship", f"{header}K-1,M-2,,\n")) == [
        (2, "merchant_reference", "fixed_value")
    ]


@pytest.mark.django_db
def test_the_operator_is_a_company_like_any_other(bring_in: BringIn) -> None:
    bring_in("company", f"{COMPANIES}OP,,Operator,operator,approved\n")
    report = bring_in(
        "company_user", f"{USERS}OP,,ola@op.example,Ola,O,marketplace_manager,,\nOP,,sue@op.example,Sue,S,ssr,,\n"
    )
    assert report.problems == []
    assert dict(Membership.objects.values_list("user__email", "is_main_account")) == {
        "ola@op.example": True, "sue@op.example": False,
    }  # fmt: skip
