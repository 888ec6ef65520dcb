"""Whatever is written, in whatever order: after each step the board answers what the slow oracle answers (BOARD-9)."""

from contextlib import suppress
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from handsel.board.queries import ListingRequest, listing
from handsel.board.services.refreshing import refresh_stale
from handsel.board.tests.asking import MODES, differences
from handsel.catalog.models import AbstractProductStore, ConcreteProduct, Store
from handsel.catalog.services.marking import touch
from handsel.catalog.services.products import (
    activate_concrete,
    approve_product,
    assign_product_to_store,
    deactivate_concrete,
    return_to_draft,
    set_concrete_validity,
    submit_product,
    unassign_product_from_store,
)
from handsel.core.errors import DomainError
from handsel.offers.models import Offer
from handsel.offers.services.approving import approve_offer, deny_offer, resubmit_offer
from handsel.offers.services.creating import OfferDraft, create_offer
from handsel.offers.services.editing import OfferEdit, activate_offer, deactivate_offer, edit_offer
from handsel.offers.services.merchants import activate_merchant, approve_merchant, deactivate_merchant, deny_merchant
from handsel.parties.models import Merchant
from handsel.pricing.services.checking import PriceDraft, TierDraft
from handsel.pricing.services.contract_prices import Target, remove_contract_price, set_contract_price
from handsel.pricing.services.offer_prices import remove_offer_price, set_offer_price
from handsel.pricing.services.product_prices import (
    remove_abstract_price,
    remove_concrete_price,
    set_abstract_price,
    set_concrete_price,
)
from handsel.pricing.services.writing import PriceKey
from handsel.stock.models import Warehouse
from handsel.stock.services.levels import set_on_hand
from handsel.stock.services.reserving import release, reserve
from handsel.stock.services.warehouses import activate_warehouse, deactivate_warehouse, set_warehouse_stores
from tests.oracle import Asked, Tables, slow_sold_by
from tests.world import AT, World

SKUS = ["SKU-1", "SKU-2"]
HOUR = timedelta(hours=1)
numbers = st.integers(0, 5)
who = st.sampled_from(["mia", "max"])
stores = st.lists(st.sampled_from(["DE", "AT", "US"]), unique=True, max_size=3)
# A bound in hours from the beginning; time passes in steps of the same size.
rarely = st.integers(0, 4).map(lambda number: number == 0)
bounds = st.none() | st.integers(-2, 8)
amounts = st.none() | st.integers(0, 4).map(Decimal)


@st.composite
def prices(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """The store and the rest of a price draft; some are refused, which is a step too."""
    store, currency = draw(st.sampled_from([("DE", "EUR"), ("DE", "EUR"), ("DE", "CHF"), ("AT", "EUR"), ("US", "USD")]))
    net, gross, tier = draw(amounts), draw(amounts), draw(amounts)
    price_type = draw(st.sampled_from(["DEFAULT", "DEFAULT", "DEFAULT", "ORIGINAL"]))
    tiers = (TierDraft(Decimal(5), net=tier),) if tier is not None and price_type == "DEFAULT" else ()
    if net is None and gross is None:
        net = Decimal(5)
    return store, {"currency": currency, "price_type": price_type, "net": net, "gross": gross, "tiers": tiers}


class Marketplace(RuleBasedStateMachine):
    """Random work of merchants and the operator, through the services."""

    world: World

    @initialize()
    def begin(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic._from_testcase = True  # type: ignore[attr-defined]  # commands may open theirs inside
        self.atomic.__enter__()
        self.at: datetime = AT
        self.made = self.steps = 0
        self.ola = self.world.actor("ola")

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def offer(self, number: int) -> int:
        ids = list(Offer.objects.order_by("pk").values_list("pk", flat=True))
        return ids[number % len(ids)] if ids else 0

    def concrete(self, number: int) -> ConcreteProduct:
        return ConcreteProduct.objects.get(sku=SKUS[number % 2])

    def do(self, operation: Any, **arguments: Any) -> None:
        """One command; a refusal writes nothing and is fine."""
        with suppress(DomainError):
            operation(**{"actor": self.ola} | arguments, at=self.at)

    def instant(self, hours: int | None) -> datetime | None:
        return None if hours is None else AT + hours * HOUR

    def ids(self, names: list[str]) -> tuple[int, ...]:
        return tuple(self.world.stores[name].pk for name in names)

    @rule(merchant=who, number=numbers, names=stores, begins=bounds, ends=bounds, price=prices(), approve=st.booleans())
    def a_merchant_makes_an_offer(
        self, *, merchant: str, number: int, names: list[str], begins: int, ends: int, price: Any, approve: bool
    ) -> None:
        self.made += 1
        draft = OfferDraft(
            SKUS[number % 2],
            reference=f"{'o' if number % 3 else 'O'}-{self.made}",
            store_ids=self.ids(names or ["DE", "AT"]),
            valid_from=self.instant(begins),
            valid_to=self.instant(ends),
        )
        self.do(create_offer, merchant_id=self.world.merchants[merchant].pk, draft=draft)
        made = Offer.objects.filter(reference__iexact=draft.reference).first()
        if made is not None:
            self.set_price(set_offer_price, price, offer_id=made.pk)
            if approve:
                self.do(approve_offer, offer_id=made.pk)

    @rule(number=numbers)
    def the_operator_changes_his_mind_about_an_offer(self, number: int) -> None:
        offer = Offer.objects.get(pk=self.offer(number))
        if offer.approval_status == "approved":
            self.do(deny_offer, offer_id=offer.pk, reason="no")
        elif offer.approval_status == "denied" and number % 2:
            self.do(resubmit_offer, offer_id=offer.pk)
        else:
            self.do(approve_offer, offer_id=offer.pk)

    @rule(number=numbers)
    def an_offer_is_switched(self, number: int) -> None:
        offer = Offer.objects.get(pk=self.offer(number))
        self.do(deactivate_offer if offer.is_active else activate_offer, offer_id=offer.pk)

    @rule(number=numbers, begins=bounds, ends=bounds, names=stores)
    def a_merchant_edits_an_offer(self, number: int, begins: int, ends: int, names: list[str]) -> None:
        edit: OfferEdit = {"valid_from": self.instant(begins), "valid_to": self.instant(ends)}
        if names:
            edit["store_ids"] = self.ids(names)
        self.do(edit_offer, offer_id=self.offer(number), edit=edit)

    def set_price(self, operation: Any, price: Any, **target: Any) -> None:
        store, fields = price
        self.do(operation, price=PriceDraft(self.world.stores[store].pk, **fields), **target)

    def key(self, price: Any) -> PriceKey:
        store, fields = price
        return PriceKey(self.world.stores[store].pk, fields["currency"], fields["price_type"])

    @rule(number=numbers, price=prices(), remove=rarely)
    def an_offer_is_priced(self, *, number: int, price: Any, remove: bool) -> None:
        if remove:
            self.do(remove_offer_price, offer_id=self.offer(number), key=self.key(price))
        else:
            self.set_price(set_offer_price, price, offer_id=self.offer(number))

    @rule(number=numbers, price=prices(), remove=rarely)
    def a_product_is_priced(self, *, number: int, price: Any, remove: bool) -> None:
        concrete = self.concrete(number)
        of_abstract = {"abstract_product_id": concrete.abstract_product_id}
        of_concrete = {"concrete_product_id": concrete.pk}
        operation: Any
        if number < 3:
            operation, target = (remove_abstract_price if remove else set_abstract_price), of_abstract
        else:
            operation, target = (remove_concrete_price if remove else set_concrete_price), of_concrete
        if remove:
            self.do(operation, key=self.key(price), **target)
        else:
            self.set_price(operation, price, **target)

    @rule(merchant=who, number=numbers, level=st.sampled_from(["offer", "concrete", "abstract"]), price=prices())
    def a_contract_is_priced(self, merchant: str, number: int, level: str, price: Any) -> None:
        concrete = self.concrete(number)
        target = {
            "offer": Target(offer_id=self.offer(number)),
            "concrete": Target(concrete_product_id=concrete.pk),
            "abstract": Target(abstract_product_id=concrete.abstract_product_id),
        }[level]
        contract_id = self.world.merchants[merchant].contracts.get().pk
        if number == 5:
            self.do(remove_contract_price, contract_id=contract_id, target=target, key=self.key(price))
        else:
            self.set_price(set_contract_price, price, contract_id=contract_id, target=target)

    @rule(number=numbers, quantity=st.integers(0, 7), second=st.booleans(), never_out=st.booleans())
    def stock_arrives(self, *, number: int, quantity: int, second: bool, never_out: bool) -> None:
        found = Offer.objects.filter(pk=self.offer(number)).select_related("merchant__organization").first()
        if found is not None:
            self.do(
                set_on_hand,
                offer_id=found.pk,
                warehouse=f"{found.merchant.reference} Warehouse {1 + second}",
                on_hand=Decimal(quantity),
                is_never_out_of_stock=never_out and quantity == 0,
            )

    @rule(number=numbers, quantity=st.integers(1, 4), back=st.booleans())
    def stock_is_reserved_or_released(self, *, number: int, quantity: int, back: bool) -> None:
        if back:
            release(purpose=f"line {number}")
            return
        wanted = {self.offer(number): Decimal(quantity)}
        with suppress(DomainError), transaction.atomic():
            reserve(wanted=wanted, store_id=self.world.stores["DE"].pk, purpose=f"line {number}")

    @rule(number=numbers, names=st.none() | stores)
    def a_warehouse_is_switched_or_serves_other_stores(self, number: int, names: list[str] | None) -> None:
        ids = [house.pk for house in self.world.warehouses.values()]
        house = Warehouse.objects.get(pk=ids[number % len(ids)])
        if names is not None:
            self.do(set_warehouse_stores, warehouse_id=house.pk, store_ids=self.ids(names))
        else:
            self.do(deactivate_warehouse if house.is_active else activate_warehouse, warehouse_id=house.pk)

    @rule(merchant=who, deny=rarely)
    def a_merchant_is_switched(self, merchant: str, *, deny: bool) -> None:
        row = Merchant.objects.get(pk=self.world.merchants[merchant].pk)
        if deny and row.status == "approved":
            self.do(deny_merchant, merchant_id=row.pk, reason="no")
        elif row.is_active:
            self.do(deactivate_merchant, merchant_id=row.pk)
        else:
            self.do(approve_merchant, merchant_id=row.pk)
            self.do(activate_merchant, merchant_id=row.pk)

    @rule(number=numbers, store=st.sampled_from(["DE", "AT", "US"]))
    def a_product_is_assigned_or_not(self, number: int, store: str) -> None:
        target = {
            "abstract_product_id": self.concrete(number).abstract_product_id,
            "store_id": self.world.stores[store].pk,
        }
        is_assigned = AbstractProductStore.objects.filter(**target).exists()
        self.do(unassign_product_from_store if is_assigned else assign_product_to_store, **target)

    @rule(number=numbers)
    def a_product_is_judged(self, number: int) -> None:
        abstract = self.concrete(number).abstract_product
        moves = (return_to_draft,) if abstract.approval_status == "approved" else (submit_product, approve_product)
        for move in moves:
            self.do(move, abstract_product_id=abstract.pk)

    @rule(number=numbers)
    def a_variant_is_switched(self, number: int) -> None:
        concrete = self.concrete(number)
        self.do(deactivate_concrete if concrete.is_active else activate_concrete, concrete_product_id=concrete.pk)

    @rule(number=numbers, begins=bounds, ends=bounds)
    def a_variant_is_valid_for_a_while(self, number: int, begins: int, ends: int) -> None:
        concrete = self.concrete(number)
        valid_from, valid_to = self.instant(begins), self.instant(ends)
        self.do(set_concrete_validity, concrete_product_id=concrete.pk, valid_from=valid_from, valid_to=valid_to)

    @rule(store=st.sampled_from(["DE", "AT"]), strategy=st.sampled_from(["price", "price_available", "stock"]))
    def a_store_changes_its_buy_box(self, store: str, strategy: str) -> None:
        row = self.world.stores[store]
        row.buy_box_strategy = strategy
        row.save(update_fields=["buy_box_strategy"])

    @rule(hours=st.integers(1, 3))
    def time_passes(self, hours: int) -> None:
        self.at += hours * HOUR

    @rule()
    def a_clock_that_runs_behind_asks(self) -> None:
        self.compare(self.at - HOUR, quantities=(1,), customers=(None,))

    @rule()
    def the_worker_refreshes(self) -> None:
        refresh_stale(at=self.at)

    @rule(store=st.sampled_from(["DE", "AT"]), is_net=st.booleans(), refresh=st.booleans())
    def a_list_is_read(self, *, store: str, is_net: bool, refresh: bool) -> None:
        """The one card there may be tells the lowest price that the oracle finds; without the worker it may lack."""
        if refresh:
            refresh_stale(at=self.at)
        mode = "net" if is_net else "gross"
        request = ListingRequest(Store.objects.get(name=store), "en_US", "EUR", MODES[mode])
        tables = Tables.read()
        lines = [
            line
            for sku in SKUS
            for line in slow_sold_by(tables, Asked(request.store, sku, "EUR", mode, Fraction(1), None, self.at))
        ]
        found = [(card.offer_count, card.price and card.price.amount) for card in listing(request, at=self.at).cards]
        units = [line.unit for line in lines if line.unit is not None]
        expected = [(len(lines), min(units, default=None))] if lines else []
        assert found == expected or (not found and not refresh)

    @rule()
    def everything_is_asked(self) -> None:
        self.compare(self.at, quantities=(1, 6), customers=(None, "brennhoff"))

    @invariant()
    def the_board_answers_what_the_oracle_answers(self) -> None:
        """Of quantities and customers one combination a step, in turn; of stores, currencies and modes all."""
        if hasattr(self, "at"):
            self.steps += 1
            quantity, customer = [(1, None), (6, "brennhoff"), (6, None), (1, "brennhoff")][self.steps % 4]
            self.compare(self.at, quantities=(quantity,), customers=(customer,))

    def compare(self, at: datetime, quantities: tuple[int, ...], customers: tuple[str | None, ...]) -> None:
        assert list(differences(self.world, SKUS, at, quantities, customers)) == []


def small_marketplace(world: World) -> World:
    """Two variants of one product, two merchants with two warehouses and a contract each, six offers to begin with."""
    ConcreteProduct.objects.create(sku="SKU-2", abstract_product=world.abstract)
    for merchant in ("mia", "max"):
        world.warehouse(f"{world.merchants[merchant].reference} Warehouse 2", merchant=merchant, stores="DE US")
        world.contract(f"of-{merchant}", merchant=merchant)
    second = ConcreteProduct.objects.get(sku="SKU-2")
    world.offer("begin-1", price="2", on_hand="5", stores="DE AT")
    world.offer("begin-2", price="2", merchant="max", stores="DE AT US", approved_at=AT - HOUR)
    world.offer("begin-3", price="1", merchant="max", valid_from=AT + 2 * HOUR)
    world.offer("begin-4", concrete=second, price="3", on_hand="2", valid_to=AT + 4 * HOUR)
    world.offer("begin-5", concrete=second, merchant="max", stores="DE US")
    world.offer("begin-6", stores="DE AT US")
    world.merchants["mia"].is_trusted = True
    world.merchants["mia"].save()
    touch([world.concrete.pk, second.pk])
    return world


def run(world: World, how_much: settings) -> None:
    machine = type("SmallMarketplace", (Marketplace,), {"world": small_marketplace(world)})
    run_state_machine_as_test(machine, settings=how_much)


def test_the_board_answers_what_the_oracle_answers_whatever_is_written(world: World) -> None:
    run(world, settings(max_examples=12, stateful_step_count=12, deadline=None))


@pytest.mark.soak
def test_the_board_answers_what_the_oracle_answers_for_a_long_time(world: World) -> None:
    run(world, settings(max_examples=300, stateful_step_count=40, deadline=None))
