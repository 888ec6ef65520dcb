"""One request as the contract's endpoints see it: which store, in which words and prices, for whom, when."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import escape_uri_path
from django.utils.translation.trans_real import parse_accept_lang_header

from handsel.api.glue.documents import Address
from handsel.api.glue.errors import INVALID_CURRENCY, INVALID_PRICE_MODE, STORE_NOT_FOUND, Refused
from handsel.api.glue.parameters import Parameters
from handsel.catalog.models import Currency, Store
from handsel.catalog.queries import stores as every_store
from handsel.catalog.states import PriceMode
from handsel.core.actors import Actor

STORE_HEADER = "X-Store"


@dataclass(frozen=True, slots=True)
class Visit:
    """What every answer depends on. `parameters` is the query string, understood."""

    store: Store
    stores: tuple[Store, ...]
    locale: str
    currency: Currency | None
    mode: PriceMode
    actor: Actor
    at: datetime
    address: Address
    parameters: Parameters

    @property
    def currency_code(self) -> str:
        """The currency of every price; empty in a store without any, which has no prices."""
        return self.currency.code if self.currency else ""

    @property
    def language(self) -> str:
        return self.locale.partition("_")[0].lower()


def address_of(request: HttpRequest) -> Address:
    """Where the request was sent, with its host and its query string untouched (API-2)."""
    host = f"{request.scheme}://{request.get_host()}"
    return Address(host=host, path=host + escape_uri_path(request.path), query=request.META.get("QUERY_STRING", ""))


def visit_of(request: HttpRequest, parameters: Parameters, actor: Actor) -> Visit:
    """The visit of a request. Raises Refused for a store, currency or price mode that does not exist here."""
    stores = tuple(every_store())
    store = _store_of(request, stores)
    return Visit(
        store=store,
        stores=stores,
        locale=_locale_of(request, store),
        currency=_currency_of(store, parameters.currency),
        mode=_mode_of(store, parameters.price_mode),
        actor=actor,
        at=request.at,  # type: ignore[attr-defined]  # the middleware's one instant
        address=address_of(request),
        parameters=parameters,
    )


def _store_of(request: HttpRequest, stores: tuple[Store, ...]) -> Store:
    """The store of the header, else of the host, else the default one; an unknown name is refused (API-14)."""
    named = request.headers.get(STORE_HEADER)
    found = None
    if named is None:
        label, _, rest = request.get_host().partition(":")[0].partition(".")
        if rest == urlsplit(settings.PUBLIC_URL).hostname:
            found = next((store for store in stores if store.slug == label.lower()), None)
        found = found or next(iter(stores), None)
    else:
        found = next((store for store in stores if store.name == named), None)
    if found is None:
        raise Refused(STORE_NOT_FOUND)
    return found


def _locale_of(request: HttpRequest, store: Store) -> str:
    """The store's locale that the client likes best, else the store's first."""
    for wanted, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        name = wanted.replace("-", "_").lower()
        exact = next((locale for locale in store.locales if locale.lower() == name), None)
        if found := exact or next((locale for locale in store.locales if locale[:2].lower() == name[:2]), None):
            return found
    return store.locales[0] if store.locales else settings.LANGUAGE_CODE


def _currency_of(store: Store, code: str | None) -> Currency | None:
    if code is None:
        return store.default_currency
    found = next((currency for currency in store.currencies.all() if currency.code == code), None)
    if found is None:
        raise Refused(INVALID_CURRENCY)
    return found


def _mode_of(store: Store, name: str | None) -> PriceMode:
    if name is None:
        return PriceMode(store.default_price_mode)
    if name not in PriceMode.values:
        raise Refused(INVALID_PRICE_MODE)
    return PriceMode(name)
