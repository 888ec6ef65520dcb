"""Who may change which warehouse (RIGHT-8, STOCK-10)."""

from django.utils.translation import gettext_lazy as _

from handsel.core.actors import Actor
from handsel.core.errors import NotAllowed, NotFound
from handsel.core.locking import locked_whole
from handsel.stock.models import MerchantWarehouse, Warehouse


def lock_own_warehouse(warehouse_id: int, actor: Actor) -> Warehouse:
    """The warehouse, locked: for the marketplace manager, or for the offer manager of the only merchant that uses it.

    Raises NotFound for one he has nothing to do with (RIGHT-5), NotAllowed.
    """
    rows = locked_whole(Warehouse.objects.filter(pk=warehouse_id))
    users = set(MerchantWarehouse.objects.filter(warehouse_id=warehouse_id).values_list("merchant_id", flat=True))
    is_known = actor.may("backoffice.read") or actor.organization_id in users
    if not rows or not is_known:
        raise NotFound(what=_("The warehouse"))
    is_own = users == {actor.organization_id} and actor.may("offer.write")
    if not (actor.may("marketplace.manage") or is_own):
        raise NotAllowed(right="marketplace.manage")
    return rows[0]
