"""Cards: what lists and search order, count and find by, one for each abstract product of a store."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from handsel.board.words import plain, tokens
from handsel.catalog.models import AbstractProduct, Store
from handsel.catalog.queries import word_in

MAKE = """
    INSERT INTO board_boardcard (
        store_id, abstract_product_id, category_id, category_order, is_shown, is_available, offer_count, merchant_ids,
        sort_names, identifiers, search_text
    )
    SELECT %(store_id)s, abstract.id, abstract.category_id, 0, false, false, 0, '{}', '{}', '{}', ''
    FROM catalog_abstractproduct abstract
    WHERE abstract.id = ANY(%(abstract_ids)s) ORDER BY abstract.id
    ON CONFLICT (store_id, abstract_product_id) DO NOTHING
"""
LOCK = """
    SELECT abstract_product_id, id FROM board_boardcard
    WHERE store_id = %(store_id)s AND abstract_product_id = ANY(%(abstract_ids)s)
    ORDER BY abstract_product_id FOR NO KEY UPDATE
"""
SUMMARIES = """
    SELECT concrete.abstract_product_id, concrete.sku, concrete.gtin, concrete.name, concrete.is_searchable,
           kept.summary
    FROM catalog_concreteproduct concrete
    JOIN LATERAL (
        SELECT summary FROM board_boardrow
        WHERE store_id = %(store_id)s AND concrete_product_id = concrete.id AND is_shown LIMIT 1
    ) kept ON true
    WHERE concrete.abstract_product_id = ANY(%(abstract_ids)s)
    ORDER BY concrete.sku
"""
COLUMNS = (
    "category_id",
    "category_order",
    "is_shown",
    "is_available",
    "offer_count",
    "merchant_ids",
    "sort_names",
    "identifiers",
    "search_text",
)
WRITE = f"""
    UPDATE board_boardcard card SET
        category_id = made.category_id, category_order = made.category_order, is_shown = made.is_shown,
        is_available = made.is_available, offer_count = made.offer_count, merchant_ids = made.merchant_ids,
        sort_names = made.sort_names, identifiers = made.identifiers, search_text = made.search_text,
        search_vector = array_to_tsvector(made.words)
    FROM jsonb_to_recordset(%(cards)s::jsonb) AS made (
        id bigint, category_id bigint, category_order integer, is_shown boolean, is_available boolean,
        offer_count integer, merchant_ids bigint[], sort_names text[], identifiers text[], search_text text,
        words text[]
    )
    WHERE card.id = made.id
      AND ({", ".join("card." + name for name in COLUMNS)})
          IS DISTINCT FROM ({", ".join("made." + name for name in COLUMNS)})
"""
DROP_PRICES = """
    DELETE FROM board_boardprice price
    WHERE price.card_id = ANY(%(card_ids)s) AND NOT EXISTS (
        SELECT 1 FROM jsonb_to_recordset(%(prices)s::jsonb) AS made (card_id bigint, currency text)
        JOIN catalog_currency currency ON currency.code = made.currency
        WHERE made.card_id = price.card_id AND currency.id = price.currency_id
    )
"""
WRITE_PRICES = """
    INSERT INTO board_boardprice AS price (card_id, store_id, currency_id, net, gross)
    SELECT made.card_id, %(store_id)s, currency.id, made.net, made.gross
    FROM jsonb_to_recordset(%(prices)s::jsonb) AS made (card_id bigint, currency text, net bigint, gross bigint)
    JOIN catalog_currency currency ON currency.code = made.currency
    ORDER BY made.card_id, currency.id
    ON CONFLICT (card_id, currency_id) DO UPDATE SET net = excluded.net, gross = excluded.gross
    WHERE (price.net, price.gross) IS DISTINCT FROM (excluded.net, excluded.gross)
"""


@dataclass(slots=True)
class CardFacts:
    """The summaries of an abstract product's shown variants, added up.

    By currency the lowest net and gross amounts, and `cheapest`: the variants that have them.
    """

    prices: dict[str, list[int]] = field(default_factory=dict)
    cheapest: dict[str, list[str]] = field(default_factory=dict)
    merchant_ids: set[int] = field(default_factory=set)
    offer_count: int = 0
    is_available: bool = False
    skus: list[str] = field(default_factory=list)

    def add(self, sku: str, summary: Mapping[str, Any]) -> None:
        """Take in what the row of one variant says."""
        if not summary.get("offers"):
            return
        self.skus.append(sku)
        self.merchant_ids.update(summary["merchants"])
        self.offer_count += summary["offers"]
        self.is_available = self.is_available or summary["available"]
        for currency, amounts in summary["prices"].items():
            lowest = self.prices.setdefault(currency, list(amounts))
            cheapest = self.cheapest.setdefault(currency, [sku, sku])
            for mode, amount in enumerate(amounts):
                if amount < lowest[mode]:
                    lowest[mode], cheapest[mode] = amount, sku


def refresh_cards(*, store: Store, abstract_ids: Iterable[int]) -> None:
    """Make the cards of abstract products say what their stored rows say; unchanged cards are not written.

    The cards are locked before the rows are read, so of two who refresh at once the later one sees both.
    """
    values: dict[str, Any] = {"store_id": store.pk, "abstract_ids": sorted(set(abstract_ids))}
    if not values["abstract_ids"]:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(MAKE, values)
        cursor.execute(LOCK, values)
        card_ids: dict[int, int] = dict(cursor.fetchall())
        cursor.execute(SUMMARIES, values)
        variants: dict[int, list[tuple[Any, ...]]] = {}
        for abstract_id, *variant in cursor.fetchall():
            variants.setdefault(abstract_id, []).append(tuple(variant))
        cards, prices = [], []
        for abstract in AbstractProduct.objects.filter(pk__in=list(card_ids)):
            card, card_prices = _card(abstract, variants.get(abstract.pk, []), store)
            cards.append({"id": card_ids[abstract.pk]} | card)
            prices += [{"card_id": card_ids[abstract.pk]} | price for price in card_prices]
        written: dict[str, Any] = {
            "store_id": store.pk,
            "card_ids": list(card_ids.values()),
            "prices": json.dumps(prices),
        }
        cursor.execute(WRITE, {"cards": json.dumps(cards, ensure_ascii=False)})
        cursor.execute(DROP_PRICES, written)
        cursor.execute(WRITE_PRICES, written)


def _card(
    abstract: AbstractProduct, variants: list[tuple[Any, ...]], store: Store
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    facts = CardFacts()
    identifiers: list[str] = [abstract.sku]
    texts: list[str] = [abstract.brand, *(name for name in abstract.name.values() if name)]
    for sku, gtin, names, searchable, stored in variants:
        summary, is_searchable = json.loads(stored), json.loads(searchable)
        facts.add(sku, summary)
        identifiers += [sku, gtin, *summary["merchant_skus"]]
        texts += [name for locale, name in json.loads(names).items() if is_searchable.get(locale, True)]
    known = [plain(identifier) for identifier in dict.fromkeys(identifiers) if identifier]
    words = list(dict.fromkeys(plain(text) for text in texts if text))
    card = {
        "category_id": abstract.category_id,
        "category_order": abstract.category_order,
        "is_shown": bool(facts.skus),
        "is_available": facts.is_available,
        "offer_count": facts.offer_count,
        "merchant_ids": sorted(facts.merchant_ids),
        "sort_names": [
            plain(word_in(abstract.name, locale, locales=store.locales) or abstract.sku) for locale in store.locales
        ],
        "identifiers": known,
        "search_text": " ".join((*words, *known)),
        "words": tokens((*words, *known)),
    }
    prices = [{"currency": code, "net": net, "gross": gross} for code, (net, gross) in sorted(facts.prices.items())]
    return card, prices
