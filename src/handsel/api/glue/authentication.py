"""Who asks: somebody with an access token, somebody signed in by his browser's session, or nobody (API-20, ORG-12)."""

from django.http import HttpRequest

from handsel.api.glue.errors import INVALID_TOKEN, MISSING_TOKEN, NOT_A_MEMBER, ORGANIZATION_MISSING, Refused
from handsel.api.queries import user_of_access_token
from handsel.core.actors import Actor
from handsel.parties.queries import actor_for, memberships_of

ORGANIZATION_HEADER = "X-Acting-Organization"
SCHEME = "bearer"


def actor_of_request(request: HttpRequest) -> Actor:
    """The actor of a request that anybody may send. Raises Refused for a token that is not valid, wherever it comes."""
    user_id = _user_of_token(request)
    if user_id is not None:
        return _acting(user_id, request.headers.get(ORGANIZATION_HEADER), must_choose=True)
    actor: Actor = request.actor  # type: ignore[attr-defined]  # the middleware's
    named = request.headers.get(ORGANIZATION_HEADER)
    if named is None or actor.user_id is None:
        return actor
    return _acting(actor.user_id, named, must_choose=False)


def signed_in_by_token(request: HttpRequest) -> Actor:
    """The actor of a request that needs a token; a browser's session is not enough, since other sites can send it."""
    user_id = _user_of_token(request)
    if user_id is None:
        raise Refused(MISSING_TOKEN)
    return _acting(user_id, request.headers.get(ORGANIZATION_HEADER), must_choose=False)


def _user_of_token(request: HttpRequest) -> int | None:
    """The user of the Authorization header; None without one, an empty one counting as none (API-20)."""
    header = request.headers.get("Authorization", "").strip()
    if not header:
        return None
    scheme, _, token = header.partition(" ")
    user_id = None
    if scheme.lower() == SCHEME and token.strip():
        user_id = user_of_access_token(token.strip(), at=request.at)  # type: ignore[attr-defined]
    if user_id is None:
        raise Refused(INVALID_TOKEN)
    return user_id


def _acting(user_id: int, named: str | None, *, must_choose: bool) -> Actor:
    """The organization that was named, which must be his; else his only one (ORG-12)."""
    choices = memberships_of(user_id=user_id)
    if named is not None and named not in {choice.organization_public_id for choice in choices}:
        raise Refused(NOT_A_MEMBER)
    if named is None and must_choose and len(choices) > 1:
        raise Refused(ORGANIZATION_MISSING)
    return actor_for(user_id=user_id, organization_public_id=named)
