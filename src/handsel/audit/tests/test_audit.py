"""The audit trail: rows are added and never change (AUDIT rules)."""

from datetime import datetime, timedelta

import pytest
import structlog
from django.db import IntegrityError, connection, transaction

from handsel.audit.models import AuditEntry
from handsel.audit.services import Entry, record, record_many
from handsel.core.actors import SYSTEM, Actor
from tests.world import World

MIA = Actor(user_id=7, organization_id=8, on_behalf_of_user_id=9, on_behalf_of_organization_id=10)


def test_a_row_says_who_did_what_for_whom_from_what_to_what_and_why(world: World, at: datetime) -> None:
    subject = world.organizations["brennhoff"]
    with structlog.contextvars.bound_contextvars(request_id="req-12345678"):
        record(
            actor=MIA,
            action="organization.denied",
            subject=subject,
            at=at,
            move=("a", "b"),
            reason="no",
            facts={"n": 1},
        )
    row = AuditEntry.objects.values().get()
    assert {name: value for name, value in row.items() if name != "id"} == {
        "at": at,
        "action": "organization.denied",
        "subject_kind": "parties.organization",
        "subject_id": subject.pk,
        "actor_user_id": 7,
        "actor_organization_id": 8,
        "on_behalf_of_user_id": 9,
        "on_behalf_of_organization_id": 10,
        "from_state": "a",
        "to_state": "b",
        "reason": "no",
        "facts": {"n": 1},
        "request_id": "req-12345678",
    }


@pytest.mark.parametrize("statement", ["UPDATE audit_auditentry SET reason = 'x'", "DELETE FROM audit_auditentry"])
def test_the_database_refuses_to_change_or_delete_a_row(world: World, at: datetime, statement: str) -> None:
    record(actor=SYSTEM, action="x", subject=world.organizations["brennhoff"], at=at)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEntry.objects.get().reason == ""


def test_a_bulk_move_writes_one_row_a_subject_in_one_statement(
    world: World, at: datetime, django_assert_num_queries: object
) -> None:
    organization = type(world.organizations["brennhoff"])
    entries = [Entry(number, ("waiting", "approved")) for number in range(20)]
    with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's fixture
        record_many(actor=MIA, action="offer.approved", model=organization, entries=entries, at=at)
    assert AuditEntry.objects.count() == 20


def test_the_timeline_of_a_record_is_newest_first(world: World, at: datetime) -> None:
    subject, other = world.organizations["brennhoff"], world.organizations["caldera"]
    for minutes, action in enumerate(("made", "changed")):
        record(actor=MIA, action=action, subject=subject, at=at + timedelta(minutes=minutes))
    record(actor=MIA, action="elsewhere", subject=other, at=at)
    about = AuditEntry.objects.about("parties.organization", subject.pk)
    assert [entry.action for entry in about] == ["changed", "made"]


def test_others_see_what_their_own_organization_did_and_auditors_everything(world: World, at: datetime) -> None:
    subject = world.organizations["brennhoff"]
    for who in ("bea", "mia"):
        record(actor=world.actor(who), action=who, subject=subject, at=at)

    def seen_by(who: str) -> list[str]:
        return sorted(AuditEntry.objects.visible_to(world.actor(who)).values_list("action", flat=True))

    assert {who: seen_by(who) for who in ("bea", "bob", "mia", "max", "mod", "ola", "nemo")} == {
        "bea": ["bea"],
        "bob": ["bea"],
        "mia": ["mia"],
        "max": [],
        "mod": [],
        "ola": ["bea", "mia"],
        "nemo": [],
    }
