"""The jobs that the worker runs. Procrastinate calls `register` once when its application is ready."""

from procrastinate import App

from handsel.core.clock import now
from handsel.core.models import WorkerHeartbeat
from handsel.core.outbox import deliver_batch
from handsel.jobs.subscriptions import SUBSCRIPTIONS


def deliver_outbox(timestamp: int) -> None:
    """Deliver what the outbox holds; every minute at the latest."""
    at = now()
    WorkerHeartbeat.objects.update_or_create(name="worker", defaults={"at": at})
    deliver_batch(receivers=SUBSCRIPTIONS, at=at, limit=1000)


def register(app: App) -> None:
    """Name every job and its schedule."""
    app.periodic(cron="* * * * *")(app.task(name="outbox.deliver", queueing_lock="outbox.deliver")(deliver_outbox))
