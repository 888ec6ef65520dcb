"""Read functions of stores, categories and products."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import reduce
from operator import or_

from django.db.models import Q

from handsel.catalog.errors import UnknownCurrency, UnknownProduct, UnknownStore
from handsel.catalog.models import (
    AbstractProduct,
    Category,
    ConcreteProduct,
    Currency,
    ProductAttribute,
    ProductMark,
    Store,
    TaxRate,
)
from handsel.parties.models import Merchant


def word_in(words: Mapping[str, str], locale: str, *, locales: Sequence[str] = ()) -> str:
    """The text of `locale`, else of its language, else of the first of `locales` (a store's) that has one, else any.

    Words are shown rather than nothing; without any the answer is empty.
    """
    for wanted in (locale, *locales):
        if text := words.get(wanted):
            return text
        language = wanted[:2].lower()
        for name in sorted(words):
            if words[name] and name[:2].lower() == language:
                return words[name]
    return next((words[name] for name in sorted(words) if words[name]), "")


def stores() -> list[Store]:
    """Every store with its currencies, in the order they were founded; two queries."""
    return list(Store.objects.select_related("default_currency").prefetch_related("currencies").order_by("pk"))


def store_by_name(name: str) -> Store:
    """The store of exactly this name (STORE-2). Raises UnknownStore."""
    for store in stores():
        if store.name == name:
            return store
    raise UnknownStore(name=name[:40])


def store_by_slug(slug: str) -> Store:
    """The store whose name in lower case is `slug`, as in storefront addresses (STORE-5). Raises UnknownStore."""
    for store in stores():
        if store.slug == slug:
            return store
    raise UnknownStore(name=slug[:40])


def default_store() -> Store:
    """The store that answers when none is named: the one founded first (STORE-3). Raises UnknownStore without any."""
    for store in stores():
        return store
    raise UnknownStore(name="-")


def currency_of(store: Store, code: str | None) -> Currency:
    """The currency of this code in the store, without a code its default (STORE-4). Raises UnknownCurrency."""
    if code is None and store.default_currency is not None:
        return store.default_currency
    for currency in store.currencies.all():
        if currency.code == code:
            return currency
    raise UnknownCurrency(currency=(code or "-")[:10], store=store.name)


def tax_percents(store: Store) -> dict[int, Decimal]:
    """The rate in per cent of each tax set in the store's first country; a missing tax set has none (STORE-6)."""
    rates = TaxRate.objects.filter(country=store.tax_country)
    return dict(rates.values_list("tax_set_id", "percent"))


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


def breadcrumb(category_id: int) -> tuple[Category, ...]:
    """From the top level down to the category, in one query; empty when it, or one above it, is inactive (CAT-8)."""
    tree = category_tree()
    return next((tree.path(row) for row in tree.by_key.values() if row.pk == category_id), ())


def shown_product(*, store_id: int, sku: str, at: datetime) -> ConcreteProduct | None:
    """The concrete product with its abstract product and category, if the store shows it at `at` (SHOW-6 to SHOW-8)."""
    return (
        ConcreteProduct.objects.shown_in(store_id, at)
        .select_related("abstract_product__category", "abstract_product__tax_set")
        .filter(sku=sku)
        .first()
    )


def stores_showing(*, sku: str, at: datetime) -> frozenset[int]:
    """The keys of all stores that show the concrete product at `at` (SHOW-6 to SHOW-8), in one query."""
    found = ConcreteProduct.objects.showable(at).filter(sku=sku, abstract_product__product_stores__isnull=False)
    return frozenset(found.values_list("abstract_product__product_stores__store_id", flat=True))


def shown_variants(*, store_id: int, abstract_product_id: int, at: datetime) -> list[ConcreteProduct]:
    """All concrete products of an abstract product that the store shows at `at`, by SKU."""
    return list(
        ConcreteProduct.objects.shown_in(store_id, at).filter(abstract_product_id=abstract_product_id).order_by("sku")
    )


def concrete_by_sku(sku: str) -> ConcreteProduct:
    """The concrete product of this SKU, letter by letter (CAT-2), with its abstract product. Raises UnknownProduct."""
    product = (
        ConcreteProduct.objects.select_related("abstract_product__category", "abstract_product__tax_set")
        .filter(sku=sku)
        .first()
    )
    if product is None:
        raise UnknownProduct(sku=sku[:100])
    return product


def abstract_by_sku(sku: str) -> AbstractProduct:
    """The abstract product of this SKU, letter by letter (CAT-2). Raises UnknownProduct."""
    product = AbstractProduct.objects.select_related("category", "tax_set").filter(sku=sku).first()
    if product is None:
        raise UnknownProduct(sku=sku[:100])
    return product


def abstract_by_url(path: str) -> AbstractProduct:
    """The abstract product with this path in some locale, such as `/en/lab-bottle`. Raises UnknownProduct."""
    locales = {locale for listed in Store.objects.values_list("locales", flat=True) for locale in listed}
    product = None
    if locales:
        has_path = reduce(or_, (Q(url__contains={locale: path}) for locale in sorted(locales)))
        product = AbstractProduct.objects.select_related("category", "tax_set").filter(has_path).order_by("pk").first()
    if product is None:
        raise UnknownProduct(sku=path[:100])
    return product


def mark_of(concrete_product_id: int) -> int:
    """The version of a product's mark; 0 when nothing of it ever changed (BOARD-2)."""
    return ProductMark.objects.filter(pk=concrete_product_id).values_list("version", flat=True).first() or 0


def displayed_merchants(store_id: int) -> list[Merchant]:
    """The merchants whose page the store shows, while they are active, by name (SHOW-2)."""
    return list(
        Merchant.objects.displayed()
        .filter(merchant_stores__store_id=store_id)
        .select_related("organization")
        .order_by("organization__name", "pk")
    )


def attributes_by_key(keys: Iterable[str]) -> dict[str, ProductAttribute]:
    """What people call the attributes with these keys, in the order in which they compare them (CAT-11)."""
    rows = ProductAttribute.objects.filter(key__in=sorted(set(keys))).order_by("sort_order", "key")
    return {row.key: row for row in rows}
