"""The only place that reads the wall clock. Interfaces call it; everything else takes `at`."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return timezone.now()
