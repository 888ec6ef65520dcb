"""Fixtures for every test of the project: the cast, clients that are signed in as one of it, a fixed time."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.conf import settings as django_settings
from django.test import Client

from handsel.parties.models import User
from tests.world import AT, World, build_world

ClientOf = Callable[[str], Client]


@pytest.fixture(scope="session", autouse=True)
def quick_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Static files straight from the sources, and passwords that cost nothing: each test makes a cast of ten."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    django_settings.STORAGES = {**django_settings.STORAGES, "staticfiles": plain}
    django_settings.STATIC_ROOT = tmp_path_factory.mktemp("static")
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


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
