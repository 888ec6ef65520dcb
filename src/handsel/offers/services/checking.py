"""What an offer may say, whichever door it comes through."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from handsel.catalog.models import Store
from handsel.core.errors import InvalidValue
from handsel.core.quantities import MAX_QUANTITY

QUANTITIES = ("minimum_quantity", "quantity_step", "pack_size")


def checked_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of an offer's own fields, cleaned. Raises InvalidValue (OFFER-19, CAT-7)."""
    cleaned = dict(values)
    if "merchant_sku" in cleaned:
        cleaned["merchant_sku"] = cleaned["merchant_sku"].strip()
        if len(cleaned["merchant_sku"]) > 255:
            raise InvalidValue(field="merchant_sku", reason=_("has more than 255 characters"))
    for name in QUANTITIES:
        _check_quantity(name, cleaned.get(name))
    begin, end = cleaned.get("valid_from"), cleaned.get("valid_to")
    if begin is not None and end is not None and begin >= end:
        raise InvalidValue(field="valid_to", reason=_("must be after the begin"))
    return cleaned


def _check_quantity(name: str, quantity: Decimal | None) -> None:
    if quantity is None:
        return
    if not quantity.is_finite() or not 0 < quantity < MAX_QUANTITY:
        raise InvalidValue(field=name, reason=_("must be greater than zero"))
    if quantity != quantity.quantize(Decimal("0.0001")):
        raise InvalidValue(field=name, reason=_("has more than four decimals"))


def checked_stores(store_ids: Iterable[int]) -> list[Store]:
    """The stores of these ids. Raises InvalidValue when one does not exist."""
    wanted = set(store_ids)
    found = list(Store.objects.filter(pk__in=wanted).order_by("pk"))
    if len(found) != len(wanted):
        raise InvalidValue(field="stores", reason=_("one of them does not exist"))
    return found
