"""The outbox: a row in the same transaction, at least once, nobody held up (OUTBOX rules)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction

from handsel.core.models import OutboxDelivery, OutboxEvent
from handsel.core.outbox import Event, Receiver, backlog, deliver_batch, emit
from handsel.core.transactions import command

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class BellRang(Event):
    kind: ClassVar[str] = "bell.rang"
    times: int = 1


class Ear:
    """A receiver that remembers what it heard and fails as often as it is told to."""

    def __init__(self, name: str, failures: int = 0) -> None:
        self.heard: list[int] = []
        self.failures = failures
        self.__qualname__ = name

    def __call__(self, payload: dict[str, Any], _at: datetime) -> None:
        if self.failures:
            self.failures -= 1
            raise RuntimeError(f"{self.__qualname__} is deaf")
        self.heard.append(payload["times"])


@command
def ring(*, times: int, at: datetime, fail: bool = False) -> None:
    emit(BellRang(times=times), at=at)
    if fail:
        raise RuntimeError("the rope broke")


def deliver(at: datetime, *ears: Receiver) -> int:
    return deliver_batch(receivers={"bell.rang": ears}, at=at)


def test_an_event_reaches_every_receiver_once(at: datetime) -> None:
    left, right = Ear("left"), Ear("right")
    ring(times=3, at=at)
    assert deliver(at, left, right) == 1
    assert deliver(at, left, right) == 0
    assert (left.heard, right.heard, backlog()) == ([3], [3], 0)


def test_a_rolled_back_command_emits_nothing(at: datetime) -> None:
    with pytest.raises(RuntimeError, match="the rope broke"):
        ring(times=1, at=at, fail=True)
    assert OutboxEvent.objects.count() == 0


def test_a_failing_receiver_does_not_hold_up_the_others(at: datetime) -> None:
    deaf, good = Ear("deaf", failures=1), Ear("good")
    ring(times=1, at=at)
    ring(times=2, at=at)
    assert deliver(at, deaf, good) == 2
    assert (deaf.heard, good.heard) == ([2], [1, 2])
    event = OutboxEvent.objects.get(delivered_at__isnull=True)
    assert (event.payload, event.attempts, event.next_attempt_at) == ({"times": 1}, 1, at + timedelta(seconds=5))
    assert event.last_error == f"{__name__}.deaf: RuntimeError('deaf is deaf')"


def test_a_retry_tells_only_the_receiver_that_failed(at: datetime) -> None:
    deaf, good = Ear("deaf", failures=1), Ear("good")
    ring(times=1, at=at)
    deliver(at, deaf, good)
    assert deliver(at + timedelta(seconds=4), deaf, good) == 0
    assert deliver(at + timedelta(seconds=5), deaf, good) == 1
    assert (deaf.heard, good.heard, backlog(), OutboxDelivery.objects.count()) == ([1], [1], 0, 2)


def test_retries_wait_twice_as_long_each_time_up_to_six_hours(at: datetime) -> None:
    deaf = Ear("deaf", failures=100)
    ring(times=1, at=at)
    waits = []
    for _ in range(15):
        deliver(at, deaf)
        following = OutboxEvent.objects.get().next_attempt_at
        waits.append((following - at).total_seconds())
        at = following
    assert waits[:6] == [5, 10, 20, 40, 80, 160]
    assert waits[-2:] == [21600, 21600]


def test_what_a_failing_receiver_wrote_is_taken_back(at: datetime) -> None:
    def writes_and_fails(payload: dict[str, Any], at: datetime) -> None:
        OutboxEvent.objects.create(kind="half.done", payload={}, at=at)
        raise RuntimeError

    ring(times=1, at=at)
    deliver(at, writes_and_fails)
    assert list(OutboxEvent.objects.values_list("kind", flat=True)) == ["bell.rang"]
    assert OutboxDelivery.objects.count() == 0


def test_an_event_nobody_subscribed_to_is_done_at_once(at: datetime) -> None:
    ring(times=1, at=at)
    assert deliver_batch(receivers={}, at=at) == 1
    assert backlog() == 0


def test_an_event_of_the_future_is_not_told_yet(at: datetime) -> None:
    ear = Ear("ear")
    ring(times=1, at=at + timedelta(minutes=1))
    assert (deliver(at, ear), ear.heard, backlog()) == (0, [], 1)


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_a_mistake(at: datetime) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        emit(BellRang(), at=at)
    assert OutboxEvent.objects.count() == 0
