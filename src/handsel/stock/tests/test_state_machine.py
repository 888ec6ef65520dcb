"""Whatever happens to the stock of two offers, in whatever order, the sums hold (STOCK-2, STOCK-3, STOCK-7)."""

from collections import defaultdict
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from handsel.core.invariants import broken
from handsel.stock.errors import NotEnoughOnHand, NotEnoughStock
from handsel.stock.models import Reservation, StockLevel, Warehouse
from handsel.stock.queries import stock_for
from handsel.stock.services.levels import set_on_hand
from handsel.stock.services.reserving import release, reserve, ship
from handsel.stock.services.warehouses import activate_warehouse, deactivate_warehouse
from tests.world import AT, World

HOUSES = ("A", "B", "C")
OFFERS = ("ofr-1", "ofr-2")
quantities = st.integers(min_value=1, max_value=12).map(Decimal)


class Stock(RuleBasedStateMachine):
    """Sets, holds, gives back, ships, closes and opens; a plain dictionary keeps what must be true."""

    world: World
    purposes = Bundle("purposes")

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.offers = {name: self.world.offer(name) for name in OFFERS}
        self.names = {offer.pk: name for name, offer in self.offers.items()}
        self.on_hand: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        self.held: dict[str, dict[tuple[str, str], Decimal]] = {}
        self.open_houses = set(HOUSES)
        self.count = 0

    def teardown(self) -> None:
        assert broken() == []
        transaction.savepoint_rollback(self.savepoint)

    @property
    def store_id(self) -> int:
        return int(self.world.stores["DE"].pk)

    def reserved(self, key: tuple[str, str]) -> Decimal:
        return sum((parts.get(key, Decimal(0)) for parts in self.held.values()), Decimal(0))

    def available(self, offer: str) -> Decimal:
        keys = [(offer, house) for house in self.open_houses]
        return max(sum((self.on_hand[key] - self.reserved(key) for key in keys), Decimal(0)), Decimal(0))

    @rule(offer=st.sampled_from(OFFERS), house=st.sampled_from(HOUSES), quantity=quantities | st.just(Decimal(0)))
    def count_again(self, offer: str, house: str, quantity: Decimal) -> None:
        result = set_on_hand(
            actor=self.world.actor("mia"),
            offer_id=self.offers[offer].pk,
            warehouse=house,
            on_hand=quantity,
            at=AT,
        )
        self.on_hand[offer, house] = quantity
        assert (result.warning != "") == (self.reserved((offer, house)) > quantity)

    @rule(target=purposes, wanted=st.dictionaries(st.sampled_from(OFFERS), quantities, min_size=1))
    def hold(self, wanted: dict[str, Decimal]) -> str:
        self.count += 1
        purpose = f"line:{self.count}"
        enough = all(quantity <= self.available(offer) for offer, quantity in wanted.items())
        before = self.rows()
        try:
            with transaction.atomic():
                reserve(
                    wanted={self.offers[offer].pk: quantity for offer, quantity in wanted.items()},
                    store_id=self.store_id,
                    purpose=purpose,
                )
        except NotEnoughStock as short:
            refusal: NotEnoughStock | None = short
        else:
            refusal = None
        if refusal is not None:
            assert not enough
            assert refusal.facts["left"] == f"{self.available(str(refusal.facts['reference'])).normalize():f}"
            assert self.rows() == before
            return purpose
        assert enough
        parts = Reservation.objects.filter(purpose=purpose).select_related("level__warehouse")
        self.held[purpose] = {
            (self.names[part.level.offer_id], part.level.warehouse.name): part.quantity for part in parts
        }
        for offer, quantity in wanted.items():
            given = [part for (name, _), part in self.held[purpose].items() if name == offer]
            assert sum(given) == quantity
        assert {house for _, house in self.held[purpose]} <= self.open_houses
        return purpose

    @rule(purpose=purposes)
    def give_back(self, purpose: str) -> None:
        assert release(purpose=purpose) == len(self.held.pop(purpose, {}))

    @rule(purpose=purposes)
    def send_out(self, purpose: str) -> None:
        parts = self.held.get(purpose, {})
        possible = all(quantity <= self.on_hand[key] for key, quantity in parts.items())
        before = self.rows()
        try:
            with transaction.atomic():
                count = ship(purpose=purpose)
        except NotEnoughOnHand:
            count = -1
        assert count == (len(parts) if possible else -1)
        if not possible:
            assert self.rows() == before
            return
        for key, quantity in self.held.pop(purpose, {}).items():
            self.on_hand[key] -= quantity

    @rule(house=st.sampled_from(HOUSES))
    def open_or_close(self, house: str) -> None:
        ola, warehouse = self.world.actor("ola"), Warehouse.objects.get(name=house)
        if house in self.open_houses:
            deactivate_warehouse(actor=ola, warehouse_id=warehouse.pk, at=AT)
            self.open_houses.remove(house)
        else:
            activate_warehouse(actor=ola, warehouse_id=warehouse.pk, at=AT)
            self.open_houses.add(house)

    @invariant()
    def the_rows_say_what_happened(self) -> None:
        for (offer, house), (on_hand, reserved) in self.rows().items():
            assert on_hand == self.on_hand[offer, house]
            assert reserved == self.reserved((offer, house))

    @invariant()
    def the_answer_is_the_sum(self) -> None:
        answers = stock_for([offer.pk for offer in self.offers.values()], self.store_id)
        for name, offer in self.offers.items():
            assert answers[offer.pk].available == self.available(name)

    def rows(self) -> dict[tuple[str, str], tuple[Decimal, Decimal]]:
        levels = StockLevel.objects.filter(offer__in=self.names).select_related("warehouse")
        return {(self.names[level.offer_id], level.warehouse.name): (level.on_hand, level.reserved) for level in levels}


@pytest.mark.timeout(240)
def test_the_sums_hold_whatever_happens(world: World) -> None:
    for name in HOUSES:
        world.warehouse(name)
    Stock.world = world
    run_state_machine_as_test(
        Stock,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
        ),
    )
