"""Writing price rows: a row is one value and replaced as a whole (PRICE-17, PRICE-18)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from handsel.core.locking import locked
from handsel.offers.services.reapproval import PriceMove
from handsel.pricing.models import ContractPrice, OfferPrice, PriceRow, ProductPrice
from handsel.pricing.services.checking import CheckedPrice

AnyPrice = type[OfferPrice] | type[ProductPrice] | type[ContractPrice]


@dataclass(frozen=True, slots=True)
class PriceKey:
    """Which price of an owner."""

    store_id: int
    currency: str
    price_type: str


@dataclass(frozen=True, slots=True)
class Written:
    """One row before and after; `None` where there was or is none."""

    store_id: int
    name: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def has_changed(self) -> bool:
        return self.before != self.after


def replace_row(model: AnyPrice, owner: dict[str, Any], price: CheckedPrice) -> tuple[PriceRow, Written]:
    """Make the owner's row of this store, currency and type say what the draft says; an equal row is not written."""
    draft = price.draft
    key = {"store": price.store, "currency": price.currency, "price_type": draft.price_type}
    row = _locked_row(model, owner | key)
    before = None if row is None else _facts(row)
    if row is None:
        row = model(**owner, **key)
    row.net, row.gross = draft.net, draft.gross
    row.tiers = [
        {"quantity": _text(tier.quantity), "net": _text(tier.net), "gross": _text(tier.gross)}
        for tier in sorted(draft.tiers, key=lambda tier: tier.quantity)
    ]
    after = _facts(row)
    if before != after:
        row.save()
    return row, Written(price.store.pk, _name(price.store.name, price.currency.code, draft.price_type), before, after)


def remove_row(model: AnyPrice, owner: dict[str, Any], key: PriceKey) -> Written | None:
    """Take a row away; None when there is none."""
    row = _locked_row(
        model, owner | {"store_id": key.store_id, "currency__code": key.currency, "price_type": key.price_type}
    )
    if row is None:
        return None
    name = _name(row.store.name, row.currency.code, row.price_type)
    before = _facts(row)
    row.delete()
    return Written(key.store_id, name, before, None)


def told(written: Iterable[Written]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields before and after, named like the columns of the wide merchant file."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for row in written:
        for side, facts in ((before, row.before), (after, row.after)):
            for field, value in (facts or {}).items():
                if value not in (None, []):
                    side[f"{row.name}.{field}"] = value
    return before, after


def moves(written: Iterable[Written]) -> list[PriceMove]:
    """What moved, amount by amount, for the stores' reapproval policies (OFFER-15)."""
    found = []
    for row in written:
        before, after = _amounts(row.before), _amounts(row.after)
        found += [PriceMove(row.store_id, before.get(name), after.get(name)) for name in {**before, **after}]
    return found


def _locked_row(model: AnyPrice, key: dict[str, Any]) -> Any:
    rows: list[Any] = locked(model.objects.filter(**key))
    return rows[0] if rows else None


def _name(store: str, currency: str, price_type: str) -> str:
    return f"price.{store}.{price_type}.{currency}"


def _facts(row: PriceRow) -> dict[str, Any]:
    return {
        "value_net": _text(row.net),
        "value_gross": _text(row.gross),
        "volume_prices": [
            {name: _same_text(tier.get(name)) for name in ("quantity", "net", "gross")} for tier in row.tiers
        ],
    }


def _amounts(facts: dict[str, Any] | None) -> dict[str, Decimal]:
    """Every amount of a row by a name that says which it is."""
    if facts is None:
        return {}
    named = {"net": facts["value_net"], "gross": facts["value_gross"]}
    for tier in facts["volume_prices"]:
        named |= {f"{tier['quantity']} {mode}": tier[mode] for mode in ("net", "gross")}
    return {name: Decimal(value) for name, value in named.items() if value is not None}


def _same_text(value: str | None) -> str | None:
    return None if value is None else _text(Decimal(value))


def _text(value: Decimal | None) -> str | None:
    """A decimal without trailing zeros, so that equal values are equal texts."""
    return None if value is None else f"{value.normalize():f}"
