"""The cast at the addresses of the table."""

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.access.asking import Cast
from tests.plugin import ClientOf
from tests.world import World


@pytest.fixture
def cast(world: World, client_of: ClientOf, settings: Settings, tmp_path: Path) -> Cast:
    """Everybody, and what the addresses of the table name: a picture, an offer that is shown, one that waits."""
    settings.MEDIA_ROOT = tmp_path
    settings.ACCOUNT_RATE_LIMITS = False
    (tmp_path / "logo.png").write_bytes(b"\x89PNG")
    world.offer("ofr-1", price="100", on_hand="5")
    world.offer("ofr-2", merchant="max", price="90", approval_status="waiting_for_approval", approved_at=None)
    return Cast(world, client_of)
