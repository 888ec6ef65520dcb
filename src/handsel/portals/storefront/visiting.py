"""The door of every storefront page: store and language from the address, choices from query and cookies, refusals."""

import logging
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from urllib.parse import quote

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from handsel.core.errors import DomainError, NotFound
from handsel.portals.components.context import shops_of
from handsel.portals.components.requests import PortalRequest
from handsel.portals.components.visits import (
    CURRENCY_COOKIE,
    PRICES_COOKIE,
    REMEMBER_SECONDS,
    STORE_COOKIE,
    Visit,
    chosen_currency,
    chosen_mode,
)
from handsel.portals.storefront.elsewhere import stores_selling

View = Callable[..., HttpResponse]
RETRY_SECONDS = 30
logger = logging.getLogger(__name__)


class UnreadableChoice(DomainError):
    """A store, currency or price mode in the address that does not exist here."""

    code, http_status, message = "unreadable_choice", 400, "{words}"


def storefront(view: View) -> Callable[..., HttpResponse]:
    """A view of the storefront: it takes `request` with its visit; refusals become pages in the visitor's language."""

    @wraps(view)
    def answer(request: PortalRequest, store: str, language: str, **kwargs: str) -> HttpResponse:
        if (store, language) != (store.lower(), language.lower()):
            return HttpResponsePermanentRedirect(_lowered(request, store, language))
        with translation.override(language if language in dict(settings.LANGUAGES) else None):
            try:
                request.visit = visit_of(request, store, language)
                response = view(request, **kwargs) if _fits_its_page(request) else _reload()
            except DomainError as refusal:
                return refused(request, refusal)
            except Http404:
                return refused(request, NotFound(what=_("This page")))
            except (OperationalError, InterfaceError):
                logger.exception("The database does not answer.")
                return resting(request)
            _remember(request, response)
            return response

    return answer


def _fits_its_page(request: PortalRequest) -> bool:
    """Whether a part that is asked for belongs to the page it goes into; another tab may have changed who is asking."""
    seen_as = request.headers.get("X-Seen-As")
    return not request.htmx or seen_as is None or seen_as == request.visit.seen_as


def _reload() -> HttpResponse:
    """Nothing to put into the page: let the browser ask for the whole page anew."""
    return HttpResponse(headers={"HX-Refresh": "true", "Cache-Control": "no-store"})


def visit_of(request: PortalRequest, slug: str, language: str) -> Visit:
    """The visit an address asks for.

    Raises NotFound for a store or language, UnreadableChoice for a currency or price mode.
    """
    shops = shops_of(request)
    shop = next((shop for shop in shops if shop.slug == slug), None)
    if shop is None:
        raise NotFound(what=_("The store “%(store)s”") % {"store": slug})
    if language not in shop.languages:
        raise NotFound(what=_("The language “%(language)s” in this store") % {"language": language})
    currency = chosen_currency(shop, asked=request.GET.get("currency"), remembered=request.COOKIES.get(CURRENCY_COOKIE))
    if currency is None:
        words = _("This store does not sell in that currency. It sells in %(currencies)s.")
        raise UnreadableChoice(words=words % {"currencies": ", ".join(shop.currencies)})
    mode = chosen_mode(shop, asked=request.GET.get("prices"), remembered=request.COOKIES.get(PRICES_COOKIE))
    if mode is None:
        raise UnreadableChoice(words=_("Prices are shown as net or as gross."))
    return Visit(shop=shop, language=language, currency=currency, mode=mode, actor=request.actor, at=request.at)


def refused(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    """The error page of an expected refusal, with its status and words."""
    titles = {
        HTTPStatus.NOT_FOUND: _("Page not found"),
        HTTPStatus.FORBIDDEN: _("Not allowed"),
        HTTPStatus.BAD_REQUEST: _("This request cannot be read"),
    }
    status = HTTPStatus(refusal.http_status)
    elsewhere = stores_selling(request) if status == HTTPStatus.NOT_FOUND else ()
    page = {
        "status": refusal.http_status,
        "title": _("Not sold in this store") if elsewhere else titles.get(status, _("This is not possible")),
        "words": _("This store does not sell the product, but others do:") if elsewhere else str(refusal),
        "elsewhere": elsewhere,
        "request_id": getattr(request, "request_id", ""),
    }
    return _private(render(request, "components/error.html", {"page": page}, status=refusal.http_status))


def resting(request: HttpRequest) -> HttpResponse:
    """The page of a marketplace whose database is being looked after: come back in a moment."""
    status = HTTPStatus.SERVICE_UNAVAILABLE.value
    page = {
        "status": status,
        "title": _("Back in a moment"),
        "words": _("The marketplace is being looked after. Nothing was lost; please try again shortly."),
        "request_id": getattr(request, "request_id", ""),
    }
    response = render(request, "components/error.html", {"page": page}, status=status)
    response["Retry-After"] = str(RETRY_SECONDS)
    return _private(response)


def show(request: PortalRequest, template: str, page: object, *, partial: str = "", status: int = 200) -> HttpResponse:
    """The whole page, or only its changing part when htmx asked for that."""
    name = partial if partial and request.htmx and not request.htmx.history_restore_request else template
    return render(request, name, {"page": page}, status=status)


def _remember(request: PortalRequest, response: HttpResponse) -> None:
    """Keep store, language and what the address chose in cookies, only where that changes something."""
    visit = request.visit
    choices = {STORE_COOKIE: visit.shop.slug, settings.LANGUAGE_COOKIE_NAME: visit.language}
    if "currency" in request.GET:
        choices[CURRENCY_COOKIE] = visit.currency
    if asked := request.GET.get("prices"):
        choices[PRICES_COOKIE] = asked
    for name, value in choices.items():
        if request.COOKIES.get(name) != value:
            keep(response, name, value)
    _private(response)


def keep(response: HttpResponse, name: str, value: str) -> None:
    """Set a cookie that remembers a choice for a year."""
    response.set_cookie(
        name, value, max_age=REMEMBER_SECONDS, secure=settings.SERVED_BY_HTTPS, httponly=True, samesite="Lax"
    )


def _private(response: HttpResponse) -> HttpResponse:
    """Pages differ by cookies and by who asks: no shared cache may keep them."""
    patch_vary_headers(response, ("Cookie", "HX-Request"))
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def _lowered(request: PortalRequest, store: str, language: str) -> str:
    rest = quote(request.path.removeprefix(f"/{store}/{language}"))
    query = request.META.get("QUERY_STRING", "")
    return f"/{store.lower()}/{language.lower()}{rest}" + (f"?{query}" if query else "")
