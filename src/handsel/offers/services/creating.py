"""Offers come into being: by a merchant, or by the operator for one."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from handsel.audit.services import record
from handsel.catalog.errors import UnknownProduct
from handsel.catalog.models import ConcreteProduct
from handsel.catalog.services.marking import touch
from handsel.core.actors import Actor
from handsel.core.errors import InvalidValue, NotFound
from handsel.core.integrity import refusing
from handsel.core.locking import held
from handsel.core.transactions import command, step
from handsel.offers.errors import MerchantSkuTaken, OfferReferenceTaken
from handsel.offers.models import Offer, OfferStore
from handsel.offers.services.access import refusal_to_write
from handsel.offers.services.checking import checked_stores, checked_values
from handsel.offers.states import ApprovalStatus
from handsel.parties.models import Merchant


@dataclass(frozen=True, slots=True)
class OfferDraft:
    """What a new offer says. Without a reference the system makes one; quantities left out are the product's."""

    sku: str
    reference: str = ""
    merchant_sku: str = ""
    is_active: bool = True
    store_ids: tuple[int, ...] = ()
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    minimum_quantity: Decimal | None = None
    quantity_step: Decimal | None = None
    pack_size: Decimal | None = None

    def values(self) -> dict[str, Any]:
        """The fields that an edit could set as well."""
        return {
            "merchant_sku": self.merchant_sku,
            "is_active": self.is_active,
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
            "minimum_quantity": self.minimum_quantity,
            "quantity_step": self.quantity_step,
            "pack_size": self.pack_size,
        }


@command
def create_offer(*, actor: Actor, merchant_id: int, draft: OfferDraft, at: datetime) -> Offer:
    """Make an offer of a merchant (OFFER-1); `add_offer` says what it raises."""
    return add_offer(actor=actor, merchant_id=merchant_id, draft=draft, at=at)


@step
def add_offer(*, actor: Actor, merchant_id: int, draft: OfferDraft, at: datetime) -> Offer:
    """Make an offer; for commands that add its prices and stock in the same transaction.

    It waits for approval, a trusted merchant's is approved at once (OFFER-13, ORG-9). Raises NotFound, NotAllowed,
    UnknownProduct, InvalidValue, OfferReferenceTaken (OFFER-2), MerchantSkuTaken (OFFER-4).
    """
    merchant = _merchant(actor, merchant_id)
    product = _product_to_offer(draft.sku, merchant_id)
    values = checked_values(draft.values())
    stores = checked_stores(draft.store_ids)
    reference = _checked_reference(draft.reference) or _generated_reference()
    approval = ApprovalStatus.APPROVED if merchant.is_trusted else ApprovalStatus.WAITING
    taken = {
        "offer_reference_unique": OfferReferenceTaken(reference=reference),
        "offer_merchant_sku_unique": MerchantSkuTaken(merchant_sku=values["merchant_sku"]),
    }
    with refusing(taken):
        offer = Offer.objects.create(
            reference=reference,
            concrete_product=product,
            merchant=merchant,
            approval_status=approval,
            approved_at=at if merchant.is_trusted else None,
            created_at=at,
            created_by_id=actor.user_id,
            updated_at=at,
            **values,
        )
    OfferStore.objects.bulk_create([OfferStore(offer=offer, store=store) for store in stores])
    facts = {"sku": product.sku, "stores": sorted(store.name for store in stores)}
    record(actor=actor, action="offer.created", subject=offer, at=at, move=("", approval), facts=facts)
    touch([product.pk])
    return offer


def _merchant(actor: Actor, merchant_id: int) -> Merchant:
    held(Merchant.objects.filter(pk=merchant_id))
    merchant = Merchant.objects.select_related("organization").filter(pk=merchant_id).first()
    refusal = refusal_to_write(actor, merchant_id)
    is_his = actor.organization_id == merchant_id or actor.may("backoffice.read")
    if merchant is None or (refusal is not None and not is_his):
        raise NotFound(what=_("The merchant"))
    if refusal is not None:
        raise refusal
    return merchant


def _product_to_offer(sku: str, merchant_id: int) -> ConcreteProduct:
    """The product, if this merchant may offer it: a shared one or its own; others do not exist for it."""
    product = ConcreteProduct.objects.select_related("abstract_product").filter(sku=sku).first()
    if product is None:
        raise UnknownProduct(sku=sku[:100])
    abstract = product.abstract_product
    if not abstract.is_shared and abstract.owner_id not in {None, merchant_id}:
        raise UnknownProduct(sku=sku[:100])
    return product


def _checked_reference(reference: str) -> str:
    reference = reference.strip()
    if len(reference) > 255:
        raise InvalidValue(field="reference", reason=_("has more than 255 characters"))
    if not reference.isprintable():
        raise InvalidValue(field="reference", reason=_("holds characters that cannot be read"))
    return reference


def _generated_reference() -> str:
    """`offer` and the next number that no merchant has chosen by itself (OFFER-3)."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT 'offer' || nextval('offers_generated_reference')")
            reference = str(cursor.fetchone()[0])
            if not Offer.objects.referenced(reference).exists():
                return reference
