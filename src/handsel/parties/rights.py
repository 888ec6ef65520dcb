"""The one table of roles and rights (RIGHT-3). Pages, services and the generated matrix read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What an organization is on the marketplace; it may be several."""

    CUSTOMER = "customer"
    MERCHANT = "merchant"
    RESELLER = "reseller"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Role:
    """A named set of rights that a membership of an organization of `kind` may hold; `includes` adds other roles'."""

    name: str
    kind: Kind
    rights: frozenset[str]
    includes: frozenset[str] = frozenset()


def _role(name: str, kind: Kind, rights: str, includes: str = "") -> Role:
    return Role(name, kind, frozenset(rights.split()), frozenset(includes.split()))


ROLES: dict[str, Role] = {
    role.name: role
    for role in (
        _role("viewer", Kind.CUSTOMER, "company.read"),
        _role("billing_admin", Kind.CUSTOMER, "company.read company.billing order.pay"),
        _role("approver", Kind.CUSTOMER, "company.read purchase.approve"),
        _role("purchaser", Kind.CUSTOMER, "company.read cart.write order.place order.pay deal.accept"),
        _role("company_admin", Kind.CUSTOMER, "company.manage", "viewer billing_admin approver purchaser"),
        _role("fulfiller", Kind.MERCHANT, "merchant.read order.fulfil"),
        _role("sales_approver", Kind.MERCHANT, "merchant.read deal.approve_limit"),
        _role("sales", Kind.MERCHANT, "merchant.read deal.offer"),
        _role("offer_manager", Kind.MERCHANT, "merchant.read offer.write product.write import.run contract.write"),
        _role("merchant_admin", Kind.MERCHANT, "merchant.manage", "fulfiller sales_approver sales offer_manager"),
        _role("reseller", Kind.RESELLER, "desk.use"),
        _role("reseller_manager", Kind.RESELLER, "desk.manage", "reseller"),
        _role("support", Kind.OPERATOR, "backoffice.read"),
        _role("moderator", Kind.OPERATOR, "backoffice.read offer.approve product.approve merchant.approve"),
        _role("finance", Kind.OPERATOR, "backoffice.read payment.manage"),
        _role("ssr", Kind.OPERATOR, "desk.use"),
        _role(
            "marketplace_manager",
            Kind.OPERATOR,
            "marketplace.manage import.run_any audit.read desk.manage offer.write_any",
            "support moderator finance ssr",
        ),
    )
}

MAIN_ACCOUNT_ROLES: dict[Kind, tuple[str, ...]] = {
    kind: tuple(sorted(role.name for role in ROLES.values() if role.kind is kind)) for kind in Kind
}

# The right that lets somebody manage the members and settings of his own organization of this kind.
MANAGES: dict[Kind, str] = {
    Kind.CUSTOMER: "company.manage",
    Kind.MERCHANT: "merchant.manage",
    Kind.RESELLER: "desk.manage",
    Kind.OPERATOR: "marketplace.manage",
}


def roles_in(kinds: Iterable[str], roles: Iterable[str], *, is_main_account: bool) -> frozenset[str]:
    """The roles that count: those of the organization's kinds (RIGHT-4); a main account has all of them (RIGHT-2)."""
    possible = roles_for(frozenset(kinds))
    return possible if is_main_account else possible.intersection(roles)


def rights_of(roles: frozenset[str]) -> frozenset[str]:
    """All rights of a set of role names, included roles followed; unknown names give nothing."""
    found: set[str] = set()
    todo = list(roles)
    seen: set[str] = set()
    while todo:
        role = ROLES.get(todo.pop())
        if role is None or role.name in seen:
            continue
        seen.add(role.name)
        found |= role.rights
        todo.extend(role.includes)
    return frozenset(found)


def roles_for(kinds: frozenset[str]) -> frozenset[str]:
    """The role names that organizations of these kinds may give."""
    return frozenset(role.name for role in ROLES.values() if role.kind in kinds)
