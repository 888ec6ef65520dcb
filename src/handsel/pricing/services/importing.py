"""Rows of files become prices: amounts and tiers are one value, replaced together (PRICE-17, PRICE-18)."""

from datetime import datetime

from handsel.catalog.models import AbstractProduct
from handsel.catalog.services.marking import touch_selected
from handsel.core.actors import Actor
from handsel.core.bulk import delete_marked, insert_new, lock_whole, update_changed
from handsel.core.transactions import step
from handsel.offers.services.history import Area
from handsel.offers.services.importing import PRODUCTS, keep_history, lock_offers_of
from handsel.pricing.models import ContractPrice, OfferPrice, ProductPrice

VALUE = ("net", "gross", "tiers")
KEY = ("store_id", "currency_id", "price_type")


@step
def apply_offer_prices(*, rows: str, actor: Actor, at: datetime) -> None:
    """Set and remove prices of offers, with history and marks (IMPORT-24, OFFER-8)."""
    lock_offers_of(rows=rows, column="offer_id")
    keep_history(selection=_price_changes(rows), actor=actor, at=at)
    delete_marked(rows=rows, model=OfferPrice)
    update_changed(rows=rows, model=OfferPrice, fields=VALUE)
    insert_new(rows=rows, model=OfferPrice, fields=("offer_id", *KEY, *VALUE))
    touch_selected(PRODUCTS.format(column="offer_id", rows=rows))


def _price_changes(rows: str) -> str:
    """Per offer the amounts that differ, named like the columns of the wide merchant file."""

    def new(value: str) -> str:
        return f"CASE WHEN NOT r.is_delete THEN {value} END"

    return f"""
        SELECT r.offer_id, '{Area.PRICE}',
            jsonb_object_agg(concat_ws('.', 'price', s.name, r.price_type, c.code, field), old),
            jsonb_object_agg(concat_ws('.', 'price', s.name, r.price_type, c.code, field), new)
        FROM {rows} r JOIN catalog_store s ON s.id = r.store_id JOIN catalog_currency c ON c.id = r.currency_id
        LEFT JOIN pricing_offerprice t ON t.id = r.target_id
        CROSS JOIN LATERAL (VALUES
            ('value_net', to_jsonb(trim_scale(t.net)::text), {new("to_jsonb(trim_scale(r.net)::text)")}),
            ('value_gross', to_jsonb(trim_scale(t.gross)::text), {new("to_jsonb(trim_scale(r.gross)::text)")}),
            ('volume_prices', nullif(t.tiers, '[]'), {new("nullif(r.tiers, '[]')")})
        ) fields(field, old, new)
        WHERE old IS DISTINCT FROM new GROUP BY r.offer_id
    """


@step
def apply_product_prices(*, rows: str, actor: Actor, at: datetime) -> None:
    """Set and remove list prices of abstract and concrete products (IMPORT-29)."""
    del actor, at
    lock_whole(rows=rows, model=AbstractProduct, column="abstract_product_id")
    delete_marked(rows=rows, model=ProductPrice)
    update_changed(rows=rows, model=ProductPrice, fields=VALUE)
    insert_new(rows=rows, model=ProductPrice, fields=("abstract_product_id", "concrete_product_id", *KEY, *VALUE))
    touch_selected(
        f"SELECT concrete_product_id FROM {rows} UNION SELECT c.id FROM catalog_concreteproduct c"
        f" JOIN {rows} r ON r.abstract_product_id = c.abstract_product_id"
    )


@step
def apply_contract_prices(*, rows: str, actor: Actor, at: datetime) -> None:
    """Set and remove prices of contracts; the board never holds them, so nothing is marked (PRICE-1, BOARD-7)."""
    del actor, at
    owner = ("contract_id", "offer_id", "concrete_product_id", "abstract_product_id")
    delete_marked(rows=rows, model=ContractPrice)
    update_changed(rows=rows, model=ContractPrice, fields=VALUE)
    insert_new(rows=rows, model=ContractPrice, fields=(*owner, *KEY, *VALUE))
