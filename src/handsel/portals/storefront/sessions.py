"""What a visitor chooses for himself: start page, remembered choices, the organization he acts for."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import resolve
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handsel.core.errors import NotFound
from handsel.parties.queries import memberships_of
from handsel.portals.components.addresses import Addresses, safe_return
from handsel.portals.components.context import remembered_visit, shops_of
from handsel.portals.components.requests import ACTING_ORGANIZATION_KEY, PortalRequest
from handsel.portals.components.visits import THEME_COOKIE, THEMES
from handsel.portals.storefront.visiting import UnreadableChoice, keep, refused, storefront

START = "/"


@require_safe
def start(request: PortalRequest) -> HttpResponse:
    """The bare address leads to the store and language last seen, else to the first store in the browser's language."""
    visit = remembered_visit(request, shops_of(request))
    if visit is None:
        return refused(request, NotFound(what=_("A store")))
    response = HttpResponseRedirect(f"{visit.prefix}/")
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def remember(request: PortalRequest) -> HttpResponse:
    """Keep a theme or language in a cookie and go back; a choice that does not exist is refused."""
    response = HttpResponseRedirect(safe_return(request.GET.get("next"), otherwise=START))
    if (theme := request.GET.get("theme")) is not None:
        if theme not in THEMES:
            return refused(request, UnreadableChoice(words=_("The appearance is system, light or dark.")))
        keep(response, THEME_COOKIE, theme)
    if (language := request.GET.get("language")) is not None:
        if language not in dict(settings.LANGUAGES):
            return refused(request, UnreadableChoice(words=_("This language is not spoken here.")))
        keep(response, settings.LANGUAGE_COOKIE_NAME, language)
    return response


@require_POST
def act_for(request: PortalRequest) -> HttpResponse:
    """Act for another of one's organizations from now on; a foreign one is as unknown as one that does not exist."""
    back = safe_return(request.POST.get("next"), otherwise=START)
    if not request.user.is_authenticated:
        return redirect(settings.LOGIN_URL)
    wanted = request.POST.get("organization", "")
    choices = memberships_of(user_id=request.user.pk)
    chosen = next((row for row in choices if row.organization_public_id == wanted), None)
    if chosen is None:
        return refused(request, NotFound(what=_("This organization")))
    request.session[ACTING_ORGANIZATION_KEY] = chosen.organization_public_id
    messages.success(request, _("You now act for %(name)s.") % {"name": chosen.organization_name})
    return HttpResponseRedirect(back)


@storefront
def nothing_here(request: PortalRequest, rest: str) -> HttpResponse:
    """No page has this address: the error page speaks the language of its store. A lost slash is put back."""
    slashed = f"{request.path}/"
    if not rest.endswith("/") and resolve(slashed).url_name != "nothing":
        return HttpResponsePermanentRedirect(Addresses(slashed, request.GET).full)
    raise Http404
