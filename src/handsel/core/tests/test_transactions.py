"""Commands open the transaction, steps require one, locks are ordered, violations become refusals (TX rules)."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from handsel.core.errors import DomainError, StaleVersion
from handsel.core.integrity import refusing
from handsel.core.locking import locked
from handsel.core.models import WorkerHeartbeat
from handsel.core.transactions import command, step
from tests.world import AT


@step
def beat(*, name: str) -> WorkerHeartbeat:
    return WorkerHeartbeat.objects.create(name=name, at=AT)


@command
def beat_twice(*, fail: bool = False) -> None:
    beat(name="one")
    beat(name="two")
    if fail:
        raise RuntimeError("the heart stopped")


@command
def beat_in_a_command() -> None:
    beat_twice()


@pytest.mark.django_db(transaction=True)
def test_a_step_needs_an_open_transaction() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        beat(name="one")
    assert WorkerHeartbeat.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_command_writes_all_of_it_or_nothing() -> None:
    with pytest.raises(RuntimeError):
        beat_twice(fail=True)
    assert WorkerHeartbeat.objects.count() == 0
    beat_twice()
    assert WorkerHeartbeat.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_command_cannot_call_a_command() -> None:
    with pytest.raises(RuntimeError, match="durable"):
        beat_in_a_command()
    assert WorkerHeartbeat.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_lock_outside_a_transaction_is_a_mistake() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        locked(WorkerHeartbeat.objects.all())


@pytest.mark.django_db
def test_rows_are_locked_by_key_whatever_order_was_asked_for() -> None:
    rows = [beat(name=name) for name in ("c", "a", "b")]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = locked(WorkerHeartbeat.objects.order_by("name"))
    assert found == rows
    [query] = queries.captured_queries
    assert 'ORDER BY "core_workerheartbeat"."id" ASC FOR NO KEY UPDATE' in query["sql"]


@pytest.mark.django_db
def test_a_violated_constraint_becomes_its_refusal_and_the_transaction_goes_on() -> None:
    beat(name="one")
    refusals: dict[str, DomainError] = {"core_workerheartbeat_name_key": StaleVersion(what="the heart")}
    with pytest.raises(StaleVersion, match="the heart"), refusing(refusals):
        beat(name="one")
    beat(name="two")
    assert WorkerHeartbeat.objects.count() == 2


@pytest.mark.django_db
def test_a_violation_nobody_expected_stays_what_it_is() -> None:
    beat(name="one")
    with pytest.raises(IntegrityError), refusing({"another_constraint": StaleVersion(what="the heart")}):
        beat(name="one")
