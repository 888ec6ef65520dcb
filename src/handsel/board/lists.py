"""Which cards a list shows, in which order: the SQL of listing and search."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import connection, transaction

from handsel.board.words import SHORTEST_PART, can_be_mistyped, like_part, plain, prefix_query, terms
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

    @property
    def is_narrow(self) -> bool:
        """Whether it is about few cards, which are better found first and then sorted.

        An expression that no index has makes PostgreSQL do so; following the index of a sort would read far, when what
        is asked for lies at its end.
        """
        return bool(self.category_keys or self.text.strip())


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

    @classmethod
    def of(cls, row: tuple[Any, ...]) -> "FoundCard":
        """From a line of a page: abstract product, offers, availability, and the two amounts or null."""
        *own, amounts = row
        return cls(*own, *(amounts or (None, None)))


# Behind the end of every list, and still a number that LIMIT and OFFSET take.
FARTHEST = 10**9
NAMED = """
    SELECT (SELECT id FROM catalog_currency WHERE code = %(currency)s),
        (SELECT id FROM parties_organization WHERE lower(reference) = lower(%(merchant_reference)s)),
        ARRAY(
            WITH RECURSIVE below AS (
                SELECT id FROM catalog_category WHERE key = ANY(%(category_keys)s) AND is_active
                UNION
                SELECT child.id FROM catalog_category child JOIN below ON child.parent_id = below.id
                WHERE child.is_active
            ) SELECT id FROM below
        )
"""
# The price is looked up for the cards of the page only; joined, it would be joined to every card that is sorted.
PAGE = """
    SELECT card.abstract_product_id, card.offer_count, card.is_available, (
        SELECT ARRAY[price.net, price.gross] FROM board_boardprice price
        WHERE price.card_id = card.id AND price.currency_id = %(currency_id)s
    )
    FROM board_boardcard card WHERE {where} ORDER BY {order} LIMIT %(limit)s OFFSET %(offset)s
"""
PRICED = """
    FROM board_boardprice price JOIN board_boardcard card ON card.id = price.card_id
    WHERE price.store_id = %(store_id)s AND price.currency_id = %(currency_id)s AND {where}
"""
PAGE_BY_PRICE = f"""
    SELECT card.abstract_product_id, card.offer_count, card.is_available, ARRAY[price.net, price.gross] {PRICED}
    ORDER BY {{order}}, card.abstract_product_id LIMIT %(limit)s OFFSET %(offset)s
"""
COUNT_PRICED = f"SELECT count(*) {PRICED}"
UNPRICED = """
    NOT EXISTS (
        SELECT 1 FROM board_boardprice price WHERE price.card_id = card.id AND price.currency_id = %(currency_id)s
    )
"""
SOME = "SELECT card.id FROM board_boardcard card WHERE {where} LIMIT %(some)s"
COUNT = "SELECT count(*) FROM board_boardcard card WHERE {where}"


@dataclass(frozen=True, slots=True)
class Found:
    """The cards of a page, how many there are in all, and whether only words like the text found them."""

    cards: list[FoundCard]
    total: int
    is_similar: bool = False


def find_cards(request: ListingRequest) -> Found:
    """The cards of the page; when nothing has the words as typed, similar words count."""
    conditions = _conditions(request)
    words = terms(request.text)
    if not words:
        return Found(*_page(request, conditions, "card.category_order"))
    exact = _with_text(conditions, [_as_typed(number, word) for number, word in enumerate(words)], request)
    cards, total = _page(request, exact, EXACT_FIRST)
    if total or not any(can_be_mistyped(word) for word in words):
        return Found(cards, total)
    with transaction.atomic():
        _fetch(SIMILAR_ENOUGH, {})
        similar = _with_text(conditions, [_similar(number, word) for number, word in enumerate(words)], request)
        ids = [pk for (pk,) in _fetch(SOME.format(where=similar.where), similar.values | {"some": SIMILAR_AT_MOST})]
    found = {"ids": ids, "whole_text": plain(request.text)}
    of_ids = Conditions(["card.id = ANY(%(ids)s::bigint[])"], conditions.values | found)
    return Found(*_page(request, of_ids, MOST_SIMILAR), is_similar=bool(ids))


EXACT_FIRST = (
    "%(whole_text)s = ANY(card.identifiers) DESC, "
    "card.search_vector @@ plainto_tsquery('simple', %(whole_text)s) DESC, card.category_order"
)
# One letter left out of a word of six still counts; the preset of 0.6 would not find it.
SIMILAR_ENOUGH = "SET LOCAL pg_trgm.word_similarity_threshold = 0.45"
# Each comparison of words costs as much as reading a hundred rows.
SIMILAR_AT_MOST = 1000
MOST_SIMILAR = "word_similarity(%(whole_text)s, card.search_text) DESC, card.category_order"


def _conditions(request: ListingRequest) -> Conditions:
    [[currency_id, merchant_id, category_ids]] = _fetch(
        NAMED,
        {
            "currency": request.currency,
            "merchant_reference": request.merchant_reference,
            "category_keys": list(request.category_keys),
        },
    )
    store = request.store
    conditions = Conditions(
        ["card.store_id = %(store_id)s", "card.is_shown"],
        {
            "store_id": store.pk,
            "currency_id": currency_id,
            "locale": 1 + (store.locales.index(request.locale) if request.locale in store.locales else 0),
            "limit": min(max(request.limit, 0), FARTHEST),
            "offset": min(max(request.offset, 0), FARTHEST),
        },
    )
    if request.category_keys:
        conditions.sql.append("card.category_id = ANY(%(category_ids)s::bigint[])")
        conditions.values["category_ids"] = category_ids
    if request.merchant_reference is not None:
        conditions.sql.append("card.merchant_ids @> %(merchant_ids)s::bigint[]")
        # An unknown merchant is on no card; an empty array would be on all.
        conditions.values["merchant_ids"] = [merchant_id or 0]
    return conditions


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
    """The term occurs, or a word much like it where it may be mistyped."""
    sql, values = _as_typed(number, term)
    if not can_be_mistyped(term):
        return sql, values
    return f"({sql} OR %(like{number})s <%% card.search_text)", values | {f"like{number}": term}


def _page(request: ListingRequest, conditions: Conditions, relevance: str) -> tuple[list[FoundCard], int]:
    [[total]] = _fetch(COUNT.format(where=conditions.where), conditions.values)
    if not total:
        return [], 0
    if request.sort in {Sort.PRICE_ASC, Sort.PRICE_DESC}:
        return _page_by_price(request, conditions), total
    no_index = " || ''" if request.is_narrow else ""
    name = f'(card.sort_names[%(locale)s]{no_index}) COLLATE "C"'
    order = {Sort.RELEVANCE: relevance, Sort.NAME_ASC: name, Sort.NAME_DESC: f"{name} DESC"}[request.sort]
    return _cards(conditions, f"{order}, card.abstract_product_id"), total


def _page_by_price(request: ListingRequest, conditions: Conditions) -> list[FoundCard]:
    """Priced cards in the order of an index; where they end on the page, those without a price follow (SORT-3)."""
    amount = "price.net" if request.mode == PriceMode.NET else "price.gross"
    amount = f"({amount} + 0)" if request.is_narrow else amount
    order = amount if request.sort == Sort.PRICE_ASC else f"{amount} DESC"
    statement = PAGE_BY_PRICE.format(where=conditions.where, order=order)
    cards = [FoundCard.of(row) for row in _fetch(statement, conditions.values)]
    offset, limit = conditions.values["offset"], conditions.values["limit"]
    if len(cards) == limit:
        return cards
    [[priced]] = _fetch(COUNT_PRICED.format(where=conditions.where), conditions.values)
    rest = {"offset": max(offset - priced, 0), "limit": limit - len(cards)}
    unpriced = Conditions([*conditions.sql, UNPRICED], conditions.values | rest)
    return cards + _cards(unpriced, "card.abstract_product_id")


def _cards(conditions: Conditions, order: str) -> list[FoundCard]:
    statement = PAGE.format(where=conditions.where, order=order)
    return [FoundCard.of(row) for row in _fetch(statement, conditions.values)]


def _fetch(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall()) if cursor.description else []
