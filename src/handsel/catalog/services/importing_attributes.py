"""Rows of files become the names of product attributes."""

from datetime import datetime

from handsel.catalog.models import ProductAttribute
from handsel.core.actors import Actor
from handsel.core.bulk import insert_new, update_changed
from handsel.core.transactions import step


@step
def apply_attributes(*, rows: str, actor: Actor, at: datetime) -> None:
    """Create and change attribute names (CAT-11). The board holds no attribute names, so nothing is marked."""
    del actor, at
    update_changed(rows=rows, model=ProductAttribute, fields=("sort_order",), json_fields=("name",))
    insert_new(rows=rows, model=ProductAttribute, fields=("key", "sort_order"), json_fields=("name",))
