"""Health, metrics and media: what machines ask of this installation."""

import mimetypes
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils._os import safe_join
from django.views.decorators.http import require_safe
from django_prometheus.exports import ExportToDjangoView

from handsel.core.outbox import backlog

LOOPBACK = frozenset({"127.0.0.1", "::1"})
PICTURE_TYPES = frozenset({"image/svg+xml", "image/png", "image/jpeg", "image/webp"})


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "live"})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The process can work: the database answers; how much the outbox holds is told along."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return JsonResponse({"status": "ready", "outbox_backlog": backlog()})
    except DatabaseError:
        return JsonResponse({"status": "database unavailable"}, status=503)


@require_safe
def metrics(request: HttpRequest) -> HttpResponseBase:
    """Prometheus metrics where the installation switches them on, for a scraper on this machine only.

    What says that it came through a proxy is refused; a proxy that does not say so must not pass this address on.
    """
    if not settings.METRICS:
        raise Http404
    if request.META.get("REMOTE_ADDR") not in LOOPBACK or "X-Forwarded-For" in request.headers:
        raise PermissionDenied
    answer: HttpResponseBase = ExportToDjangoView(request)
    return answer


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture from the media folder, sandboxed so that an SVG can run nothing."""
    path = Path(safe_join(settings.MEDIA_ROOT, name))
    kind = mimetypes.guess_type(path.name)[0]
    if kind not in PICTURE_TYPES or not _is_file(path):
        raise Http404
    response = FileResponse(path.open("rb"), content_type=kind)
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["Cache-Control"] = "public, max-age=86400"
    return response


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name longer than file systems have
        return False
