"""Rows of files become categories and products, many at once. Each step reads the table that `rows` names."""

from datetime import datetime

from handsel.catalog.models import AbstractProduct, AbstractProductStore, Category, ConcreteProduct
from handsel.catalog.services.marking import touch_selected
from handsel.core.actors import Actor
from handsel.core.bulk import delete_marked, execute, hold, insert_new, lock_whole, update_changed
from handsel.core.transactions import step

CATEGORY_FIELDS = ("is_active", "is_in_menu", "is_searchable", "node_order", "image")
ABSTRACT_FIELDS = (
    "category_id",
    "category_order",
    "color_code",
    "tax_set_id",
    "new_from",
    "new_to",
    "kind",
    "image",
    "brand",
)
ABSTRACT_JSON = ("name", "url", "description", "attributes", "meta")
CONCRETE_FIELDS = (
    "abstract_product_id",
    "bundled",
    "is_quantity_splittable",
    "gtin",
    "unit",
    "minimum_quantity",
    "quantity_step",
    "pack_size",
    "is_active",
    "valid_from",
    "valid_to",
    "image",
)
CONCRETE_JSON = ("name", "description", "attributes", "is_searchable")
BELOW = """
    WITH RECURSIVE below AS (
        SELECT target_id AS id FROM {rows} WHERE target_id IS NOT NULL
        UNION SELECT child.id FROM catalog_category child JOIN below ON child.parent_id = below.id
    )
    SELECT concrete.id FROM catalog_concreteproduct concrete
    JOIN catalog_abstractproduct abstract ON abstract.id = concrete.abstract_product_id
    WHERE abstract.category_id IN (SELECT id FROM below)
"""
VARIANTS = "SELECT id FROM catalog_concreteproduct WHERE abstract_product_id IN ({abstracts})"


@step
def apply_categories(*, rows: str, actor: Actor, at: datetime) -> None:
    """Create and change categories; parents are linked when all of them exist (CAT-8)."""
    del actor, at
    lock_whole(rows=rows, model=Category)
    update_changed(rows=rows, model=Category, fields=CATEGORY_FIELDS, json_fields=("name", "meta_title"))
    insert_new(rows=rows, model=Category, fields=("key", *CATEGORY_FIELDS), json_fields=("name", "meta_title"))
    execute(
        "UPDATE catalog_category category SET parent_id = (SELECT id FROM catalog_category WHERE key = r.parent_key)"
        f" FROM {rows} r WHERE category.key = r.key AND r.parent_key_given"
    )
    touch_selected(BELOW.format(rows=rows))


@step
def apply_abstracts(*, rows: str, actor: Actor, at: datetime) -> None:
    """Create and change abstract products; new ones are drafts until the operator approves them (CAT-3)."""
    del actor, at
    lock_whole(rows=rows, model=AbstractProduct)
    update_changed(rows=rows, model=AbstractProduct, fields=ABSTRACT_FIELDS, json_fields=ABSTRACT_JSON)
    insert_new(rows=rows, model=AbstractProduct, fields=("sku", *ABSTRACT_FIELDS), json_fields=ABSTRACT_JSON)
    touch_selected(VARIANTS.format(abstracts=f"SELECT target_id FROM {rows}"))


@step
def apply_approval_statuses(*, rows: str, actor: Actor, at: datetime) -> None:
    """Set the approval of abstract products, any status to any; the run's audit row says who did it."""
    del actor, at
    lock_whole(rows=rows, model=AbstractProduct)
    update_changed(rows=rows, model=AbstractProduct, fields=("approval_status",))
    touch_selected(VARIANTS.format(abstracts=f"SELECT target_id FROM {rows}"))


@step
def apply_abstract_stores(*, rows: str, actor: Actor, at: datetime) -> None:
    """Assign abstract products to stores and take away what rows say to remove (CAT-4, IMPORT-23)."""
    del actor, at
    lock_whole(rows=rows, model=AbstractProduct, column="abstract_product_id")
    delete_marked(rows=rows, model=AbstractProductStore)
    insert_new(rows=rows, model=AbstractProductStore, fields=("abstract_product_id", "store_id"))
    touch_selected(VARIANTS.format(abstracts=f"SELECT abstract_product_id FROM {rows}"))


@step
def apply_concretes(*, rows: str, actor: Actor, at: datetime) -> None:
    """Create and change concrete products."""
    del actor, at
    hold(rows=rows, model=AbstractProduct, column="abstract_product_id")
    update_changed(rows=rows, model=ConcreteProduct, fields=CONCRETE_FIELDS, json_fields=CONCRETE_JSON)
    insert_new(rows=rows, model=ConcreteProduct, fields=("sku", *CONCRETE_FIELDS), json_fields=CONCRETE_JSON)
    touch_selected(f"SELECT id FROM catalog_concreteproduct WHERE id IN (SELECT target_id FROM {rows})")
