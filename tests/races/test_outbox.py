"""Several workers empty one outbox: each event reaches its receiver once (OUTBOX-2)."""

import threading
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, ClassVar

import pytest

from handsel.core.outbox import Event, backlog, deliver_batch, emit
from handsel.core.transactions import command
from tests.races.running import at_once
from tests.world import AT

EVENTS = 40


@dataclass(frozen=True)
class BellRang(Event):
    kind: ClassVar[str] = "bell.rang"
    number: int


@command
def ring_many() -> None:
    for number in range(EVENTS):
        emit(BellRang(number=number), at=AT)


@pytest.mark.django_db(transaction=True)
def test_several_workers_deliver_each_event_once() -> None:
    heard: Counter[int] = Counter()
    guard = threading.Lock()

    def listen(payload: dict[str, Any], _at: datetime) -> None:
        with guard:
            heard[payload["number"]] += 1

    ring_many()
    answers = at_once([partial(deliver_batch, receivers={"bell.rang": [listen]}, at=AT)] * 5)
    assert sum(answer for answer in answers if isinstance(answer, int)) == EVENTS
    assert heard == Counter(range(EVENTS))
    assert backlog() == 0
