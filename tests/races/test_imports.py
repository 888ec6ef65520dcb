"""Two files at once: what one adds while the other switches is marked by the one that comes second (BOARD-5, BOARD-10)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from decimal import Decimal
from threading import Event

import pytest
from django.db import connection, transaction

from handsel.board.tests.asking import ask
from handsel.core.actors import SYSTEM
from handsel.core.bulk import RowsGone, execute
from handsel.pricing.models import OfferPrice
from handsel.pricing.services.importing import apply_offer_prices
from handsel.stock.queries import stock_for
from handsel.stock.services.importing import apply_levels, apply_warehouses
from tests.world import World, build_world

pytestmark = pytest.mark.django_db(transaction=True)
SOON = 20


@pytest.fixture
def world(transactional_db: None) -> World:
    return build_world()


def waiting(name: str, columns: str, values: str) -> str:
    """A table as the import engine makes it, of this connection alone."""
    execute(f"CREATE TEMP TABLE {name} (line bigint, target_id bigint, is_delete boolean, {columns}) ON COMMIT DROP")
    execute(f"INSERT INTO {name} VALUES {values}")
    return name


def test_stock_that_is_added_while_its_warehouse_is_switched_off_is_never_shown(world: World, at: datetime) -> None:
    offer = world.offer("o", price="1", on_hand="7")
    second = world.warehouse("Hall 2.1")
    assert ask(world, at).rows[0].offer.stock.available == Decimal(7)
    is_added, may_commit = Event(), Event()

    def add() -> None:
        with transaction.atomic():
            columns = (
                "offer_id bigint, offer_id_given boolean, warehouse_id bigint, warehouse_id_given boolean, on_hand numeric,"
                " on_hand_given boolean, is_never_out_of_stock boolean, is_never_out_of_stock_given boolean"
            )
            values = f"(2, NULL, FALSE, {offer.pk}, TRUE, {second.pk}, TRUE, 1000, TRUE, FALSE, TRUE)"
            apply_levels(rows=waiting("levels", columns, values), actor=SYSTEM, at=at)
            is_added.set()
            assert may_commit.wait(SOON)
        connection.close()

    def switch() -> None:
        assert is_added.wait(SOON)
        with transaction.atomic():
            columns = "name text, name_given boolean, is_active boolean, is_active_given boolean"
            values = f"(2, {second.pk}, FALSE, 'Hall 2.1', FALSE, FALSE, TRUE)"
            apply_warehouses(rows=waiting("houses", columns, values), actor=SYSTEM, at=at)
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        adding, switching = pool.submit(add), pool.submit(switch)
        with pytest.raises(TimeoutError):
            switching.result(0.5)
        may_commit.set()
        adding.result(SOON)
        switching.result(SOON)
    assert stock_for([offer.pk], world.stores["DE"].pk)[offer.pk].available == Decimal(7)
    assert ask(world, at).rows[0].offer.stock.available == Decimal(7)


def test_a_price_that_went_away_after_the_plan_is_not_told_as_changed(world: World, at: datetime) -> None:
    offer = world.offer("o", price="1")
    price = OfferPrice.objects.get()
    gone = price.pk
    price.delete()
    columns = (
        "offer_id bigint, store_id bigint, currency_id bigint, price_type text, net numeric, net_given boolean,"
        " gross numeric, gross_given boolean, tiers jsonb, tiers_given boolean"
    )
    key = f"{offer.pk}, {price.store_id}, {price.currency_id}, 'DEFAULT'"
    with transaction.atomic():
        rows = waiting("prices", columns, f"(2, {gone}, FALSE, {key}, 5, TRUE, NULL, FALSE, '[]', TRUE)")
        with pytest.raises(RowsGone):
            apply_offer_prices(rows=rows, actor=SYSTEM, at=at)
    assert OfferPrice.objects.count() == 0
