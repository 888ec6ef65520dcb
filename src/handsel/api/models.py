from django.db import models
from django.db.models.functions import Now

from handsel.parties.models import User


class ApiToken(models.Model):
    """One sign-in to the API: an access token and the refresh token that renews it, of both only digests (API-20).

    `session_hash` is that of the user's sessions: a new password ends the tokens as it ends the sessions.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    access_digest = models.CharField(max_length=64, unique=True)
    access_expires_at = models.DateTimeField()
    refresh_digest = models.CharField(max_length=64, unique=True)
    refresh_expires_at = models.DateTimeField()
    session_hash = models.CharField(max_length=128)
    created_at = models.DateTimeField(db_default=Now())
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(refresh_expires_at__gte=models.F("access_expires_at")),
                name="api_token_refresh_outlives_access",
            )
        ]
        indexes = [models.Index(fields=["user", "-created_at"], name="api_token_by_user")]
