"""What every page's shell needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """The demo banner's switch and the actor."""
    return {"is_demo": settings.DEMO, "actor": getattr(request, "actor", None)}
