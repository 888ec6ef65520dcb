"""The offer files: identity, approval, history, marks (OFFER rules, IMPORT-21 to IMPORT-27)."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from handsel.audit.models import AuditEntry
from handsel.catalog.models import ProductMark
from handsel.imports.tests.conftest import BringIn, problems
from handsel.offers.models import Offer, OfferChange
from handsel.pricing.models import ContractPrice, OfferPrice, ProductPrice
from handsel.stock.models import Reservation, StockLevel
from tests.world import World

OFFERS = (
    "product_offer_reference,concrete_sku,merchant_reference,merchant_sku,is_active,approval_status,denial_reason\n"
)
STORES = "product_offer_reference,store_name,delete\n"
PRICES = "product_offer_reference,price_type,store,currency,value_net,value_gross,price_data.volume_prices\n"
STOCK = "product_offer_reference,stock_name,quantity,is_never_out_of_stock,delete\n"


def changes(reference: str) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """The history of an offer: area, before, after."""
    found = OfferChange.objects.filter(offer__reference=reference).order_by("area", "pk")
    assert {change.source for change in found} <= {"import"}
    return [(change.area, change.before, change.after) for change in found]


def version() -> int:
    mark = ProductMark.objects.filter(concrete_product__sku="SKU-1").first()
    return mark.version if mark else 0


def test_a_new_offer_has_what_the_file_says(world: World, bring_in: BringIn, at: datetime) -> None:
    report = bring_in(
        "merchant_product_offer",
        f"{OFFERS}A-1,SKU-1,m-1,R 1,1,approved,\nA-2,SKU-1,M-2,,0,denied,Blurred picture\nA-3,SKU-1,M-1,,1,denied,\n",
    )
    assert report.new == 3
    found = {offer.reference: offer for offer in Offer.objects.all()}
    assert (found["A-1"].merchant_id, found["A-1"].merchant_sku) == (world.merchants["mia"].pk, "R 1")
    assert (found["A-1"].approval_status, found["A-1"].approved_at, found["A-1"].created_at) == ("approved", at, at)
    assert (found["A-2"].is_active, found["A-2"].approved_at, found["A-2"].denial_reason) == (
        False,
        None,
        "Blurred picture",
    )
    assert found["A-3"].denial_reason == "import"
    # In no store yet: nothing shows differently.
    assert version() == 0
    assert OfferChange.objects.count() == 0


def test_sku_and_merchant_of_an_offer_never_change_through_a_file(world: World, bring_in: BringIn) -> None:
    world.offer("A-1")
    world.product("SKU-2")
    report = bring_in("merchant_product_offer", f"{OFFERS}a-1,SKU-2,M-2,,1,approved,\n")
    assert problems(report) == [(2, "concrete_sku", "fixed_value"), (2, "merchant_reference", "fixed_value")]
    offer = Offer.objects.get()
    assert (offer.reference, offer.concrete_product.sku, offer.merchant.reference) == ("A-1", "SKU-1", "M-1")


def test_the_operators_file_sets_any_status_and_keeps_history_audit_and_mark(
    world: World, bring_in: BringIn, at: datetime
) -> None:
    world.offer("A-1", merchant_sku="OLD")
    report = bring_in("merchant_product_offer", f"{OFFERS}A-1,,,NEW,0,denied,Too dear\n")
    assert report.changed == 1
    offer = Offer.objects.get()
    assert (offer.approval_status, offer.denial_reason, offer.approved_at, offer.updated_at) == (
        "denied",
        "Too dear",
        None,
        at,
    )
    assert changes("A-1") == [
        ("approval", {"approval_status": "approved", "denial_reason": ""}, {"approval_status": "denied", "denial_reason": "Too dear"}),
        ("offer", {"merchant_sku": "OLD"}, {"merchant_sku": "NEW"}),
        ("visibility", {"is_active": True}, {"is_active": False}),
    ]  # fmt: skip
    entry = AuditEntry.objects.get(subject_kind="offers.offer")
    assert (entry.action, entry.subject_id, entry.from_state, entry.to_state, entry.reason) == (
        "offer.import_denied", offer.pk, "approved", "denied", "Too dear",
    )  # fmt: skip
    assert version() == 1
    bring_in("merchant_product_offer", f"{OFFERS}A-1,,,,,waiting_for_approval,\n")
    offer.refresh_from_db()
    assert (offer.approval_status, offer.denial_reason, offer.is_active) == ("waiting_for_approval", "", False)
    bring_in("merchant_product_offer", f"{OFFERS}A-1,,,,,approved,\n")
    offer.refresh_from_db()
    assert (offer.approval_status, offer.approved_at) == ("approved", at)


def test_a_reason_of_an_offer_that_is_not_denied_says_nothing(world: World, bring_in: BringIn) -> None:
    world.offer("A-1")
    assert bring_in("merchant_product_offer", f"{OFFERS}A-1,,,,,,No reason\n").unchanged == 1
    assert Offer.objects.get().denial_reason == ""


def test_a_merchant_sku_is_unique_for_its_merchant_only(world: World, bring_in: BringIn) -> None:
    world.offer("A-1", merchant_sku="R 1")
    report = bring_in(
        "merchant_product_offer",
        f"{OFFERS}A-2,SKU-1,M-1,R 1,1,approved,\nA-3,SKU-1,M-2,R 1,1,approved,\n"
        "A-4,SKU-1,M-1,R 2,1,approved,\nA-5,SKU-1,m-1,R 2,1,approved,\n",
    )
    assert [(p.line, p.column, p.code, p.fact) for p in report.problems] == [
        (2, "merchant_sku", "merchant_sku_taken", "A-1"),
        (4, "merchant_sku", "duplicate", "5"),
        (5, "merchant_sku", "duplicate", "4"),
    ]
    assert sorted(Offer.objects.values_list("reference", flat=True)) == ["A-1", "A-3"]


def test_stores_are_added_and_removed_with_one_line_of_history_per_offer(world: World, bring_in: BringIn) -> None:
    world.offer("A-1", stores="DE US")
    report = bring_in("merchant_product_offer_store", f"{STORES}A-1,AT,\nA-1,DE,\nA-1,US,1\n")
    assert (report.new, report.changed, report.unchanged) == (1, 1, 1)
    assert changes("A-1") == [("stores", {"stores": ["DE", "US"]}, {"stores": ["AT", "DE"]})]
    assert version() == 1


def test_prices_are_kept_in_the_history_like_those_of_a_form(world: World, bring_in: BringIn) -> None:
    world.price(world.offer("A-1", price="10"), net="12", gross="14", price_type="ORIGINAL")
    tiers = '"[{""quantity"":5,""gross_price"":1100}]"'
    header = PRICES.replace("\n", ",delete\n")
    bring_in(
        "price_product_offer", f"{header}A-1,,DE,EUR,1050,,{tiers},\nA-1,ORIGINAL,DE,EUR,,,,1\nA-1,,DE,CHF,1100,,,\n"
    )
    assert changes("A-1") == [
        (
            "price",
            {
                "price.DE.DEFAULT.EUR.value_net": "10",
                "price.DE.DEFAULT.EUR.volume_prices": None,
                "price.DE.ORIGINAL.EUR.value_net": "12",
                "price.DE.ORIGINAL.EUR.value_gross": "14",
                "price.DE.DEFAULT.CHF.value_net": None,
            },
            {
                "price.DE.DEFAULT.EUR.value_net": "10.5",
                "price.DE.DEFAULT.EUR.volume_prices": [{"net": None, "gross": "11", "quantity": "5"}],
                "price.DE.ORIGINAL.EUR.value_net": None,
                "price.DE.ORIGINAL.EUR.value_gross": None,
                "price.DE.DEFAULT.CHF.value_net": "11",
            },
        )
    ]
    assert version() == 1


def test_other_price_types_are_kept(world: World, bring_in: BringIn) -> None:
    world.offer("A-1")
    assert bring_in("price_product_offer", f"{PRICES}A-1,CAMPAIGN_2,DE,EUR,5,,\n").new == 1
    assert OfferPrice.objects.get().price_type == "CAMPAIGN_2"


def test_tiers_written_differently_are_the_same_tiers(world: World, bring_in: BringIn) -> None:
    world.price(
        world.offer("A-1"),
        net="10",
        tiers=[{"quantity": "5", "net": "9.00", "gross": None}, {"quantity": "10.0", "net": "8.5", "gross": None}],
    )
    tiers = '"[{""quantity"":10,""net_price"":850},{""quantity"":""5"",""net_price"":900}]"'
    assert bring_in("price_product_offer", f"{PRICES}A-1,,DE,EUR,1000,,{tiers}\n").unchanged == 1


def test_stock_names_a_warehouse_exactly_dots_included_and_only_one_of_the_merchant(
    world: World, bring_in: BringIn
) -> None:
    world.warehouse("Lager 1.2 Köln")
    level = world.stock(world.offer("A-1"), "5")
    level.reserved = Decimal(4)
    level.save()
    report = bring_in(
        "product_offer_stock",
        f"{STOCK}A-1,Lager 1.2 Köln,2.5,1,\nA-1,M-1 Warehouse 1,3,,\nA-1,M-2 Warehouse 1,3,,\nA-1,lager 1.2 köln,1,,\n",
    )
    assert report.notices == ["1 rows, the first in line 3, leave less on hand than orders hold; available shows 0."]
    assert problems(report) == [
        (4, "stock_name", "warehouse_not_of_merchant"),
        (5, "stock_name", "unknown_reference"),
    ]
    found = {
        row.warehouse.name: (row.on_hand, row.reserved, row.is_never_out_of_stock) for row in StockLevel.objects.all()
    }
    assert found == {
        "Lager 1.2 Köln": (Decimal("2.5"), Decimal(0), True),
        "M-1 Warehouse 1": (Decimal(3), Decimal(4), False),
    }
    assert changes("A-1") == [
        (
            "stock",
            {
                "stock.Lager 1.2 Köln.quantity": None,
                "stock.Lager 1.2 Köln.is_never_out_of_stock": None,
                "stock.M-1 Warehouse 1.quantity": "5",
            },
            {
                "stock.Lager 1.2 Köln.quantity": "2.5",
                "stock.Lager 1.2 Köln.is_never_out_of_stock": True,
                "stock.M-1 Warehouse 1.quantity": "3",
            },
        )
    ]


def test_a_level_that_orders_hold_is_not_removed(world: World, bring_in: BringIn) -> None:
    held = world.stock(world.offer("A-1"), "5")
    world.stock(world.offer("A-2"), "5")
    Reservation.objects.create(level=held, purpose="order-1", quantity=1)
    report = bring_in("product_offer_stock", f"{STOCK}A-1,M-1 Warehouse 1,,,1\nA-2,M-1 Warehouse 1,,,1\n")
    assert problems(report) == [(2, "stock_name", "has_reservations")]
    assert [row.offer.reference for row in StockLevel.objects.all()] == ["A-1"]


def test_validity_is_cleared_by_null_and_kept_by_nothing(world: World, bring_in: BringIn, at: datetime) -> None:
    world.offer("A-1", valid_from=at)
    header = "product_offer_reference,valid_from,valid_to\n"
    report = bring_in("product_offer_validity", f"{header}A-1,NULL,\n")
    assert report.changed == 1
    assert changes("A-1") == [("validity", {"valid_from": at.isoformat()}, {"valid_from": None})]
    report = bring_in("product_offer_validity", f"{header}A-1,2026-07-01,\n")
    assert bring_in("product_offer_validity", f"{header}A-1,,2026-06-30\n").problems[0].code == "valid_to_before_from"


def test_list_and_contract_prices_find_their_row_by_level(world: World, bring_in: BringIn) -> None:
    world.contract("K-1")
    world.offer("A-1")
    bring_in(
        "product_price",
        "abstract_sku,concrete_sku,store,currency,value_net\nABS-SKU-1,,DE,EUR,100\n,SKU-1,DE,EUR,200\n",
    )
    header = "merchant_relation_key,abstract_sku,concrete_sku,product_offer_reference,store,currency,price_net\n"
    rows = "K-1,ABS-SKU-1,,,DE,EUR,1\nk-1,,SKU-1,,DE,EUR,2\nK-1,,,a-1,DE,EUR,3\n"
    assert bring_in("price_product_merchant_relationship", header + rows).new == 3
    report = bring_in("price_product_merchant_relationship", header + rows.replace("EUR,3", "EUR,4"))
    assert (report.changed, report.unchanged) == (1, 2)
    assert set(ProductPrice.objects.values_list("net", flat=True)) == {Decimal(1), Decimal(2)}
    contract_prices = set(ContractPrice.objects.values_list("net", flat=True))
    assert contract_prices == {Decimal("0.01"), Decimal("0.02"), Decimal("0.04")}
    # The list prices show; what one customer pays shows nowhere.
    assert version() == 1


def test_the_number_of_statements_does_not_grow_with_the_rows(world: World, bring_in: BringIn) -> None:
    counts = []
    for size in (10, 20):
        for number in range(size):
            world.price(world.offer(f"{size}-OLD-{number}"), net="1000")
            world.offer(f"{size}-NEW-{number}")
        rows = "".join(f"{size}-{kind}-{n},,DE,EUR,{n},,\n" for n in range(size) for kind in ("OLD", "NEW", "NONE"))
        with CaptureQueriesContext(connection) as queries:
            report = bring_in("price_product_offer", PRICES + rows)
        assert (report.new, report.changed, report.rejected) == (size, size, size)
        counts.append(len(queries))
    assert counts[0] == counts[1] < 80
