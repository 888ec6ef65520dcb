from django.db import models
from django.db.models.functions import Now


class OutboxEvent(models.Model):
    """Something that happened, written in the transaction in which it happened; delivered after it."""

    kind = models.CharField(max_length=100)
    payload = models.JSONField()
    at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(db_default=Now())
    last_error = models.TextField(default="", blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"], name="outbox_pending", condition=models.Q(delivered_at__isnull=True)
            ),
        ]


class OutboxDelivery(models.Model):
    """One receiver has handled one event; the unique pair makes a repeated delivery harmless."""

    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="deliveries")
    receiver = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("event", "receiver"), name="outbox_delivery_once")]


class WorkerHeartbeat(models.Model):
    """When a worker last said it lives; read by health checks and the doctor."""

    name = models.CharField(max_length=100, unique=True)
    at = models.DateTimeField()
