from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

from handsel.catalog.states import ProductStatus
from handsel.core.actors import Actor

if TYPE_CHECKING:
    from handsel.catalog.models import AbstractProduct, Category, ConcreteProduct  # noqa: F401 - names the model of the class below to the type checker


class CategoryQuerySet(models.QuerySet["Category"]):
    def in_menu(self) -> Self:
        """Categories that a menu shows, in its order."""
        return self.filter(is_active=True, is_in_menu=True).order_by("node_order", "key")


class AbstractProductQuerySet(models.QuerySet["AbstractProduct"]):
    def visible_to(self, actor: Actor) -> Self:
        """The back office sees every product, a merchant its own and the shared approved ones; shops use `shown_in`."""
        if actor.may("backoffice.read"):
            return self
        if actor.may("merchant.read"):
            shared = models.Q(is_shared=True, approval_status=ProductStatus.APPROVED)
            return self.filter(shared | models.Q(owner_id=actor.organization_id))
        return self.none()

    def shown_in(self, store_id: int) -> Self:
        """Approved and assigned to the store (SHOW-1)."""
        return self.filter(approval_status=ProductStatus.APPROVED, product_stores__store_id=store_id)


class ConcreteProductQuerySet(models.QuerySet["ConcreteProduct"]):
    def shown_in(self, store_id: int, at: datetime) -> Self:
        """Active, valid at `at`, of an abstract product that is approved and assigned to the store (SHOW-1)."""
        return self.showable(at).filter(abstract_product__product_stores__store_id=store_id)

    def showable(self, at: datetime) -> Self:
        """What the stores to which it is assigned show at `at` (SHOW-1)."""
        return self.filter(
            models.Q(valid_from__isnull=True) | models.Q(valid_from__lte=at),
            models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=at),
            is_active=True,
            abstract_product__approval_status=ProductStatus.APPROVED,
        )
