"""Read functions of offers: one by its reference, its history, and why it is not displayed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handsel.catalog.models import AbstractProductStore, ConcreteProduct, Store
from handsel.catalog.states import ProductStatus
from handsel.core.errors import NotFound
from handsel.offers.models import Offer, OfferChange, OfferStore
from handsel.offers.states import ApprovalStatus
from handsel.parties.models import Merchant, User
from handsel.parties.states import MerchantStatus


class Mender(StrEnum):
    """Who can do something about a reason."""

    MERCHANT = "merchant"
    OPERATOR = "operator"
    EITHER = "either"
    TIME = "time"


class ReasonCode(StrEnum):
    """Why an offer is not displayed: one code per way to miss a condition of SHOW-1."""

    MERCHANT_WAITING = "merchant_waiting"
    MERCHANT_DENIED = "merchant_denied"
    MERCHANT_INACTIVE = "merchant_inactive"
    OFFER_WAITING = "offer_waiting"
    OFFER_DENIED = "offer_denied"
    OFFER_INACTIVE = "offer_inactive"
    OFFER_NOT_IN_STORE = "offer_not_in_store"
    OFFER_NOT_YET_VALID = "offer_not_yet_valid"
    OFFER_NO_LONGER_VALID = "offer_no_longer_valid"
    PRODUCT_NOT_APPROVED = "product_not_approved"
    PRODUCT_NOT_IN_STORE = "product_not_in_store"
    PRODUCT_INACTIVE = "product_inactive"
    PRODUCT_NOT_YET_VALID = "product_not_yet_valid"
    PRODUCT_NO_LONGER_VALID = "product_no_longer_valid"


REASONS: dict[ReasonCode, tuple[Promise, Mender]] = {
    ReasonCode.MERCHANT_WAITING: (_("The merchant waits for approval."), Mender.OPERATOR),
    ReasonCode.MERCHANT_DENIED: (_("The merchant was denied."), Mender.OPERATOR),
    ReasonCode.MERCHANT_INACTIVE: (_("The merchant is switched off."), Mender.OPERATOR),
    ReasonCode.OFFER_WAITING: (_("The offer waits for approval."), Mender.OPERATOR),
    ReasonCode.OFFER_DENIED: (_("The offer was denied: %(denial_reason)s"), Mender.MERCHANT),
    ReasonCode.OFFER_INACTIVE: (_("The offer is switched off."), Mender.EITHER),
    ReasonCode.OFFER_NOT_IN_STORE: (_("The offer is not sold in this store."), Mender.EITHER),
    ReasonCode.OFFER_NOT_YET_VALID: (_("The offer's validity has not begun."), Mender.EITHER),
    ReasonCode.OFFER_NO_LONGER_VALID: (_("The offer's validity is over."), Mender.EITHER),
    ReasonCode.PRODUCT_NOT_APPROVED: (_("The product is not approved."), Mender.OPERATOR),
    ReasonCode.PRODUCT_NOT_IN_STORE: (_("The product is not sold in this store."), Mender.OPERATOR),
    ReasonCode.PRODUCT_INACTIVE: (_("The product is switched off."), Mender.OPERATOR),
    ReasonCode.PRODUCT_NOT_YET_VALID: (_("The product's validity has not begun."), Mender.OPERATOR),
    ReasonCode.PRODUCT_NO_LONGER_VALID: (_("The product's validity is over."), Mender.OPERATOR),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """A condition that keeps an offer from being displayed: a code for machines, words for people, who can mend it.

    `at` is the instant that the words are about: when validity begins or ended.
    """

    code: ReasonCode
    words: str
    mender: Mender
    at: datetime | None = None


def _reason(code: ReasonCode, at: datetime | None = None, **facts: str) -> Reason:
    words, mender = REASONS[code]
    return Reason(code, str(words) % facts, mender, at)


def offer_by_reference(reference: str) -> Offer:
    """The offer of this reference, ignoring case (OFFER-2), with its product and merchant. Raises NotFound."""
    offers = Offer.objects.referenced(reference)
    offer = offers.select_related("concrete_product__abstract_product", "merchant__organization").first()
    if offer is None:
        raise NotFound(what=_("The offer"))
    return offer


def why_not_displayed(*, offer_id: int, store_id: int, at: datetime) -> list[Reason]:
    """Every condition that keeps the offer from being displayed in the store at `at`; none when it is (SHOW-15)."""
    return why_not_displayed_many(offer_ids=[offer_id], store_id=store_id, at=at)[offer_id]


def why_not_displayed_many(*, offer_ids: Iterable[int], store_id: int, at: datetime) -> dict[int, list[Reason]]:
    """`why_not_displayed` for a page of offers, in three queries; unknown ids have no answer."""
    offers = list(
        Offer.objects.filter(pk__in=set(offer_ids)).select_related("merchant", "concrete_product__abstract_product")
    )
    here = set(OfferStore.objects.filter(offer__in=offers, store_id=store_id).values_list("offer_id", flat=True))
    abstract_ids = {offer.concrete_product.abstract_product_id for offer in offers}
    products_here = set(
        AbstractProductStore.objects.filter(abstract_product__in=abstract_ids, store_id=store_id).values_list(
            "abstract_product_id", flat=True
        )
    )
    return {
        offer.pk: [
            *_reasons_of_merchant(offer.merchant),
            *_reasons_of_offer(offer, at, in_store=offer.pk in here),
            *_reasons_of_product(
                offer.concrete_product, at, in_store=offer.concrete_product.abstract_product_id in products_here
            ),
        ]
        for offer in offers
    }


def _reasons_of_merchant(merchant: Merchant) -> list[Reason]:
    if merchant.status == MerchantStatus.WAITING:
        return [_reason(ReasonCode.MERCHANT_WAITING)]
    if merchant.status == MerchantStatus.DENIED:
        return [_reason(ReasonCode.MERCHANT_DENIED)]
    return [] if merchant.is_active else [_reason(ReasonCode.MERCHANT_INACTIVE)]


def _reasons_of_offer(offer: Offer, at: datetime, *, in_store: bool) -> list[Reason]:
    found: list[Reason] = []
    if offer.approval_status == ApprovalStatus.WAITING:
        found.append(_reason(ReasonCode.OFFER_WAITING))
    elif offer.approval_status == ApprovalStatus.DENIED:
        found.append(_reason(ReasonCode.OFFER_DENIED, denial_reason=offer.denial_reason))
    if not offer.is_active:
        found.append(_reason(ReasonCode.OFFER_INACTIVE))
    if not in_store:
        found.append(_reason(ReasonCode.OFFER_NOT_IN_STORE))
    if offer.valid_from is not None and at < offer.valid_from:
        found.append(_reason(ReasonCode.OFFER_NOT_YET_VALID, offer.valid_from))
    if offer.valid_to is not None and at >= offer.valid_to:
        found.append(_reason(ReasonCode.OFFER_NO_LONGER_VALID, offer.valid_to))
    return found


def _reasons_of_product(product: ConcreteProduct, at: datetime, *, in_store: bool) -> list[Reason]:
    found: list[Reason] = []
    if product.abstract_product.approval_status != ProductStatus.APPROVED:
        found.append(_reason(ReasonCode.PRODUCT_NOT_APPROVED))
    if not in_store:
        found.append(_reason(ReasonCode.PRODUCT_NOT_IN_STORE))
    if not product.is_active:
        found.append(_reason(ReasonCode.PRODUCT_INACTIVE))
    if product.valid_from is not None and at < product.valid_from:
        found.append(_reason(ReasonCode.PRODUCT_NOT_YET_VALID, product.valid_from))
    if product.valid_to is not None and at >= product.valid_to:
        found.append(_reason(ReasonCode.PRODUCT_NO_LONGER_VALID, product.valid_to))
    return found


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change of an offer: when, who (a name, empty for the system), by which channel, fields before and after."""

    at: datetime
    who: str
    source: str
    area: str
    before: dict[str, Any]
    after: dict[str, Any]


def history_of(offer_id: int) -> list[HistoryLine]:
    """Every change of an offer, newest first; its creation is the last line (OFFER-8)."""
    offer = Offer.objects.get(pk=offer_id)
    changes = list(OfferChange.objects.filter(offer_id=offer_id).order_by("-at", "-pk"))
    user_ids = {user_id for user_id in (offer.created_by_id, *(change.actor_user_id for change in changes)) if user_id}
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=user_ids)}
    lines = [
        HistoryLine(
            change.at,
            names.get(change.actor_user_id or 0, ""),
            change.source,
            change.area,
            change.before,
            change.after,
        )
        for change in changes
    ]
    created = HistoryLine(offer.created_at, names.get(offer.created_by_id or 0, ""), "", "created", {}, {})
    return [*lines, created]


def stores_of(offer_id: int) -> list[Store]:
    """The stores in which an offer is sold, by name."""
    return list(Store.objects.filter(offer_stores__offer_id=offer_id).order_by("name"))
