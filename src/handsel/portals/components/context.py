"""The context processor: puts the shell of the visit into every template."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handsel.catalog import queries as catalog
from handsel.catalog.models import Category
from handsel.catalog.states import PriceMode
from handsel.core.actors import ANONYMOUS, Actor
from handsel.core.clock import now
from handsel.parties import queries as parties
from handsel.portals.components import shell as parts
from handsel.portals.components.addresses import SHARED, Addresses
from handsel.portals.components.visits import (
    CURRENCY_COOKIE,
    PRICES_COOKIE,
    Shop,
    Visit,
    chosen_currency,
    chosen_mode,
    chosen_shop,
    chosen_theme,
)

BASE = "storefront/base.html"


def shell(request: HttpRequest) -> dict[str, Any]:
    """`shell` for templates, made when a template first asks for it."""
    return {"shell": SimpleLazyObject(lambda: shell_of(request)), "is_demo": settings.DEMO}


def shell_of(request: HttpRequest) -> parts.Shell:
    """The frame around a page; bare when there is no store or the database does not answer."""
    try:
        shops = shops_of(request)
        visit = getattr(request, "visit", None) or remembered_visit(request, shops)
        return _full_shell(request, visit, shops) if visit else _bare_shell(request)
    except DatabaseError:
        return _bare_shell(request)


def shops_of(request: HttpRequest) -> tuple[Shop, ...]:
    """All stores, read once a request."""
    known: tuple[Shop, ...] | None = getattr(request, "shops", None)
    if known is None:
        known = tuple(Shop.of(store) for store in catalog.stores())
        request.shops = known  # type: ignore[attr-defined]
    return known


def remembered_visit(request: HttpRequest, shops: tuple[Shop, ...]) -> Visit | None:
    """The visit of a page outside the stores, such as signing in: the store last seen, the language of the browser."""
    shop = chosen_shop(shops, request.COOKIES)
    if shop is None:
        return None
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    return Visit(
        shop=shop,
        language=language if language in shop.languages else shop.languages[0],
        currency=chosen_currency(shop, asked=None, remembered=request.COOKIES.get(CURRENCY_COOKIE)) or "",
        mode=chosen_mode(shop, asked=None, remembered=request.COOKIES.get(PRICES_COOKIE)) or PriceMode.NET,
        actor=getattr(request, "actor", ANONYMOUS),
        at=getattr(request, "at", None) or now(),
    )


def _bare_shell(request: HttpRequest) -> parts.Shell:
    return parts.Shell(
        base=BASE,
        portal="Handsel",
        language=(get_language() or settings.LANGUAGE_CODE)[:2],
        theme=chosen_theme(request.COOKIES),
        path=request.path,
        home_url="/",
        is_demo=settings.DEMO,
    )


def _full_shell(request: HttpRequest, visit: Visit, shops: tuple[Shop, ...]) -> parts.Shell:
    addresses = Addresses(request.path, request.GET)
    is_inside = hasattr(request, "visit")
    theme = chosen_theme(request.COOKIES)
    path_inside = addresses.only(*SHARED).removeprefix(visit.prefix) if is_inside else "/"
    inside = addresses if is_inside else Addresses(f"{visit.prefix}/", QueryDict())
    return parts.Shell(
        base=BASE,
        portal=_("Storefront"),
        language=visit.language if is_inside else (get_language() or visit.language)[:2],
        theme=theme,
        path=addresses.full,
        home_url=f"{visit.prefix}/",
        is_demo=settings.DEMO,
        visit=visit,
        switches=(
            parts.store_switch(visit, shops, path_inside, inside),
            parts.prices_switch(visit, inside),
            parts.language_switch(visit.language, _language_urls(visit, path_inside, addresses, is_inside=is_inside)),
            parts.theme_switch(theme, addresses),
        ),
        categories=_category_links(visit, request),
        person=_person(request, visit.actor),
        search_url=f"{visit.prefix}/search",
        merchants_url=f"{visit.prefix}/merchants/",
        price_note=_price_note(visit),
    )


def _language_urls(visit: Visit, path_inside: str, addresses: Addresses, *, is_inside: bool) -> dict[str, str]:
    if is_inside:
        return {code: f"/{visit.shop.slug}/{code}{path_inside}" for code in visit.shop.languages}
    return {code: addresses.remember(language=code) for code, _name in settings.LANGUAGES}


def _category_links(visit: Visit, request: HttpRequest) -> tuple[parts.CategoryLink, ...]:
    open_keys = getattr(request, "open_categories", ())
    return tuple(
        parts.CategoryLink(
            name=visit.word(category.name) or category.key,
            url=category_url(visit, category.key),
            is_current=category.key in open_keys,
        )
        for category in top_categories(tree_of(request))
    )


def category_url(visit: Visit, key: str) -> str:
    return f"{visit.prefix}/categories/{quote(key, safe='')}/"


def tree_of(request: HttpRequest) -> catalog.CategoryTree:
    """The category tree, read once a request."""
    known: catalog.CategoryTree | None = getattr(request, "category_tree", None)
    if known is None:
        known = catalog.category_tree()
        request.category_tree = known  # type: ignore[attr-defined]
    return known


def top_categories(tree: catalog.CategoryTree) -> tuple[Category, ...]:
    """What the category bar shows: the top level, or what is below a single root."""
    top = tree.below(None)
    return (tree.below(top[0]) or top) if len(top) == 1 else top


def _person(request: HttpRequest, actor: Actor) -> parts.Person | None:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    memberships = parties.memberships_of(user_id=user.pk)
    acting = next((row for row in memberships if row.organization_id == actor.organization_id), None)
    name = str(user)
    organization = acting.organization_name if acting else _("no organization")
    choices = tuple(
        parts.OrganizationChoice(
            public_id=row.organization_public_id,
            name=row.organization_name,
            initials=parts.initials(row.organization_name),
            hint=_("Main account") if row.is_main_account else _("Sub-account"),
            is_current=row is acting,
        )
        for row in memberships
    )
    return parts.Person(
        name=name,
        email=user.email,
        organization=organization,
        initials=parts.initials(organization if acting else name),
        line=_("%(name)s, buying for") % {"name": name} if actor.customer_id else _("%(name)s, for") % {"name": name},
        switch_url=reverse("storefront:act-for"),
        choices=choices if len(choices) > 1 else (),
    )


def _price_note(visit: Visit) -> str:
    words = {"currency": visit.currency, "country": visit.formats.country(visit.shop.country)}
    if visit.mode == PriceMode.NET:
        return _("Prices net, without VAT, in %(currency)s, for delivery to %(country)s.") % words
    return _("Prices gross, with VAT, in %(currency)s, for delivery to %(country)s.") % words
