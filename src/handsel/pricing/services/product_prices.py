"""The prices of products, which offers without own prices inherit (PRICE-8)."""

from datetime import datetime
from typing import Any

from handsel.audit.services import record
from handsel.catalog.models import AbstractProduct, ConcreteProduct
from handsel.catalog.services.access import lock_own_concrete, lock_own_product
from handsel.catalog.services.marking import touch, touch_abstract
from handsel.core.actors import Actor
from handsel.core.transactions import command
from handsel.pricing.models import ProductPrice
from handsel.pricing.services.checking import PriceDraft, checked_price
from handsel.pricing.services.writing import PriceKey, Written, remove_row, replace_row, told


@command
def set_concrete_price(*, actor: Actor, concrete_product_id: int, price: PriceDraft, at: datetime) -> bool:
    """Make a variant cost this in one store, currency and price type; the answer is whether that changed anything.

    Raises NotFound, NotAllowed, InvalidValue with the field (PRICE-12 to PRICE-15, MONEY-7).
    """
    concrete = lock_own_concrete(concrete_product_id, actor)
    _row, written = replace_row(ProductPrice, {"concrete_product": concrete}, checked_price(price))
    return _tell(actor, concrete, written, at)


@command
def remove_concrete_price(*, actor: Actor, concrete_product_id: int, key: PriceKey, at: datetime) -> bool:
    """Take a variant's price away; False when there was none. Raises NotFound, NotAllowed."""
    concrete = lock_own_concrete(concrete_product_id, actor)
    return _tell(actor, concrete, remove_row(ProductPrice, {"concrete_product": concrete}, key), at)


@command
def set_abstract_price(*, actor: Actor, abstract_product_id: int, price: PriceDraft, at: datetime) -> bool:
    """The same for an abstract product, whose variants fill from it. Raises as `set_concrete_price`."""
    abstract = lock_own_product(abstract_product_id, actor)
    _row, written = replace_row(ProductPrice, {"abstract_product": abstract}, checked_price(price))
    return _tell(actor, abstract, written, at)


@command
def remove_abstract_price(*, actor: Actor, abstract_product_id: int, key: PriceKey, at: datetime) -> bool:
    """Take an abstract product's price away; False when there was none. Raises NotFound, NotAllowed."""
    abstract = lock_own_product(abstract_product_id, actor)
    return _tell(actor, abstract, remove_row(ProductPrice, {"abstract_product": abstract}, key), at)


def _tell(actor: Actor, product: AbstractProduct | ConcreteProduct, written: Written | None, at: datetime) -> bool:
    if written is None or not written.has_changed:
        return False
    before, after = told([written])
    facts: dict[str, Any] = {"before": before, "after": after}
    record(actor=actor, action="product.priced", subject=product, at=at, facts=facts)
    if isinstance(product, ConcreteProduct):
        touch([product.pk])
    else:
        touch_abstract([product.pk])
    return True
