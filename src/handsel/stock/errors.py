from django.utils.translation import gettext_lazy as _

from handsel.core.errors import DomainError


class NotEnoughStock(DomainError):
    """`left` is how many of the offer can still be had in the store."""

    code, message = "not_enough_stock", _("Only {left} of {reference} are left.")


class NotEnoughOnHand(DomainError):
    """More is to be shipped than lies there: the count of the warehouse is wrong and has to be mended first."""

    code, message = "not_enough_on_hand", _("Only {on_hand} of {reference} lie in {warehouse}.")


class UnknownWarehouse(DomainError):
    code, http_status, message = "unknown_warehouse", 404, _("There is no warehouse {name}.")


class WarehouseTaken(DomainError):
    code, message = "warehouse_taken", _("A warehouse has the name {name} already.")
