from datetime import datetime, timedelta
from threading import Event

import pytest
from django.db import transaction

from handsel.board.models import BoardRow
from handsel.catalog.services.marking import touch
from handsel.core.models import WorkerHeartbeat
from handsel.jobs.following import follow, follow_once
from tests.world import World


@pytest.mark.django_db
def test_one_turn_shows_a_changed_product_and_the_next_finds_nothing(world: World, at: datetime) -> None:
    world.offer("ofr-1", price="10.00", on_hand="5")
    with transaction.atomic():
        touch([world.concrete.pk])
    assert follow_once(at) > 0
    row = BoardRow.objects.get(store=world.stores["DE"], concrete_product=world.concrete)
    assert row.is_shown
    assert follow_once(at + timedelta(seconds=1)) == 0


@pytest.mark.django_db
def test_every_turn_says_that_the_worker_lives(world: World, at: datetime) -> None:
    follow_once(at)
    follow_once(at + timedelta(seconds=30))
    assert WorkerHeartbeat.objects.get(name="follower").at == at + timedelta(seconds=30)


def test_a_follower_that_is_told_to_stop_takes_no_turn() -> None:
    stop = Event()
    stop.set()
    follow(stop)
