"""What every request passes: an id, headers, readable input, the acting organization."""

import re
from collections.abc import Callable
from uuid import uuid4

import structlog
from django.http import HttpRequest, HttpResponseBase

from handsel.config.errors import bad_request
from handsel.core.actors import ANONYMOUS
from handsel.core.clock import now
from handsel.parties.queries import actor_for
from handsel.portals.components.requests import ACTING_ORGANIZATION_KEY

Respond = Callable[[HttpRequest], HttpResponseBase]
GOOD_REQUEST_ID = re.compile(r"^[A-Za-z0-9._-]{8,64}$")
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; font-src 'self'; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class RequestId:
    """Every answer and every log line of a request carries one id, ours or the well-formed one that came with it."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-Id", "")
        request_id = given if GOOD_REQUEST_ID.match(given) else uuid4().hex
        request.request_id = request_id  # type: ignore[attr-defined]  # read by logs, audit and error pages
        request.at = now()  # type: ignore[attr-defined]  # one instant for the whole request
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.respond(request)
        response["X-Request-Id"] = request_id
        return response


class SecurityHeaders:
    """A strict content security policy and friends on every answer that does not bring its own."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.respond(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
        return response


class RefuseUnreadableInput:
    """NUL characters reach no database text column: refuse them at the door with words instead of a crash."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request)
        return self.respond(request)


class ActingOrganization:
    """Puts `request.actor` in place: who asks, acting for which organization, with which rights."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = ANONYMOUS  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            chosen = request.session.get(ACTING_ORGANIZATION_KEY)
            request.actor = actor_for(user_id=request.user.pk, organization_public_id=chosen)  # type: ignore[attr-defined]
        return self.respond(request)
