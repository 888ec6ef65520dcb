"""Read functions of stores, categories and products."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from handsel.catalog.models import Category, ConcreteProduct, Store


def stores() -> list[Store]:
    """Every store with its currencies, in the order they were founded; two queries."""
    return list(Store.objects.select_related("default_currency").prefetch_related("currencies").order_by("pk"))


@dataclass(frozen=True, slots=True)
class CategoryTree:
    """The active part of the category tree; nothing below an inactive category is in it (CAT-8)."""

    by_key: dict[str, Category]
    children: dict[int | None, tuple[Category, ...]]

    def below(self, category: Category | None) -> tuple[Category, ...]:
        """The children that a menu shows, in its order; of None the top level."""
        return tuple(child for child in self.children.get(category.pk if category else None, ()) if child.is_in_menu)

    def path(self, category: Category) -> tuple[Category, ...]:
        """From the top level down to the category itself."""
        by_id = {row.pk: row for row in self.by_key.values()}
        found = [category]
        while (parent_id := found[0].parent_id) in by_id:
            found.insert(0, by_id[parent_id])
        return tuple(found)

    def keys_within(self, category: Category) -> tuple[str, ...]:
        """The key of the category and of everything below it."""
        return tuple(row.key for row in self._within(category))

    def _within(self, category: Category) -> Iterator[Category]:
        yield category
        for child in self.children.get(category.pk, ()):
            yield from self._within(child)


def category_tree() -> CategoryTree:
    """All categories that storefronts show, as a tree; one query."""
    rows = list(Category.objects.filter(is_active=True).order_by("node_order", "key"))
    children: dict[int | None, list[Category]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row)
    reachable: dict[str, Category] = {}
    todo = list(children.get(None, ()))
    while todo:
        row = todo.pop()
        reachable[row.key] = row
        todo.extend(children.get(row.pk, ()))
    return CategoryTree(reachable, {parent: tuple(found) for parent, found in children.items()})


def shown_product(*, store_id: int, sku: str, at: datetime) -> ConcreteProduct | None:
    """The concrete product with its abstract product and category, if the store shows it at `at` (SHOW-6 to SHOW-8)."""
    return (
        ConcreteProduct.objects.shown_in(store_id, at)
        .select_related("abstract_product__category", "abstract_product__tax_set")
        .filter(sku=sku)
        .first()
    )


def shown_variants(*, store_id: int, abstract_product_id: int, at: datetime) -> list[ConcreteProduct]:
    """All concrete products of an abstract product that the store shows at `at`, by SKU."""
    return list(
        ConcreteProduct.objects.shown_in(store_id, at).filter(abstract_product_id=abstract_product_id).order_by("sku")
    )
