"""The five offer files in one; each row acts only where it fills columns (IMPORT-27)."""

from decimal import Decimal

from handsel.imports.tests.conftest import BringIn, problems
from handsel.offers.models import Offer, OfferStore
from handsel.pricing.models import OfferPrice
from handsel.stock.models import StockLevel
from tests.world import World

NAME = "combined_merchant_product_offer"
COLUMNS = (
    "product_offer_reference",
    "merchant_product_offer.concrete_sku",
    "merchant_product_offer.merchant_reference",
    "merchant_product_offer.merchant_sku",
    "merchant_product_offer.is_active",
    "merchant_product_offer.approval_status",
    "merchant_product_offer_store.store_name",
    "product_offer_stock.stock_name",
    "product_offer_stock.quantity",
    "product_offer_stock.is_never_out_of_stock",
    "price_product_offer.price_type",
    "price_product_offer.store",
    "price_product_offer.currency",
    "price_product_offer.value_net",
    "price_product_offer.value_gross",
    "price_product_offer.price_data.volume_prices",
    "product_offer_validity.valid_from",
    "product_offer_validity.valid_to",
)
HEADER = ",".join(COLUMNS) + "\n"
OFFER = "SKU-1,M-1,R 1,1,approved"
NO_OFFER, NO_STOCK, NO_PRICE, NO_VALIDITY = ",,,,", ",,", ",,,,,", ","


def row(
    reference: str,
    *,
    offer: str = NO_OFFER,
    store: str = "",
    stock: str = NO_STOCK,
    price: str = NO_PRICE,
    validity: str = NO_VALIDITY,
) -> str:
    return f"{reference},{offer},{store},{stock},{price},{validity}\n"


def test_the_parts_of_an_offer_may_stand_in_several_rows_in_any_order(world: World, bring_in: BringIn) -> None:
    content = HEADER + row("A-1", store="AT", price="DEFAULT,AT,EUR,510,612,")
    content += row("A-1", offer=OFFER, store="DE", stock="M-1 Warehouse 1,10,0", price=",DE,EUR,500,595,")
    content += row("a-1", price="ORIGINAL,DE,EUR,700,,", validity="2026-01-01,")
    report = bring_in(NAME, content)
    assert (report.rows, report.new, report.rejected, report.problems) == (3, 3, 0, [])
    offer = Offer.objects.get()
    assert (offer.reference, offer.merchant_sku, offer.valid_to) == ("A-1", "R 1", None)
    assert offer.valid_from is not None
    assert sorted(OfferStore.objects.values_list("store__name", flat=True)) == ["AT", "DE"]
    assert OfferPrice.objects.count() == 3
    assert StockLevel.objects.get().on_hand == 10
    again = bring_in(NAME, content)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 3)


def test_a_part_that_rows_repeat_word_for_word_counts_once(world: World, bring_in: BringIn) -> None:
    content = HEADER + row("A-1", offer=OFFER, store="DE") + row("A-1", offer=OFFER, store="AT")
    report = bring_in(NAME, content)
    assert (report.new, report.problems) == (2, [])
    contradicting = (
        HEADER + row("A-1", offer=OFFER, store="US") + row("A-1", offer=OFFER.replace("R 1", "R 2"), store="US")
    )
    report = bring_in(NAME, contradicting)
    assert problems(report) == [
        (2, "product_offer_reference", "duplicate"),
        (3, "product_offer_reference", "duplicate"),
    ]


def test_a_row_with_one_bad_part_is_refused_whole_and_so_is_what_needs_its_offer(
    world: World, bring_in: BringIn
) -> None:
    content = (
        HEADER
        + row("A-1", offer=OFFER, price=",DE,EUR,-5,,")
        + row("A-1", store="DE")
        + row("B-1", offer="SKU-1,M-2,,1,approved")
    )
    content += row("B-1", store="DE", stock="M-1 Warehouse 1,1,0") + row("C-1", store="DE") + row("B-1", store="AT")
    report = bring_in(NAME, content)
    assert problems(report) == [
        (2, "price_product_offer.value_net", "negative_amount"),
        (3, "product_offer_reference", "unknown_reference"),
        (5, "product_offer_stock.stock_name", "warehouse_not_of_merchant"),
        (6, "product_offer_reference", "unknown_reference"),
    ]
    assert (report.rows, report.new, report.rejected) == (6, 2, 4)
    assert [offer.reference for offer in Offer.objects.all()] == ["B-1"]
    assert [link.store.name for link in OfferStore.objects.all()] == ["AT"]


def test_a_row_that_says_nothing_is_refused(world: World, bring_in: BringIn) -> None:
    world.offer("A-1")
    report = bring_in(NAME, HEADER + row("A-1") + row("A-1", store="AT"))
    assert problems(report) == [(2, "product_offer_reference", "row_says_nothing")]
    assert report.new == 1


def test_parts_may_be_absent_from_the_file(world: World, bring_in: BringIn) -> None:
    world.offer("A-1")
    report = bring_in(
        NAME,
        "product_offer_reference,product_offer_stock.stock_name,product_offer_stock.quantity\nA-1,M-1 Warehouse 1,7\n",
    )
    assert (report.new, StockLevel.objects.get().on_hand) == (1, Decimal(7))


def test_the_dry_run_knows_the_offers_that_the_file_would_create(world: World, bring_in: BringIn) -> None:
    content = HEADER + row("A-1", store="DE") + row("A-1", offer=OFFER)
    report = bring_in(NAME, content, dry_run=True)
    assert (report.new, report.problems) == (2, [])
    assert Offer.objects.count() == 0
