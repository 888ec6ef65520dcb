"""Answers with the headers they need: media type, caching, methods (API-1, API-17, API-21)."""

import hashlib
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from handsel.api.glue.documents import MEDIA_TYPE, encoded, errors_document
from handsel.api.glue.errors import Problem

VARY = ("Accept-Language", "Authorization", "Cookie", "X-Acting-Organization", "X-Store")
SECONDS_TO_WAIT = 300
REASONS = {int(HTTPStatus.UNPROCESSABLE_ENTITY): "Unprocessable Content"}


def answer(document: dict[str, Any] | None, status: int = HTTPStatus.OK) -> HttpResponse:
    """A document with the contract's media type; None has no body and no type. 422 carries its newer reason phrase."""
    body = b"" if document is None else encoded(document)
    response = HttpResponse(body, status=status, reason=REASONS.get(int(status)), content_type=MEDIA_TYPE)
    if document is None:
        del response["Content-Type"]
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, VARY)
    return response


def refusal(problems: Sequence[Problem]) -> HttpResponse:
    """The errors of one request, with the status of the first."""
    response = answer(errors_document(problems), problems[0].status)
    if problems[0].status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    if problems[0].status == HTTPStatus.TOO_MANY_REQUESTS:
        response["Retry-After"] = str(SECONDS_TO_WAIT)
    return response


def cached(request: HttpRequest, response: HttpResponse, *, is_personal: bool) -> HttpResponse:
    """Let clients keep an answer but ask each time whether it still holds; shared caches only what is the same for all.

    An answer to somebody signed in may hold his contract prices (BOARD-7, API-21): it is private.
    """
    etag = f'"{hashlib.blake2b(response.content, digest_size=16).hexdigest()}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response.content = b""
        response.status_code = HTTPStatus.NOT_MODIFIED
        del response["Content-Type"]
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache" if is_personal else "public, no-cache"
    return response
