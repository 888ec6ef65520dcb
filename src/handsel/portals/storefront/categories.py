"""The page of a category: where it lies in the tree, and the products in it and below it."""

from dataclasses import dataclass, field

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handsel.catalog.models import Category
from handsel.catalog.queries import CategoryTree
from handsel.core.errors import NotFound
from handsel.portals.components.context import category_url, top_categories, tree_of
from handsel.portals.components.parts import Crumb
from handsel.portals.components.requests import PortalRequest
from handsel.portals.components.visits import Visit
from handsel.portals.storefront.lists import ListPart, asked_list, list_part
from handsel.portals.storefront.visiting import show, storefront


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A category in the side tree; open ones show what is below them."""

    name: str
    url: str
    is_current: bool
    children: tuple["TreeNode", ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryPage:
    title: str
    url: str
    crumbs: tuple[Crumb, ...]
    tree: tuple[TreeNode, ...]
    nearby: tuple[TreeNode, ...]
    products: ListPart
    empty_title: str
    empty_words: str


@require_safe
@storefront
def show_category(request: PortalRequest, key: str) -> HttpResponse:
    """A category of the menu tree; an inactive one is as unknown as one that does not exist."""
    visit, tree = request.visit, tree_of(request)
    category = tree.by_key.get(key)
    if category is None:
        raise NotFound(what=_("This category"))
    path = tree.path(category)
    request.open_categories = tuple(row.key for row in path)  # type: ignore[attr-defined]
    url = category_url(visit, category.key)
    page = CategoryPage(
        title=category_name(visit, category),
        url=url,
        crumbs=(
            Crumb(_("Start"), f"{visit.prefix}/"),
            *(Crumb(category_name(visit, row), category_url(visit, row.key)) for row in path[:-1]),
        ),
        tree=nodes_of(visit, tree, top_categories(tree), path),
        nearby=nodes_of(visit, tree, tree.below(category) or tree.below(path[-2] if len(path) > 1 else None), path),
        products=list_part(visit, asked_list(request, url), category_keys=(category.key,)),
        empty_title=_("Nothing here yet"),
        empty_words=_("No merchant sells a product of this category in this store at the moment."),
    )
    return show(request, "storefront/category.html", page, partial="storefront/_cards.html")


def category_name(visit: Visit, category: Category) -> str:
    return visit.word(category.name) or category.key


def nodes_of(
    visit: Visit, tree: CategoryTree, rows: tuple[Category, ...], path: tuple[Category, ...]
) -> tuple[TreeNode, ...]:
    """The side tree, opened along the path."""
    return tuple(
        TreeNode(
            name=category_name(visit, row),
            url=category_url(visit, row.key),
            is_current=row == path[-1],
            children=nodes_of(visit, tree, tree.below(row), path) if row in path else (),
        )
        for row in rows
    )
