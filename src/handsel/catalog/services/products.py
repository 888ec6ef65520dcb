"""Products are judged, sold in stores, switched on and off. Everything here marks the variants it may show or hide."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from handsel.audit.services import record
from handsel.catalog.models import AbstractProduct, AbstractProductStore, ConcreteProduct, Store
from handsel.catalog.services.access import lock_own_concrete, lock_own_product, lock_product
from handsel.catalog.services.marking import touch, touch_abstract
from handsel.catalog.states import PRODUCT
from handsel.core.actors import Actor
from handsel.core.errors import InvalidValue, NotFound
from handsel.core.plain import plain
from handsel.core.transactions import command


@command
def submit_product(*, actor: Actor, abstract_product_id: int, at: datetime) -> AbstractProduct:
    """Ask the operator to judge a draft (CAT-3). Raises NotFound, NotAllowed, IllegalTransition."""
    product = lock_own_product(abstract_product_id, actor)
    role = "operator" if actor.is_operator else "merchant"
    return _move(product, "submit", role, actor, at)


@command
def approve_product(*, actor: Actor, abstract_product_id: int, at: datetime) -> AbstractProduct:
    """Let a waiting product be displayed (CAT-3, RIGHT-6). Raises NotFound, NotAllowed, IllegalTransition."""
    return _judge(actor, abstract_product_id, "approve", "", at)


@command
def deny_product(*, actor: Actor, abstract_product_id: int, reason: str, at: datetime) -> AbstractProduct:
    """Refuse a waiting product, saying why. Raises NotFound, NotAllowed, IllegalTransition, InvalidValue."""
    if not reason.strip():
        raise InvalidValue(field="reason", reason=_("is required"))
    return _judge(actor, abstract_product_id, "deny", reason.strip(), at)


@command
def return_to_draft(*, actor: Actor, abstract_product_id: int, reason: str = "", at: datetime) -> AbstractProduct:
    """Take an approved or denied product back to draft; it is displayed no more. Raises as `approve_product`."""
    return _judge(actor, abstract_product_id, "return_to_draft", reason.strip(), at)


def _judge(actor: Actor, abstract_product_id: int, action: str, reason: str, at: datetime) -> AbstractProduct:
    product = lock_product(abstract_product_id, actor)
    actor.require("product.approve")
    return _move(product, action, "operator", actor, at, reason)


def _move(
    product: AbstractProduct, action: str, role: str, actor: Actor, at: datetime, reason: str = ""
) -> AbstractProduct:
    before = product.approval_status
    product.approval_status = PRODUCT.target_of(action, state=before, role=role)
    product.save(update_fields=("approval_status",))
    move = (before, product.approval_status)
    record(actor=actor, action=f"product.{action}", subject=product, at=at, move=move, reason=reason)
    touch_abstract([product.pk])
    return product


@command
def assign_product_to_store(*, actor: Actor, abstract_product_id: int, store_id: int, at: datetime) -> AbstractProduct:
    """Let a product be displayed in a store (CAT-4); once is enough. Raises NotFound, NotAllowed."""
    product = lock_own_product(abstract_product_id, actor)
    store = Store.objects.filter(pk=store_id).first()
    if store is None:
        raise NotFound(what=_("The store"))
    _row, is_new = AbstractProductStore.objects.get_or_create(abstract_product=product, store=store)
    if is_new:
        record(actor=actor, action="product.store_assigned", subject=product, at=at, facts={"store": store.name})
        touch_abstract([product.pk])
    return product


@command
def unassign_product_from_store(
    *, actor: Actor, abstract_product_id: int, store_id: int, at: datetime
) -> AbstractProduct:
    """Take a product out of a store: its offers show there no more (SHOW-7). Raises NotFound, NotAllowed."""
    product = lock_own_product(abstract_product_id, actor)
    links = AbstractProductStore.objects.filter(abstract_product=product, store_id=store_id)
    if names := list(links.values_list("store__name", flat=True)):
        links.delete()
        record(actor=actor, action="product.store_unassigned", subject=product, at=at, facts={"store": names[0]})
        touch_abstract([product.pk])
    return product


@command
def activate_concrete(*, actor: Actor, concrete_product_id: int, at: datetime) -> ConcreteProduct:
    """Switch a variant on (CAT-5). Raises NotFound, NotAllowed."""
    concrete = lock_own_concrete(concrete_product_id, actor)
    return _change(concrete, {"is_active": True}, "concrete.activated", actor, at)


@command
def deactivate_concrete(*, actor: Actor, concrete_product_id: int, at: datetime) -> ConcreteProduct:
    """Switch a variant off: no offer of it is displayed (SHOW-8). Raises NotFound, NotAllowed."""
    concrete = lock_own_concrete(concrete_product_id, actor)
    return _change(concrete, {"is_active": False}, "concrete.deactivated", actor, at)


@command
def set_concrete_validity(
    *,
    actor: Actor,
    concrete_product_id: int,
    valid_from: datetime | None,
    valid_to: datetime | None,
    at: datetime,
) -> ConcreteProduct:
    """Give a variant its own validity, which outranks that of its offers (SHOW-8); nothing given is an open bound.

    Raises NotFound, NotAllowed, InvalidValue when it would end before it begins.
    """
    concrete = lock_own_concrete(concrete_product_id, actor)
    if valid_from is not None and valid_to is not None and valid_from >= valid_to:
        raise InvalidValue(field="valid_to", reason=_("must be after the begin"))
    return _change(concrete, {"valid_from": valid_from, "valid_to": valid_to}, "concrete.validity_set", actor, at)


def _change(
    concrete: ConcreteProduct, values: dict[str, Any], action: str, actor: Actor, at: datetime
) -> ConcreteProduct:
    before = {name: getattr(concrete, name) for name in values}
    if before == values:
        return concrete
    for name, value in values.items():
        setattr(concrete, name, value)
    concrete.save(update_fields=tuple(values))
    facts = {"before": plain(before), "after": plain(values)}
    record(actor=actor, action=action, subject=concrete, at=at, facts=facts)
    touch([concrete.pk])
    return concrete
