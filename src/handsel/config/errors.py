"""Error pages: words in the visitor's language, JSON:API under `/api/`, never a stack trace."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

API_PREFIX = "/api/"


def _answer(request: HttpRequest, status: HTTPStatus, title: str, words: str) -> HttpResponse:
    request_id = getattr(request, "request_id", "")
    if request.path.startswith(API_PREFIX):
        error = {"status": status.value, "code": str(status.value), "detail": words}
        return JsonResponse({"errors": [error]}, status=status, content_type="application/vnd.api+json")
    page = {"status": status.value, "title": title, "words": words, "request_id": request_id}
    return HttpResponse(render_to_string("components/error.html", {"page": page}, request=request), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    words = _("The address or the form holds something that cannot be read. Nothing was changed.")
    return _answer(request, HTTPStatus.BAD_REQUEST, _("This request cannot be read"), words)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    words = _("Your account does not have the right to see this page. Nothing was changed.")
    return _answer(request, HTTPStatus.FORBIDDEN, _("Not allowed"), words)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    words = _("There is nothing at this address, or it is not yours to see.")
    return _answer(request, HTTPStatus.NOT_FOUND, _("Page not found"), words)


def server_error(request: HttpRequest) -> HttpResponse:
    status, words = (
        HTTPStatus.INTERNAL_SERVER_ERROR,
        _("Something went wrong on our side. Nothing was lost; please try again."),
    )
    try:
        return _answer(request, status, _("Something went wrong"), words)
    except Exception:  # noqa: BLE001 - the page's frame may need the very thing that failed, such as the database
        plain = f"{words}\n{getattr(request, 'request_id', '')}\n"
        return HttpResponse(plain, status=status, content_type="text/plain; charset=utf-8")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    words = _("The form was too old or came from another page. Go back, reload and send it again.")
    return _answer(request, HTTPStatus.FORBIDDEN, _("The form could not be accepted"), words)
