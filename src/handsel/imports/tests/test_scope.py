"""Who may import what: a merchant's file touches that merchant's rows only (IMPORT-16, RIGHT-7)."""

import pytest

from handsel.core.actors import ANONYMOUS
from handsel.core.errors import NotAllowed
from handsel.imports.errors import FormatNotYours
from handsel.imports.models import ImportRun
from handsel.imports.tests.conftest import BringIn
from handsel.stock.models import StockLevel
from tests.world import World

STOCK = "product_offer_reference,stock_name,quantity\n"


def test_another_merchants_offer_is_as_unknown_as_one_that_does_not_exist(world: World, bring_in: BringIn) -> None:
    world.offer("MINE-1", merchant="mia")
    world.offer("YOURS-1", merchant="max")
    world.stock(world.offer("YOURS-2", merchant="max"), "5")
    content = f"{STOCK}MINE-1,M-1 Warehouse 1,3\nYOURS-1,M-2 Warehouse 1,4\nyours-2,M-2 Warehouse 1,0\nYOURS-9,M-2 Warehouse 1,4\n"
    report = bring_in("product_offer_stock", content, actor=world.actor("mia"))
    unknown = [(p.line, p.column, p.code, p.words) for p in report.problems]
    assert unknown == [
        (line, "product_offer_reference", "unknown_reference", f"There is no offer {reference}.")
        for line, reference in ((3, "YOURS-1"), (4, "yours-2"), (5, "YOURS-9"))
    ]
    assert dict(StockLevel.objects.values_list("offer__reference", "on_hand")) == {"MINE-1": 3, "YOURS-2": 5}
    assert (report.new, report.rejected) == (1, 3)


def test_a_merchant_imports_merchant_files_only(world: World, bring_in: BringIn) -> None:
    content = (
        "product_offer_reference,concrete_sku,merchant_reference,is_active,approval_status\nA-1,SKU-1,M-1,1,approved\n"
    )
    with pytest.raises(FormatNotYours):
        bring_in("merchant_product_offer", content, actor=world.actor("mia"))
    assert ImportRun.objects.count() == 0


@pytest.mark.parametrize("who", ["bea", "bob", "rex", "sue", "mod", "nemo"])
def test_nobody_else_imports_anything(world: World, bring_in: BringIn, who: str) -> None:
    world.offer("MINE-1")
    for actor in (world.actor(who), ANONYMOUS):
        with pytest.raises(NotAllowed):
            bring_in("product_offer_stock", f"{STOCK}MINE-1,M-1 Warehouse 1,3\n", actor=actor)
    assert (ImportRun.objects.count(), StockLevel.objects.count()) == (0, 0)


def test_the_operator_imports_for_everybody_and_the_run_says_who_it_was(world: World, bring_in: BringIn) -> None:
    offer = world.offer("YOURS-1", merchant="max")
    ola = world.actor("ola")
    bring_in("product_offer_stock", f"{STOCK}YOURS-1,M-2 Warehouse 1,3\n", actor=ola)
    run = ImportRun.objects.get()
    assert (run.actor_user_id, run.actor_organization_id) == (ola.user_id, ola.organization_id)
    assert [change.actor_user_id for change in offer.changes.all()] == [ola.user_id]


def test_a_merchant_sees_its_own_runs_and_the_back_office_all(world: World, bring_in: BringIn) -> None:
    world.offer("A-1")
    bring_in("product_offer_stock", f"{STOCK}A-1,M-1 Warehouse 1,3\n", actor=world.actor("mia"))
    seen = {who: ImportRun.objects.all().visible_to(world.actor(who)).count() for who in ("mia", "max", "ola", "bea")}
    assert seen == {"mia": 1, "max": 0, "ola": 1, "bea": 0}
