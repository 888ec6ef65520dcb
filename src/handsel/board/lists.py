"""Which cards a list shows, in which order: the SQL of listing and search."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import connection, transaction

from handsel.board.words import SHORTEST_PART, like_part, plain, prefix_query, terms
from handsel.catalog.models import Store
from handsel.catalog.states import PriceMode


class Sort(StrEnum):
    """How a list may be ordered; `relevance` without a text is the merchandiser's order within the category."""

    RELEVANCE = "relevance"
    NAME_ASC = "name"
    NAME_DESC = "name_desc"
    PRICE_ASC = "price_asc"
    PRICE_DESC = "price_desc"


@dataclass(frozen=True, slots=True)
class ListingRequest:
    """Which cards somebody wants to see. Without category keys every category; without a text every product."""

    store: Store
    locale: str
    currency: str
    mode: str
    category_keys: tuple[str, ...] = ()
    text: str = ""
    merchant_reference: str | None = None
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 24


@dataclass(slots=True)
class Conditions:
    """SQL conditions and their parameters; `words` are the terms searched for."""

    sql: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def where(self) -> str:
        return " AND ".join(self.sql)


@dataclass(frozen=True, slots=True)
class FoundCard:
    """A card of the page, as it was when last refreshed."""

    abstract_id: int
    offer_count: int
    is_available: bool
    net: int | None
    gross: int | None


CATEGORIES = """
    card.category_id IN (
        WITH RECURSIVE below AS (
            SELECT id FROM catalog_category WHERE key = ANY(%(category_keys)s) AND is_active
            UNION
            SELECT child.id FROM catalog_category child JOIN below ON child.parent_id = below.id WHERE child.is_active
        ) SELECT id FROM below
    )
"""
MERCHANT = """
    card.merchant_ids && (
        SELECT coalesce(array_agg(organization.id), '{}') FROM parties_organization organization
        WHERE lower(organization.reference) = lower(%(merchant_reference)s)
    )
"""
PAGE = """
    SELECT card.abstract_product_id, card.offer_count, card.is_available, price.net, price.gross
    FROM board_boardcard card
    LEFT JOIN board_boardprice price ON price.card_id = card.id AND price.currency_id = (
        SELECT id FROM catalog_currency WHERE code = %(currency)s
    )
    WHERE {where} ORDER BY {order} LIMIT %(limit)s OFFSET %(offset)s
"""
COUNT = "SELECT count(*) FROM board_boardcard card WHERE {where}"


def find_cards(request: ListingRequest) -> tuple[list[FoundCard], int]:
    """The cards of the page and how many there are in all; when no word is found as typed, similar words count."""
    conditions = _conditions(request)
    words = terms(request.text)
    if not words:
        return _page(conditions, _order(request, "card.category_order"))
    exact = _with_text(conditions, [_as_typed(number, word) for number, word in enumerate(words)], request)
    cards, total = _page(exact, _order(request, EXACT_FIRST))
    if total:
        return cards, total
    with transaction.atomic():
        return _similar_page(request, conditions, words)


def _similar_page(request: ListingRequest, conditions: Conditions, words: list[str]) -> tuple[list[FoundCard], int]:
    similar = _with_text(conditions, [_similar(number, word) for number, word in enumerate(words)], request)
    with connection.cursor() as cursor:
        cursor.execute(SIMILAR_ENOUGH)
    return _page(similar, _order(request, MOST_SIMILAR))


EXACT_FIRST = (
    "%(whole_text)s = ANY(card.identifiers) DESC, "
    "card.search_vector @@ plainto_tsquery('simple', %(whole_text)s) DESC, card.category_order"
)
# One letter left out of a word of six still counts; the preset of 0.6 would not find it.
SIMILAR_ENOUGH = "SET LOCAL pg_trgm.word_similarity_threshold = 0.45"
MOST_SIMILAR = "word_similarity(%(whole_text)s, card.search_text) DESC, card.category_order"


def _conditions(request: ListingRequest) -> Conditions:
    conditions = Conditions(
        ["card.store_id = %(store_id)s", "card.is_shown"],
        {
            "store_id": request.store.pk,
            "currency": request.currency,
            "locale": request.locale if request.locale in request.store.locales else _first_locale(request.store),
            "limit": request.limit,
            "offset": request.offset,
        },
    )
    if request.category_keys:
        conditions.sql.append(CATEGORIES)
        conditions.values["category_keys"] = list(request.category_keys)
    if request.merchant_reference is not None:
        conditions.sql.append(MERCHANT)
        conditions.values["merchant_reference"] = request.merchant_reference
    return conditions


def _first_locale(store: Store) -> str:
    return store.locales[0] if store.locales else ""


def _with_text(conditions: Conditions, found: list[tuple[str, dict[str, str]]], request: ListingRequest) -> Conditions:
    values = conditions.values | {"whole_text": plain(request.text)}
    for _, of_term in found:
        values |= of_term
    return Conditions([*conditions.sql, *(sql for sql, _ in found)], values)


def _as_typed(number: int, term: str) -> tuple[str, dict[str, str]]:
    """The term occurs as part of a word; a very short one as the beginning of a word."""
    if len(term) >= SHORTEST_PART:
        return f"card.search_text LIKE %(term{number})s", {f"term{number}": like_part(term)}
    return f"card.search_vector @@ %(term{number})s::tsquery", {f"term{number}": prefix_query(term)}


def _similar(number: int, term: str) -> tuple[str, dict[str, str]]:
    """The term occurs, or a word much like it."""
    sql, values = _as_typed(number, term)
    return f"({sql} OR %(like{number})s <%% card.search_text)", values | {f"like{number}": term}


def _order(request: ListingRequest, relevance: str) -> str:
    amount = "price.net" if request.mode == PriceMode.NET else "price.gross"
    name = 'card.sort_names ->> %(locale)s COLLATE "C"'
    by_sort = {
        Sort.RELEVANCE: relevance,
        Sort.NAME_ASC: name,
        Sort.NAME_DESC: f"{name} DESC",
        Sort.PRICE_ASC: f"{amount} NULLS LAST",
        Sort.PRICE_DESC: f"{amount} DESC NULLS LAST",
    }
    return f"{by_sort[request.sort]}, card.abstract_product_id"


def _page(conditions: Conditions, order: str) -> tuple[list[FoundCard], int]:
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(where=conditions.where), conditions.values)
        [(total,)] = cursor.fetchall()
        if not total:
            return [], 0
        cursor.execute(PAGE.format(where=conditions.where, order=order), conditions.values)
        return [FoundCard(*row) for row in cursor.fetchall()], total
