"""A refresh token works once, however many programs show it at the same instant (TX-5)."""

from functools import partial

import pytest

from handsel.api.models import ApiToken
from handsel.api.services.signing_in import TokenPair, issue_tokens, renew_tokens
from handsel.audit.models import AuditEntry
from handsel.core.errors import NotFound
from tests.races.running import at_once
from tests.world import AT, World, build_world

pytestmark = pytest.mark.django_db(transaction=True)
PROGRAMS = 8


@pytest.fixture
def world(transactional_db: None) -> World:
    return build_world()


def test_of_many_programs_with_one_refresh_token_exactly_one_gets_a_pair(world: World) -> None:
    token = issue_tokens(user_id=world.user("bea").pk, at=AT).refresh
    for _ in range(5):
        answers = at_once([partial(renew_tokens, refresh_token=token, at=AT)] * PROGRAMS)
        [pair] = [answer for answer in answers if isinstance(answer, TokenPair)]
        assert sum(isinstance(answer, NotFound) for answer in answers) == PROGRAMS - 1
        assert ApiToken.objects.filter(revoked_at__isnull=True).count() == 1
        token = pair.refresh
    assert AuditEntry.objects.filter(action="token.renewed").count() == 5
