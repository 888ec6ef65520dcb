"""Who asks: somebody signed in by his browser's session, or nobody (tokens: see `tokens`)."""

from django.http import HttpRequest

from handsel.api.glue.errors import INVALID_TOKEN, NOT_A_MEMBER, Refused
from handsel.core.actors import Actor
from handsel.parties.queries import actor_for, memberships_of

ORGANIZATION_HEADER = "X-Acting-Organization"


def actor_of_request(request: HttpRequest) -> Actor:
    """The actor of a request. An empty Authorization header counts as missing, any other is refused (API-20)."""
    if request.headers.get("Authorization", "").strip():
        raise Refused(INVALID_TOKEN)
    actor: Actor = request.actor  # type: ignore[attr-defined]  # the middleware's
    named = request.headers.get(ORGANIZATION_HEADER)
    if named is None or actor.user_id is None:
        return actor
    if named not in {choice.organization_public_id for choice in memberships_of(user_id=actor.user_id)}:
        raise Refused(NOT_A_MEMBER)
    return actor_for(user_id=actor.user_id, organization_public_id=named)
