"""The product page: one concrete product, its variants, and every merchant's offer for the quantity."""

import re
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handsel.board import queries as board
from handsel.board.queries import SoldBy
from handsel.catalog import queries as catalog
from handsel.catalog.models import Category, ConcreteProduct
from handsel.core.errors import NotFound
from handsel.core.quantities import canonical
from handsel.portals.components.context import category_url, tree_of
from handsel.portals.components.parts import Crumb
from handsel.portals.components.pictures import picture_url
from handsel.portals.components.requests import PortalRequest
from handsel.portals.components.shell import mode_word
from handsel.portals.components.visits import Visit
from handsel.portals.storefront.attributes import Attribute, AttributeNames, Values, names_of, values_of
from handsel.portals.storefront.offers import BuyBox, OfferRow, buy_box, merchants_title, offer_rows
from handsel.portals.storefront.quantities import Asked, asked_of
from handsel.portals.storefront.visiting import show, storefront
from handsel.portals.storefront.wording import Wanted, product_url, typeset

LONGEST_SKU = 255
KEY_ATTRIBUTES = 4
LONG_LABEL = 8
SIZES = ("XXS", "XS", "S", "M", "L", "XL", "XXL", "XXXL")
REFUSED = 422


@dataclass(frozen=True, slots=True)
class Variant:
    label: str
    url: str
    price: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Variants:
    """The sister products of the same family, told apart by the attributes that differ."""

    title: str
    choices: tuple[Variant, ...]
    is_long: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldPart:
    """What changes with quantity and chosen offer: the rows and the buy box."""

    title: str
    hint: str
    price_heading: str
    rows: tuple[OfferRow, ...]
    first: str
    box: BuyBox | None
    quantity: str
    smallest: str
    step: str
    problem: str
    unknown_offer: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductPage:
    name: str
    sku: str
    gtin: str
    brand: str
    image: str
    description: str
    url: str
    crumbs: tuple[Crumb, ...]
    key_attributes: tuple[Attribute, ...]
    attributes: tuple[Attribute, ...]
    variants: Variants | None
    sold: SoldPart


@require_safe
@storefront
def show_product(request: PortalRequest, sku: str) -> HttpResponse:
    """The product with *Sold by* for the asked quantity; a hidden product and an unknown one are the same 404."""
    visit = request.visit
    product = catalog.shown_product(store_id=visit.store.pk, sku=sku[: LONGEST_SKU + 1], at=visit.at)
    if product is None:
        raise NotFound(what=_("This product"))
    asked = asked_of(request.GET, product.quantity_rule)
    address = asked.address(product_url(visit, product.sku), product.quantity_rule)
    if not (asked.is_canonical or asked.problem or request.htmx):
        return HttpResponseRedirect(address)
    page = product_page(request, product, asked)
    response = show(
        request,
        "storefront/product.html",
        page,
        partial="storefront/_product_live.html",
        status=REFUSED if asked.problem else 200,
    )
    if request.htmx and not asked.problem:
        response["HX-Push-Url"] = address
    return response


def product_page(request: PortalRequest, product: ConcreteProduct, asked: Asked) -> ProductPage:
    visit = request.visit
    sisters = catalog.shown_variants(
        store_id=visit.store.pk, abstract_product_id=product.abstract_product_id, at=visit.at
    )
    answers = board.sold_by_many(
        store=visit.store,
        skus=[sister.sku for sister in sisters],
        currency=visit.currency,
        mode=visit.mode,
        quantity=asked.quantity,
        customer_id=visit.actor.customer_id,
        at=visit.at,
    )
    family = product.abstract_product
    values = {sister.sku: values_of(sister, visit) for sister in sisters}
    own = values_of(family, visit) | values[product.sku]
    names = names_of(visit, {*own, *(key for found in values.values() for key in found)})
    attributes = names.attributes(own)
    path = _path(request, product)
    request.open_categories = tuple(row.key for row in path)  # type: ignore[attr-defined]
    return ProductPage(
        name=name_of(product, visit),
        sku=product.sku,
        gtin=product.gtin,
        brand=family.brand,
        image=picture_url(product.image or family.image),
        description=visit.word(product.description) or visit.word(family.description),
        url=product_url(visit, product.sku),
        crumbs=tuple(Crumb(visit.word(row.name) or row.key, category_url(visit, row.key)) for row in path),
        key_attributes=attributes[:KEY_ATTRIBUTES],
        attributes=attributes,
        variants=variants_of(visit, product, values, names, answers),
        sold=sold_part(visit, product, answers[product.sku], asked),
    )


def sold_part(visit: Visit, product: ConcreteProduct, sold: SoldBy, asked: Asked) -> SoldPart:
    chosen, is_known = sold.preselect(asked.offer)
    wanted = Wanted(asked.quantity, product.unit)
    quantity = wanted.words(visit.formats)
    rows = offer_rows(visit, sold, chosen, wanted)
    return SoldPart(
        title=merchants_title(len({row.offer.merchant.id for row in sold.rows}), visit.formats),
        hint=_("prices for %(quantity)s, %(mode)s") % {"quantity": quantity, "mode": mode_word(visit.mode)},
        price_heading=_("Your price for %(quantity)s") % {"quantity": visit.formats.quantity(asked.quantity)},
        rows=rows,
        first=sold.default.offer.reference if sold.default else "",
        box=buy_box(visit, chosen, rows[chosen.position], wanted) if chosen else None,
        quantity=asked.typed,
        smallest=canonical(product.quantity_rule.smallest),
        step=canonical(product.quantity_rule.increment),
        problem=asked.problem,
        unknown_offer="" if is_known else asked.offer,
        status=_status(rows, quantity),
    )


def name_of(product: ConcreteProduct, visit: Visit) -> str:
    return typeset(visit.word(product.name) or visit.word(product.abstract_product.name) or product.sku)


def _path(request: PortalRequest, product: ConcreteProduct) -> tuple[Category, ...]:
    tree = tree_of(request)
    category = tree.by_key.get(product.abstract_product.category.key)
    return tree.path(category) if category else ()


def variants_of(
    visit: Visit, product: ConcreteProduct, values: dict[str, Values], names: AttributeNames, answers: dict[str, SoldBy]
) -> Variants | None:
    """The variants by what tells them apart, each with its lowest price; None when there is only one."""
    if len(values) < 2:
        return None
    keys = [
        key
        for key in names.in_order({key for found in values.values() for key in found})
        if len({found.get(key) for found in values.values()}) > 1
    ]
    choices = [
        Variant(
            label=typeset(", ".join(filter(None, (found.get(key) for key in keys))) or sku),
            url=product_url(visit, sku),
            price=_lowest(visit, answers[sku]),
            is_current=sku == product.sku,
        )
        for sku, found in values.items()
    ]
    return Variants(
        title=" / ".join(map(names.name, keys)) or _("Variant"),
        choices=tuple(sorted(choices, key=lambda choice: natural(choice.label))),
        is_long=any(len(choice.label) > LONG_LABEL for choice in choices),
    )


def natural(label: str) -> tuple[tuple[float, str], ...]:
    """A sort key that puts 250 ml before 1000 ml and S before L."""
    if label in SIZES:
        return ((float(SIZES.index(label)), ""),)
    parts = re.split(r"(\d+(?:[.,]\d+)?)", label)
    return tuple((float(part.replace(",", ".")), "") if at % 2 else (0.0, part) for at, part in enumerate(parts))


def _lowest(visit: Visit, sold: SoldBy) -> str:
    prices = [row.price.unit for row in sold.rows if row.price]
    return visit.formats.money(min(prices)) if prices else _("on request")


def _status(rows: tuple[OfferRow, ...], quantity: str) -> str:
    """What a screen reader hears after a change: the first offer for the new quantity."""
    if not rows:
        return ""
    first = rows[0]
    facts = {"quantity": quantity, "merchant": first.merchant.name, "price": first.price or _("on request")}
    return _("Prices for %(quantity)s. First: %(merchant)s, %(price)s.") % facts
