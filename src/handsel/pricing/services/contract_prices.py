"""Prices agreed with customers. They never show in public, so no product is marked (BOARD-7)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from handsel.audit.services import record
from handsel.catalog.models import AbstractProduct, ConcreteProduct
from handsel.core.actors import Actor
from handsel.core.errors import InvalidValue
from handsel.core.transactions import command
from handsel.offers.models import Offer
from handsel.parties.models import Contract
from handsel.parties.services.access import lock_contract
from handsel.pricing.models import ContractPrice
from handsel.pricing.services.checking import PriceDraft, checked_price
from handsel.pricing.services.writing import PriceKey, Written, remove_row, replace_row, told


@dataclass(frozen=True, slots=True)
class Target:
    """What a contract price is for: exactly one of an offer, a concrete and an abstract product (PRICE-2)."""

    offer_id: int | None = None
    concrete_product_id: int | None = None
    abstract_product_id: int | None = None


@command
def set_contract_price(*, actor: Actor, contract_id: int, target: Target, price: PriceDraft, at: datetime) -> bool:
    """Give the customers of a contract this price; the answer is whether that changed anything (PRICE-1).

    Raises NotFound, NotAllowed, InvalidValue: of the price, or of a target that is not the contract's merchant's.
    """
    contract = lock_contract(contract_id, actor)
    owner = _owner(contract, target)
    _row, written = replace_row(ContractPrice, owner, checked_price(price))
    return _tell(actor, contract, target, written, at)


@command
def remove_contract_price(*, actor: Actor, contract_id: int, target: Target, key: PriceKey, at: datetime) -> bool:
    """Take a contract price away; False when there was none. Raises NotFound, NotAllowed, InvalidValue."""
    contract = lock_contract(contract_id, actor)
    return _tell(actor, contract, target, remove_row(ContractPrice, _owner(contract, target), key), at)


def _owner(contract: Contract, target: Target) -> dict[str, Any]:
    """The columns of the target. Another merchant's offer is as unknown as one that does not exist (OFFER-20)."""
    named = [target.offer_id, target.concrete_product_id, target.abstract_product_id]
    if sum(pk is not None for pk in named) != 1:
        raise InvalidValue(field="target", reason=_("must be one of offer, concrete and abstract product"))
    checks = (
        ("offer", target.offer_id, Offer.objects.filter(merchant_id=contract.merchant_id)),
        ("concrete_product", target.concrete_product_id, ConcreteProduct.objects.all()),
        ("abstract_product", target.abstract_product_id, AbstractProduct.objects.all()),
    )
    for field, pk, known in checks:
        if pk is not None and not known.filter(pk=pk).exists():
            raise InvalidValue(field=field, reason=_("does not exist"))
    return {
        "contract": contract,
        "offer_id": target.offer_id,
        "concrete_product_id": target.concrete_product_id,
        "abstract_product_id": target.abstract_product_id,
    }


def _tell(actor: Actor, contract: Contract, target: Target, written: Written | None, at: datetime) -> bool:
    if written is None or not written.has_changed:
        return False
    before, after = told([written])
    named = {
        "offer_id": target.offer_id,
        "concrete_product_id": target.concrete_product_id,
        "abstract_product_id": target.abstract_product_id,
    }
    facts = {name: pk for name, pk in named.items() if pk is not None} | {"before": before, "after": after}
    record(actor=actor, action="contract.priced", subject=contract, at=at, facts=facts)
    return True
