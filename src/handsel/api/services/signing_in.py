"""Signing in to the API, renewing it, signing out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from handsel.api.models import ApiToken
from handsel.api.queries import still_holds
from handsel.api.tokens import ACCESS_PREFIX, REFRESH_PREFIX, digest_of, new_token
from handsel.audit.services import record
from handsel.core.actors import Actor
from handsel.core.errors import NotFound
from handsel.core.locking import locked
from handsel.core.transactions import command
from handsel.parties.models import User

ACCESS_LIFE = timedelta(hours=8)
REFRESH_LIFE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class TokenPair:
    """The tokens themselves, shown this once, and after how many seconds the access token ends."""

    user_id: int
    access: str
    refresh: str
    expires_in: int


@command
def issue_tokens(*, user_id: int, at: datetime) -> TokenPair:
    """Give somebody whose password was checked an access and a refresh token. Raises NotFound."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        raise NotFound(what="The user")
    row, pair = _new_pair(user, at)
    record(actor=Actor(user_id=user.pk), action="token.issued", subject=row, at=at)
    return pair


@command
def renew_tokens(*, refresh_token: str, at: datetime) -> TokenPair:
    """Exchange a refresh token for a new pair; the old pair ends. Raises NotFound for one that does not hold.

    A refresh token works once: of two that race, the second finds it used.
    """
    row = _lock_live(refresh_token, at)
    if row is None or not still_holds(row):
        raise NotFound(what="The token")
    row.revoked_at = at
    row.save(update_fields=("revoked_at",))
    renewed, pair = _new_pair(row.user, at)
    record(actor=Actor(user_id=row.user_id), action="token.renewed", subject=renewed, at=at)
    return pair


@command
def revoke_token(*, actor: Actor, refresh_token: str, at: datetime) -> bool:
    """End the actor's own sign-in; False when the token is not his or no longer holds, which nobody is told."""
    row = _lock_live(refresh_token, at)
    if row is None or row.user_id != actor.user_id:
        return False
    row.revoked_at = at
    row.save(update_fields=("revoked_at",))
    record(actor=actor, action="token.revoked", subject=row, at=at)
    return True


def _lock_live(refresh_token: str, at: datetime) -> ApiToken | None:
    rows = locked(
        ApiToken.objects.select_related("user").filter(
            refresh_digest=digest_of(refresh_token), refresh_expires_at__gt=at, revoked_at__isnull=True
        )
    )
    return rows[0] if rows else None


def _new_pair(user: User, at: datetime) -> tuple[ApiToken, TokenPair]:
    ApiToken.objects.filter(user=user, refresh_expires_at__lte=at).delete()
    access, refresh = new_token(ACCESS_PREFIX), new_token(REFRESH_PREFIX)
    row = ApiToken.objects.create(
        user=user,
        access_digest=digest_of(access),
        access_expires_at=at + ACCESS_LIFE,
        refresh_digest=digest_of(refresh),
        refresh_expires_at=at + REFRESH_LIFE,
        session_hash=user.get_session_auth_hash(),
        created_at=at,
    )
    return row, TokenPair(user.pk, access, refresh, int(ACCESS_LIFE.total_seconds()))
