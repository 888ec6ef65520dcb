"""The objects that the shared components show; pages fill them with words that are ready to be read."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True, slots=True)
class Crumb:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class StockBadge:
    """Word, icon and tone of an availability."""

    words: str
    icon: str
    tone: str


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a volume price ladder; `is_current` where the chosen quantity stands."""

    threshold: str
    price: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductCard:
    """A product on home, category, search and merchant pages; no `price` means on request, and then no `stock`."""

    name: str
    sku: str
    url: str
    image: str
    merchants: str
    stock: StockBadge | None
    price: str = ""
    price_lead: str = ""
    price_word: str = ""
    is_contract: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MerchantCard:
    name: str
    url: str
    logo: str
    initials: str
    line: str = ""
    offers: str = ""
    is_contract: bool = False


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of a list; without an address it is the gap between distant pages."""

    label: str
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Where the reader stands in a long list."""

    span: str
    links: tuple[PageLink, ...] = ()
    previous_url: str = ""
    next_url: str = ""


def pages_of(*, total: int, page: int, size: int, url_of: Callable[[int], str], number: Callable[[int], str]) -> Pages:
    """The links of a list of `total` things at `page` (from 1): first, last and the neighbours of the present one."""
    last = max(1, -(-total // size))
    first_shown, last_shown = (page - 1) * size + 1, min(page * size, total)
    span = _("%(first)s to %(last)s of %(total)s") % {
        "first": number(first_shown),
        "last": number(last_shown),
        "total": number(total),
    }
    if last == 1:
        return Pages(span=span)
    wanted = sorted({1, last, *range(max(1, page - 1), min(last, page + 1) + 1)})
    links: list[PageLink] = []
    before = 0
    for at in wanted:
        if at - before > 1:
            links.append(PageLink("…", ""))
        links.append(PageLink(number(at), url_of(at), at == page))
        before = at
    return Pages(
        span=span,
        links=tuple(links),
        previous_url=url_of(page - 1) if page > 1 else "",
        next_url=url_of(page + 1) if page < last else "",
    )


def merchants_words(count: int, written: str) -> str:
    return ngettext("%(count)s merchant", "%(count)s merchants", count) % {"count": written}
