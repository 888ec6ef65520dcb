"""The category tree (CAT-8). Parents may stand anywhere in the file; circles are refused."""

from handsel.catalog.services.importing_products import apply_categories
from handsel.imports.columns import Column, CrossRule, Format, Target, localized
from handsel.imports.compiling import RowSql
from handsel.imports.formats.shared import key_text
from handsel.imports.lookups import CATEGORY
from handsel.imports.naming import Reference
from handsel.imports.values import Boolean, Integer, Text

TREE = (
    "SELECT c.*, parent.key AS parent_key FROM catalog_category c"
    " LEFT JOIN catalog_category parent ON parent.id = c.parent_id"
)


def _tree_after(row: RowSql) -> str:
    """The tree as it will be: (key, parent) of the file's rows, and of the categories the file does not name."""
    key = row.cell("category_key")
    return (
        f"SELECT {key} AS key, {row.after('parent_category_key')} AS parent, s.line"
        f" FROM {row.source()} {row.joins()} WHERE {key} IS NOT NULL"
        f" UNION ALL SELECT t.key, t.parent_key, NULL FROM ({TREE}) t"
        f" WHERE t.key NOT IN (SELECT {key} FROM {row.source()} WHERE {key} IS NOT NULL)"
    )


def _circles(row: RowSql) -> str:
    """Rows from which the way up leads back to where it began."""
    return (
        f"WITH RECURSIVE tree AS MATERIALIZED ({_tree_after(row)}),"
        " way AS (SELECT line, key AS start, parent, key AS path FROM tree"
        " WHERE line IS NOT NULL AND parent IS NOT NULL"
        " UNION SELECT way.line, way.start, tree.parent, way.path || ' < ' || tree.key FROM way"
        " JOIN tree ON tree.key = way.parent WHERE way.parent <> way.start)"
        " CYCLE parent SET is_again USING parents"
        " SELECT line, left(path || ' < ' || parent, 200) FROM way WHERE parent = start"
    )


def _lost_parents(row: RowSql) -> str:
    """Rows below a row that is refused and would have created their parent, at any depth."""
    key, parent = row.cell("category_key"), row.cell("parent_category_key")
    plan = row.tables.plan(row.number)
    rows = (
        f"SELECT s.line, {key} AS key, {parent} AS parent, p.target_id IS NULL AS is_new,"
        f" (p.is_bad OR EXISTS (SELECT 1 FROM {row.tables.problems} e WHERE e.line = s.line)) AS is_refused"
        f" FROM {row.source()} JOIN {plan} p ON p.line = s.line"
    )
    return (
        f"WITH RECURSIVE listed AS MATERIALIZED ({rows}),"
        " lost AS (SELECT key FROM listed WHERE is_refused AND is_new"
        " UNION SELECT listed.key FROM listed JOIN lost ON listed.parent = lost.key WHERE listed.is_new)"
        " SELECT listed.line, 'category' FROM listed JOIN lost ON listed.parent = lost.key"
    )


FORMAT = Format(
    name="category",
    meaning="A node of the category tree.",
    key=("category_key",),
    columns=(
        Column(name="category_key", value=key_text("gloves"), field="key", required=True, meaning="the category's key"),
        Column(
            name="parent_category_key",
            value=Reference(CATEGORY, within="category_key", as_key=True),
            field="parent_key",
            meaning="the category above; none at the top",
        ),
        localized("name", "what people read", required=True),
        localized("meta_title", "title of its page", field="meta_title"),
        Column(name="is_active", value=Boolean(), default=True, meaning="whether it is shown"),
        Column(name="is_in_menu", value=Boolean(), default=True, meaning="whether menus show it"),
        Column(name="is_searchable", value=Boolean(), default=True, meaning="whether search finds it"),
        Column(name="node_order", value=Integer(), default=0, meaning="its place among its neighbours, lowest first"),
        Column(name="image", value=Text(max=500), default="", meaning="path of a picture below media/"),
    ),
    target=Target(TREE, lambda row: f"t.key = {row.cell('category_key')}"),
    cross_rules=(
        CrossRule("parent_category_key", "circle", _circles),
        CrossRule("parent_category_key", "unknown_reference", _lost_parents),
    ),
    apply=apply_categories,
    provides=(CATEGORY,),
    is_whole=True,
    examples=(
        {
            "category_key": "safety",
            "name.en_US": "Safety",
            "name.de_DE": "Arbeitsschutz",
            "meta_title.en_US": "Protective equipment",
            "is_active": "1",
            "is_in_menu": "1",
            "is_searchable": "1",
            "node_order": "10",
        },
        {
            "category_key": "gloves",
            "parent_category_key": "safety",
            "name.en_US": "Gloves",
            "name.de_DE": "Handschuhe",
            "is_active": "1",
            "image": "categories/gloves.svg",
        },
    ),
)
