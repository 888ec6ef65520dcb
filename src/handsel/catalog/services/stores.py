"""A store's settings. Most of them alter what it shows, so every product in it is marked."""

import re
from datetime import datetime
from typing import Any, TypedDict
from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

from handsel.audit.services import record
from handsel.catalog.errors import UnknownCurrency
from handsel.catalog.models import Currency, Store, StoreCurrency
from handsel.catalog.services.access import lock_store
from handsel.catalog.services.marking import touch_selected
from handsel.catalog.states import BuyBoxStrategy, PriceMode, Reapproval
from handsel.core.actors import Actor
from handsel.core.errors import InvalidValue
from handsel.core.plain import plain
from handsel.core.transactions import command

COUNTRY = re.compile(r"[A-Z]{2}")
LOCALE = re.compile(r"[a-z]{2}_[A-Z]{2}")
PRODUCTS_IN_STORE = """
    SELECT product.id FROM catalog_concreteproduct product
    JOIN catalog_abstractproductstore shown ON shown.abstract_product_id = product.abstract_product_id
    WHERE shown.store_id = %s
"""


class StoreEdit(TypedDict, total=False):
    """What to change of a store; what is not named stays."""

    time_zone: str
    countries: list[str]
    locales: list[str]
    default_currency: str
    default_price_mode: PriceMode
    guest_checkout: bool
    buy_box_strategy: BuyBoxStrategy
    reapproval: Reapproval
    reapproval_percent: int


@command
def change_store(*, actor: Actor, store_id: int, edit: StoreEdit, at: datetime) -> Store:
    """Change a store's settings (STORE-1). Raises NotFound, NotAllowed, InvalidValue, UnknownCurrency."""
    store = lock_store(store_id, actor)
    values: dict[str, Any] = dict(edit)
    _check(values)
    if "default_currency" in values:
        values["default_currency_id"] = _currency_in(store, values.pop("default_currency")).pk
    before = {name: getattr(store, name) for name in values}
    changed = [name for name in values if before[name] != values[name]]
    if not changed:
        return store
    for name in changed:
        setattr(store, name, values[name])
    store.save(update_fields=changed)
    facts = plain({"before": {n: before[n] for n in changed}, "after": {n: values[n] for n in changed}})
    record(actor=actor, action="store.changed", subject=store, at=at, facts=facts)
    touch_selected(PRODUCTS_IN_STORE, [store.pk])
    return store


@command
def assign_currency(*, actor: Actor, store_id: int, code: str, at: datetime) -> Store:
    """Let a store sell in a currency; the first one becomes its default (STORE-4).

    Raises NotFound, NotAllowed, UnknownCurrency.
    """
    store = lock_store(store_id, actor)
    currency = Currency.objects.filter(code=code).first()
    if currency is None:
        raise UnknownCurrency(currency=code[:10], store=store.name)
    _row, is_new = StoreCurrency.objects.get_or_create(store=store, currency=currency)
    if is_new:
        if store.default_currency_id is None:
            store.default_currency = currency
            store.save(update_fields=("default_currency",))
        record(actor=actor, action="store.currency_assigned", subject=store, at=at, facts={"currency": code})
        touch_selected(PRODUCTS_IN_STORE, [store.pk])
    return store


@command
def unassign_currency(*, actor: Actor, store_id: int, code: str, at: datetime) -> Store:
    """Stop a store from selling in a currency; prices in it stay, unused. Raises also InvalidValue for the default."""
    store = lock_store(store_id, actor)
    currency = _currency_in(store, code)
    if currency.pk == store.default_currency_id:
        raise InvalidValue(field="currency", reason=_("the default currency of a store cannot be taken away"))
    StoreCurrency.objects.filter(store=store, currency=currency).delete()
    record(actor=actor, action="store.currency_unassigned", subject=store, at=at, facts={"currency": code})
    touch_selected(PRODUCTS_IN_STORE, [store.pk])
    return store


def _currency_in(store: Store, code: str) -> Currency:
    currency = Currency.objects.filter(store_currencies__store=store, code=code).first()
    if currency is None:
        raise UnknownCurrency(currency=code[:10], store=store.name)
    return currency


def _check(values: dict[str, Any]) -> None:
    """Raise InvalidValue for a setting that no store can have."""
    unknown = set(values) - set(StoreEdit.__annotations__)
    if unknown:
        raise InvalidValue(field=min(unknown), reason=_("is not a setting of a store"))
    if "time_zone" in values and values["time_zone"] not in available_timezones():
        raise InvalidValue(field="time_zone", reason=_("is not a time zone"))
    for name, shape in (("countries", COUNTRY), ("locales", LOCALE)):
        if name in values and (not values[name] or not all(shape.fullmatch(item) for item in values[name])):
            raise InvalidValue(field=name, reason=_("needs at least one, each written as %s") % shape.pattern)
    for name, choices in (
        ("default_price_mode", PriceMode),
        ("buy_box_strategy", BuyBoxStrategy),
        ("reapproval", Reapproval),
    ):
        if name in values and values[name] not in choices.values:
            raise InvalidValue(field=name, reason=_("choose among %s") % ", ".join(choices.values))
    if not 0 <= values.get("reapproval_percent", 0) <= 100:
        raise InvalidValue(field="reapproval_percent", reason=_("must be between 0 and 100"))
