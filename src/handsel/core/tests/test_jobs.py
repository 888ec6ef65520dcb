"""A job is asked for by a row of the same transaction: what rolls back asks for nothing (OUTBOX-1)."""

import pytest
from django.db import connection, transaction

from handsel.core.jobs import enqueue

pytestmark = pytest.mark.django_db


def jobs() -> list[tuple[str, str, str | None, dict[str, object]]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, queue_name, lock, args FROM procrastinate_jobs ORDER BY id")
        return list(cursor.fetchall())


def test_a_job_waits_with_its_arguments() -> None:
    assert enqueue("demo.wave", queue="slow", lock="hand", times=3) > 0
    [(name, queue, lock, arguments)] = jobs()
    assert (name, queue, lock) == ("demo.wave", "slow", "hand")
    assert '"times": 3' in str(arguments) or arguments == {"times": 3}


def test_a_rolled_back_transaction_asks_for_nothing() -> None:
    with transaction.atomic():
        enqueue("demo.wave", times=1)
        transaction.set_rollback(True)
    assert jobs() == []
