"""Merchants' files change what stores show, so the products of their offers are marked (decision 0003)."""

from datetime import datetime

from handsel.catalog.services.marking import touch_selected
from handsel.core.actors import Actor
from handsel.core.transactions import step
from handsel.parties.services import importing

PRODUCTS = "SELECT concrete_product_id FROM offers_offer WHERE merchant_id IN (SELECT target_id FROM {rows})"


@step
def apply_merchants(*, rows: str, actor: Actor, at: datetime) -> None:
    """Create and change merchants, and mark what they sell (ORG-7, ORG-8)."""
    importing.apply_merchants(rows=rows, actor=actor, at=at)
    touch_selected(PRODUCTS.format(rows=rows))


@step
def apply_profiles(*, rows: str, actor: Actor, at: datetime) -> None:
    """Change merchants' profiles, and mark what they sell."""
    importing.apply_profiles(rows=rows, actor=actor, at=at)
    touch_selected(PRODUCTS.format(rows=rows))
