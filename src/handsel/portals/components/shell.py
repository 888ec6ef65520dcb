"""What stands around every page: switches of the service bar, categories, who is signed in and for whom."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from handsel.catalog.states import PriceMode
from handsel.portals.components.addresses import Addresses
from handsel.portals.components.visits import PRICE_WORDS, THEMES, Shop, Visit

LANGUAGE_NAMES = {"en": "English", "de": "Deutsch"}
THEME_ICONS = {"system": "device-desktop", "light": "sun", "dark": "moon"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One entry of a switch: a link that makes the choice."""

    label: str
    url: str
    is_current: bool
    hint: str = ""
    icon: str = ""
    language: str = ""
    theme: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """A menu of the service bar; `current` is what it stands on."""

    title: str
    icon: str
    current: str
    groups: tuple[ChoiceGroup, ...]
    current_on_phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationChoice:
    public_id: str
    name: str
    initials: str
    hint: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """The signed-in user and the organization he acts for; `choices` only when he has several."""

    name: str
    email: str
    organization: str
    initials: str
    line: str
    switch_url: str
    choices: tuple[OrganizationChoice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryLink:
    name: str
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """The frame of a page. Without a visit (no store yet, or a broken database) the frame is bare."""

    base: str
    portal: str
    language: str
    theme: str
    path: str
    home_url: str
    is_demo: bool = False
    visit: Visit | None = None
    switches: tuple[Switch, ...] = ()
    categories: tuple[CategoryLink, ...] = ()
    person: Person | None = None
    search_url: str = ""
    merchants_url: str = ""
    price_note: str = ""


def initials(name: str) -> str:
    """Two letters that stand for a name where there is no logo."""
    words = [word for word in name.split() if word[:1].isalnum()]
    return "".join(word[0] for word in words[:2]).upper() or name[:1].upper()


def mode_word(mode: PriceMode) -> str:
    """The word beside every price."""
    return _("net") if mode == PriceMode.NET else _("gross")


def store_switch(visit: Visit, shops: tuple[Shop, ...], path_inside: str, with_query: Addresses) -> Switch:
    """Store and currency in one menu: the currencies are those of the store."""
    formats = visit.formats
    stores = tuple(
        Choice(
            label=formats.country(shop.country) if shop.country else shop.store.name,
            hint=" · ".join(shop.currencies),
            url=f"/{shop.slug}/{kept_language(shop, visit.language)}{path_inside}",
            is_current=shop.slug == visit.shop.slug,
        )
        for shop in shops
    )
    currencies = tuple(
        Choice(
            label=code,
            hint=formats.currency(code),
            url=with_query.change(currency=code),
            is_current=code == visit.currency,
        )
        for code in visit.shop.currencies
    )
    groups = [ChoiceGroup(_("Deliver to"), stores)]
    if len(currencies) > 1:
        groups.append(ChoiceGroup(_("Currency"), currencies))
    here = formats.country(visit.shop.country) if visit.shop.country else visit.store.name
    return Switch(
        title=_("Store and currency"),
        icon="map-pin",
        current=f"{here} · {visit.currency}" if visit.currency else here,
        groups=tuple(groups),
        current_on_phone=" · ".join(filter(None, (visit.store.name, visit.currency))),
    )


def prices_switch(visit: Visit, with_query: Addresses) -> Switch:
    labels = {"net": _("Net prices"), "gross": _("Gross prices")}
    hints = {"net": _("without VAT"), "gross": _("with VAT")}
    choices = tuple(
        Choice(label=labels[word], hint=hints[word], url=with_query.change(prices=word), is_current=mode == visit.mode)
        for word, mode in PRICE_WORDS.items()
    )
    current = labels["net"] if visit.mode == PriceMode.NET else labels["gross"]
    return Switch(
        title=_("Prices"),
        icon="receipt-tax",
        current=current,
        groups=(ChoiceGroup(_("Show prices"), choices),),
        current_on_phone=mode_word(visit.mode),
    )


def language_switch(language: str, urls: dict[str, str]) -> Switch:
    choices = tuple(
        Choice(label=LANGUAGE_NAMES.get(code, code), url=url, is_current=code == language, language=code)
        for code, url in urls.items()
    )
    return Switch(
        title=_("Language"),
        icon="language",
        current=LANGUAGE_NAMES.get(language, language),
        groups=(ChoiceGroup(_("Language"), choices),),
    )


def theme_switch(theme: str, addresses: Addresses) -> Switch:
    labels = {"system": _("Like the system"), "light": _("Light"), "dark": _("Dark")}
    choices = tuple(
        Choice(
            label=labels[name],
            icon=THEME_ICONS[name],
            url=addresses.remember(theme=name),
            is_current=name == theme,
            theme=name,
        )
        for name in THEMES
    )
    return Switch(
        title=_("Appearance"),
        icon="moon",
        current=_("Appearance"),
        groups=(ChoiceGroup(_("Appearance"), choices),),
    )


def kept_language(shop: Shop, language: str) -> str:
    """The visitor's language where the store speaks it, else the store's first."""
    return language if language in shop.languages else shop.languages[0]
