"""Background processes say that they live; health checks and the doctor read it."""

from datetime import datetime

from handsel.core.models import WorkerHeartbeat


def beat(name: str, *, at: datetime) -> None:
    """Say that the background process `name` lives at `at`."""
    WorkerHeartbeat.objects.update_or_create(name=name, defaults={"at": at})
