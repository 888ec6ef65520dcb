"""Fixtures for every test of the project: the cast, clients that are signed in as one of it, a fixed time."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from handsel.parties.models import User
from tests.world import AT, World, build_world

ClientOf = Callable[[str], Client]


@pytest.fixture
def at() -> datetime:
    """The instant at which tests happen unless they say otherwise: a Monday noon in UTC."""
    return AT


@pytest.fixture
def world(db: None) -> World:
    """The cast, three stores, two merchants with warehouses, and one product sold by both."""
    return build_world()


@pytest.fixture
def client_of(world: World) -> ClientOf:
    """A browser signed in as one of the cast; `anonymous` is nobody."""

    def sign_in(who: str) -> Client:
        client = Client()
        if who != "anonymous":
            user: User = world.user(who)
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
