"""Read functions of tokens."""

from datetime import datetime

from django.utils.crypto import constant_time_compare

from handsel.api.models import ApiToken
from handsel.api.tokens import digest_of


def user_of_access_token(token: str, *, at: datetime) -> int | None:
    """Whose access token this is; None when it is unknown, expired, revoked, or older than the password. One query."""
    row = (
        ApiToken.objects.select_related("user")
        .filter(access_digest=digest_of(token), access_expires_at__gt=at, revoked_at__isnull=True)
        .first()
    )
    return row.user_id if row is not None and still_holds(row) else None


def still_holds(row: ApiToken) -> bool:
    """Whether the user may still sign in and has the password he had then (fetch the user with it)."""
    return row.user.is_active and constant_time_compare(row.session_hash, row.user.get_session_auth_hash())
