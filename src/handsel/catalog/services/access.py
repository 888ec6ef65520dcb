"""Who may change what of the catalogue (RIGHT-6, RIGHT-8)."""

from django.utils.translation import gettext_lazy as _

from handsel.catalog.models import AbstractProduct, ConcreteProduct, Store
from handsel.core.actors import Actor
from handsel.core.errors import NotAllowed, NotFound
from handsel.core.locking import locked, locked_whole


def lock_product(abstract_product_id: int, actor: Actor) -> AbstractProduct:
    """The abstract product, locked, if the actor may see it. Raises NotFound (RIGHT-5)."""
    rows = locked_whole(AbstractProduct.objects.visible_to(actor).filter(pk=abstract_product_id))
    if not rows:
        raise NotFound(what=_("The product"))
    return rows[0]


def lock_own_product(abstract_product_id: int, actor: Actor) -> AbstractProduct:
    """The same, if he may write it: its owner's product manager or the marketplace manager. Raises NotAllowed too."""
    product = lock_product(abstract_product_id, actor)
    is_owner = product.owner_id is not None and product.owner_id == actor.organization_id
    if not actor.may("marketplace.manage") and not (is_owner and actor.may("product.write")):
        raise NotAllowed(right="product.write")
    return product


def lock_own_concrete(concrete_product_id: int, actor: Actor) -> ConcreteProduct:
    """A variant, locked after its abstract product, if the actor may write that. Raises NotFound, NotAllowed."""
    found = ConcreteProduct.objects.filter(pk=concrete_product_id).first()
    if found is None:
        raise NotFound(what=_("The product"))
    lock_own_product(found.abstract_product_id, actor)
    [concrete] = locked(ConcreteProduct.objects.filter(pk=concrete_product_id))
    return concrete


def lock_store(store_id: int, actor: Actor) -> Store:
    """The store, locked, for the marketplace manager. Raises NotFound, NotAllowed."""
    actor.require("marketplace.manage")
    rows = locked(Store.objects.filter(pk=store_id))
    if not rows:
        raise NotFound(what=_("The store"))
    return rows[0]
