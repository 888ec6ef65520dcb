"""A visit: in which store, language, currency and price mode somebody looks, and what a cookie remembers of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.crypto import salted_hmac

from handsel.catalog.models import Store
from handsel.catalog.queries import word_in
from handsel.catalog.states import PriceMode
from handsel.core.actors import Actor
from handsel.portals.components.formats import Formats, formats_for

STORE_COOKIE = "handsel_store"
CURRENCY_COOKIE = "handsel_currency"
PRICES_COOKIE = "handsel_prices"
THEME_COOKIE = "handsel_theme"
THEMES = ("system", "light", "dark")
PRICE_WORDS = {"net": PriceMode.NET, "gross": PriceMode.GROSS}
REMEMBER_SECONDS = 365 * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Shop:
    """A store as storefronts need it: its part of the address, languages and currencies, defaults first."""

    store: Store
    slug: str
    country: str
    languages: tuple[str, ...]
    currencies: tuple[str, ...]

    def locale(self, language: str) -> str:
        """The store's locale for a language: `de` is de_AT in a store that has it."""
        return next((name for name in self.store.locales if name[:2].lower() == language), language)

    @classmethod
    def of(cls, store: Store) -> "Shop":
        known = {code for code, _ in settings.LANGUAGES}
        spoken = dict.fromkeys(name[:2].lower() for name in store.locales)
        languages = tuple(code for code in spoken if code in known) or (settings.LANGUAGE_CODE,)
        default = store.default_currency.code if store.default_currency else ""
        others = sorted(currency.code for currency in store.currencies.all() if currency.code != default)
        return cls(store, store.slug, store.tax_country, languages, ((default,) if default else ()) + tuple(others))


@dataclass(frozen=True, slots=True)
class Visit:
    """One look at the marketplace. Everything a page shows is asked for with these values."""

    shop: Shop
    language: str
    currency: str
    mode: PriceMode
    actor: Actor
    at: datetime

    @property
    def store(self) -> Store:
        return self.shop.store

    @property
    def locale(self) -> str:
        """The key under which catalogue words of this language are kept, such as de_AT."""
        return self.shop.locale(self.language)

    def word(self, words: Mapping[str, str]) -> str:
        """The text of catalogue words in the visitor's language, else in another of the store's, else any."""
        return word_in(words, self.locale, locales=self.store.locales)

    @property
    def prefix(self) -> str:
        """The start of every address of this store and language."""
        return f"/{self.shop.slug}/{self.language}"

    @property
    def seen_as(self) -> str:
        """For whom and how prices are shown, as a word that tells nothing; a part of a page must match its page."""
        facts = (self.actor.user_id, self.actor.organization_id, self.currency, self.mode.value)
        return salted_hmac("handsel.seen_as", "/".join(map(str, facts))).hexdigest()[:16]

    @property
    def formats(self) -> Formats:
        return formats_for(language=self.language, country=self.shop.country, time_zone=self.shop.store.time_zone)


def chosen_currency(shop: Shop, *, asked: str | None, remembered: str | None) -> str | None:
    """The currency to show: the one asked for, the remembered one if the store has it, its default.

    None when the one asked for is not a currency of the store.
    """
    if asked is not None:
        return asked if asked in shop.currencies else None
    if remembered in shop.currencies:
        return remembered
    return shop.currencies[0] if shop.currencies else ""


def chosen_mode(shop: Shop, *, asked: str | None, remembered: str | None) -> PriceMode | None:
    """Net or gross: the one asked for, else the remembered, else the store's. None when asked for anything else."""
    if asked is not None:
        return PRICE_WORDS.get(asked)
    return PRICE_WORDS.get(remembered or "", PriceMode(shop.store.default_price_mode))


def chosen_shop(shops: Iterable[Shop], cookies: Mapping[str, str]) -> Shop | None:
    """The remembered store, else the marketplace's first; None when there is no store at all."""
    listed = list(shops)
    remembered = cookies.get(STORE_COOKIE, "")
    return next((shop for shop in listed if shop.slug == remembered), listed[0] if listed else None)


def chosen_theme(cookies: Mapping[str, str]) -> str:
    theme = cookies.get(THEME_COOKIE, "")
    return theme if theme in THEMES else THEMES[0]
