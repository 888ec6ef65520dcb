"""How each command of the project is exercised (T21). A new command fails the tests until it stands here.

A case gives the arguments of a call that changes something, and prepares the rows it needs. By default the operator's
main account calls, one audit row is left, and somebody without any rights is refused.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from handsel.api.services.signing_in import issue_tokens
from handsel.catalog.models import StoreCurrency
from handsel.catalog.states import BuyBoxStrategy
from handsel.imports.models import ImportRun
from handsel.offers.services.creating import OfferDraft
from handsel.parties.models import Membership, Merchant, Organization, User
from handsel.pricing.models import DEFAULT
from handsel.pricing.services.checking import PriceDraft
from handsel.pricing.services.contract_prices import Target
from handsel.pricing.services.writing import PriceKey
from tests.world import AT, World

Arguments = Callable[[World], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Case:
    """One command. `rows` audit rows are left; `is_open` says why nobody needs a right for it.

    `for_himself`: the operator's main account acts as a person and not for the organization.
    """

    arguments: Arguments
    rows: int = 1
    is_open: str = ""
    for_himself: bool = False


def product(world: World, status: str = "approved", **more: Any) -> dict[str, Any]:
    world.abstract.approval_status = status
    world.abstract.save()
    return {"abstract_product_id": world.abstract.pk, **more}


def concrete(world: World, *, is_active: bool = True, **more: Any) -> dict[str, Any]:
    world.concrete.is_active = is_active
    world.concrete.save()
    return {"concrete_product_id": world.concrete.pk, **more}


def offer(world: World, status: str = "approved", *, is_active: bool = True) -> int:
    approved_at = AT if status == "approved" else None
    fields: dict[str, Any] = {
        "approval_status": status,
        "approved_at": approved_at,
        "is_active": is_active,
        "denial_reason": "",
    }
    return int(world.offer(f"ofr-{status}-{world.concrete.offers.count()}", **fields).pk)


def offers(world: World, status: str, *, is_active: bool = True) -> tuple[int, int]:
    return offer(world, status, is_active=is_active), offer(world, status, is_active=is_active)


def merchant(world: World, status: str, *, is_active: bool = False) -> int:
    Merchant.objects.filter(pk=world.merchants["mia"].pk).update(status=status, is_active=is_active)
    return int(world.merchants["mia"].pk)


def organization(world: World, status: str) -> int:
    Organization.objects.filter(pk=world.organizations["caldera"].pk).update(status=status)
    return int(world.organizations["caldera"].pk)


def member(world: World) -> int:
    return int(Membership.objects.get(user=world.user("bob")).pk)


def warehouse(world: World, *, is_active: bool = True) -> int:
    house = world.warehouses["M-1 Warehouse 1"]
    house.is_active = is_active
    house.save()
    return int(house.pk)


def price(world: World) -> PriceDraft:
    return PriceDraft(world.stores["DE"].pk, "EUR", net=Decimal(12))


def key(world: World) -> PriceKey:
    return PriceKey(world.stores["DE"].pk, "EUR", DEFAULT)


def priced_offer(world: World) -> int:
    return int(world.offer("ofr-priced", price="10").pk)


def contract_price(world: World, *, is_there: bool) -> dict[str, Any]:
    contract, target = world.contract("C-1"), world.offer("ofr-contract")
    if is_there:
        world.contract_price(contract, target, net="9")
    return {"contract_id": contract.pk, "target": Target(offer_id=target.pk)}


def assigned(world: World) -> dict[str, Any]:
    contract = world.contract("C-1", customers="brennhoff caldera")
    return {"contract_id": contract.pk, "organization_id": world.organizations["caldera"].pk}


def currency(world: World, code: str, *, is_there: bool) -> dict[str, Any]:
    store = world.stores["US"]
    if is_there:
        StoreCurrency.objects.create(store=store, currency=world.currencies[code])
    return {"store_id": store.pk, "code": code}


def run(_world: World) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE no_problems (line bigint, position int, col text, code text, value text, fact text,"
            " suggestion text) ON COMMIT DROP"
        )
    row = ImportRun.objects.create(
        format="store", file_name="store.csv", digest="0", size=1, encoding="utf-8", delimiter=",", started_at=AT
    )
    return {"run_id": row.pk, "action": "finish", "problems": "no_problems"}


def unpaid_product_price(world: World, *, of_abstract: bool) -> dict[str, Any]:
    target = world.abstract if of_abstract else world.concrete
    world.product_price(target, net="5")
    return {("abstract_product_id" if of_abstract else "concrete_product_id"): target.pk, "key": key(world)}


def refresh_token(world: World) -> str:
    return issue_tokens(user_id=world.user("ola").pk, at=AT).refresh


CASES: dict[str, Case] = {
    "api.signing_in.issue_tokens": Case(
        lambda w: {"user_id": w.user("ola").pk}, is_open="the password was checked", for_himself=True
    ),
    "api.signing_in.renew_tokens": Case(
        lambda w: {"refresh_token": refresh_token(w)}, is_open="the refresh token is the right", for_himself=True
    ),
    "api.signing_in.revoke_token": Case(
        lambda w: {"refresh_token": refresh_token(w)}, is_open="another's token stays valid, and nobody is told"
    ),
    "catalog.products.submit_product": Case(lambda w: product(w, "draft")),
    "catalog.products.approve_product": Case(lambda w: product(w, "waiting_for_approval")),
    "catalog.products.deny_product": Case(lambda w: product(w, "waiting_for_approval", reason="no picture")),
    "catalog.products.return_to_draft": Case(lambda w: product(w, "approved", reason="new words")),
    "catalog.products.assign_product_to_store": Case(
        lambda w: {
            "abstract_product_id": w.product("NEW", stores="").abstract_product_id,
            "store_id": w.stores["DE"].pk,
        }
    ),
    "catalog.products.unassign_product_from_store": Case(lambda w: product(w, store_id=w.stores["DE"].pk)),
    "catalog.products.activate_concrete": Case(lambda w: concrete(w, is_active=False)),
    "catalog.products.deactivate_concrete": Case(concrete),
    "catalog.products.set_concrete_validity": Case(lambda w: concrete(w, valid_from=AT, valid_to=None)),
    "catalog.stores.change_store": Case(
        lambda w: {"store_id": w.stores["DE"].pk, "edit": {"buy_box_strategy": BuyBoxStrategy.STOCK}}
    ),
    "catalog.stores.assign_currency": Case(lambda w: currency(w, "EUR", is_there=False)),
    "catalog.stores.unassign_currency": Case(lambda w: currency(w, "EUR", is_there=True)),
    "imports.running.close_run": Case(
        run, is_open="the engine's own last step; who may import is checked at its start"
    ),
    "offers.approving.approve_offer": Case(lambda w: {"offer_id": offer(w, "waiting_for_approval")}),
    "offers.approving.deny_offer": Case(lambda w: {"offer_id": offer(w), "reason": "wrong product"}),
    "offers.approving.resubmit_offer": Case(lambda w: {"offer_id": offer(w, "denied")}),
    "offers.approving.approve_offers": Case(lambda w: {"offer_ids": offers(w, "waiting_for_approval")}, rows=2),
    "offers.approving.deny_offers": Case(lambda w: {"offer_ids": offers(w, "approved"), "reason": "no"}, rows=2),
    "offers.approving.resubmit_offers": Case(lambda w: {"offer_ids": offers(w, "denied")}, rows=2),
    "offers.creating.create_offer": Case(
        lambda w: {"merchant_id": w.merchants["mia"].pk, "draft": OfferDraft("SKU-1", store_ids=(w.stores["DE"].pk,))}
    ),
    "offers.editing.edit_offer": Case(lambda w: {"offer_id": offer(w), "edit": {"merchant_sku": "A-1"}}),
    "offers.editing.activate_offer": Case(lambda w: {"offer_id": offer(w, is_active=False)}),
    "offers.editing.deactivate_offer": Case(lambda w: {"offer_id": offer(w)}),
    "offers.editing.set_offers_activity": Case(
        lambda w: {"offer_ids": offers(w, "approved", is_active=False), "is_active": True}, rows=2
    ),
    "offers.merchants.approve_merchant": Case(lambda w: {"merchant_id": merchant(w, "waiting-for-approval")}),
    "offers.merchants.deny_merchant": Case(lambda w: {"merchant_id": merchant(w, "approved"), "reason": "fraud"}),
    "offers.merchants.activate_merchant": Case(lambda w: {"merchant_id": merchant(w, "approved")}),
    "offers.merchants.deactivate_merchant": Case(lambda w: {"merchant_id": merchant(w, "approved", is_active=True)}),
    "parties.contracts.create_contract": Case(
        lambda w: {"merchant_id": w.merchants["mia"].pk, "key": "C-9", "owner_id": w.organizations["brennhoff"].pk}
    ),
    "parties.contracts.assign_company": Case(
        lambda w: {"contract_id": w.contract("C-1").pk, "organization_id": w.organizations["caldera"].pk}
    ),
    "parties.contracts.unassign_company": Case(assigned),
    "parties.memberships.add_member": Case(
        lambda w: {
            "organization_id": w.organizations["brennhoff"].pk,
            "user_id": User.objects.create_user("new@example.com").pk,
            "roles": ["viewer"],
        }
    ),
    "parties.memberships.change_roles": Case(lambda w: {"membership_id": member(w), "roles": ["purchaser"]}),
    "parties.memberships.remove_member": Case(lambda w: {"membership_id": member(w)}),
    "parties.memberships.switch_organization": Case(
        lambda w: {"user_id": w.user("ola").pk, "organization_public_id": w.organizations["handsel"].public_id},
        is_open="everybody chooses among his own memberships",
    ),
    "parties.merchants.set_merchant_trust": Case(lambda w: {"merchant_id": w.merchants["mia"].pk, "is_trusted": True}),
    "parties.organizations.create_organization": Case(
        lambda _: {"reference": "newco", "name": "Newco", "kinds": ["customer", "merchant"]}
    ),
    "parties.organizations.approve_organization": Case(
        lambda w: {"organization_id": organization(w, "waiting_for_approval")}
    ),
    "parties.organizations.deny_organization": Case(
        lambda w: {"organization_id": organization(w, "approved"), "reason": "does not pay"}
    ),
    "pricing.contract_prices.set_contract_price": Case(
        lambda w: {**contract_price(w, is_there=False), "price": price(w)}
    ),
    "pricing.contract_prices.remove_contract_price": Case(
        lambda w: {**contract_price(w, is_there=True), "key": key(w)}
    ),
    "pricing.offer_prices.set_offer_price": Case(lambda w: {"offer_id": offer(w), "price": price(w)}),
    "pricing.offer_prices.set_offer_prices": Case(lambda w: {"offer_id": offer(w), "prices": [price(w)]}),
    "pricing.offer_prices.remove_offer_price": Case(lambda w: {"offer_id": priced_offer(w), "key": key(w)}),
    "pricing.product_prices.set_concrete_price": Case(lambda w: concrete(w, price=price(w))),
    "pricing.product_prices.remove_concrete_price": Case(lambda w: unpaid_product_price(w, of_abstract=False)),
    "pricing.product_prices.set_abstract_price": Case(lambda w: product(w, price=price(w))),
    "pricing.product_prices.remove_abstract_price": Case(lambda w: unpaid_product_price(w, of_abstract=True)),
    "stock.levels.set_on_hand": Case(
        lambda w: {"offer_id": offer(w), "warehouse": "M-1 Warehouse 1", "on_hand": Decimal(7)}
    ),
    "stock.warehouses.create_warehouse": Case(lambda _: {"name": "Hall 9"}),
    "stock.warehouses.activate_warehouse": Case(lambda w: {"warehouse_id": warehouse(w, is_active=False)}),
    "stock.warehouses.deactivate_warehouse": Case(lambda w: {"warehouse_id": warehouse(w)}),
    "stock.warehouses.set_warehouse_stores": Case(
        lambda w: {"warehouse_id": warehouse(w), "store_ids": [w.stores["DE"].pk]}
    ),
    "stock.warehouses.link_merchant": Case(
        lambda w: {"warehouse_id": warehouse(w), "merchant_id": w.merchants["max"].pk}
    ),
}
LATER = AT + timedelta(hours=1)
