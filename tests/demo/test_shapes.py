"""Every shape that the rules of offers know occurs in the demo, and often enough to be met."""

from collections import Counter
from collections.abc import Callable

import pytest

from tests.demo.reading import Offer, by, offers, rows, tiers_of

INACTIVE_HOUSES = {row["name"] for row in rows("warehouse") if row["is_active"] == "0"}


def warehouses(offer: Offer) -> set[str]:
    return {level["stock_name"] for level in offer.levels}


def quantity(offer: Offer) -> int:
    return sum(int(level["quantity"]) for level in offer.levels)


def never_out(offer: Offer) -> bool:
    return any(level["is_never_out_of_stock"] == "1" for level in offer.levels)


def one_side(offer: Offer, given: str, empty: str) -> bool:
    return bool(offer.prices) and all(row[given] and not row[empty] for row in offer.prices)


def compared(offer: Offer, *, higher: bool) -> bool:
    before = offer.nets("ORIGINAL")
    return any(place in before and (before[place] > net) is higher for place, net in offer.nets("DEFAULT").items())


def listed_currencies(offer: Offer, store: str) -> set[str]:
    return {row["currency"] for row in offer.listed if row["store"] == store}


def euro_only(offer: Offer) -> bool:
    return {row["currency"] for row in offer.prices if row["store"] == "DE"} == {"EUR"}


def product_has_tiers(offer: Offer) -> bool:
    return any(tiers_of(row) for row in offer.listed if row["concrete_sku"])


def gross_from_concrete_net_from_abstract(offer: Offer) -> bool:
    own = [row for row in offer.listed if row["concrete_sku"]]
    return not offer.prices and any(row["value_gross"] and not row["value_net"] for row in own)


SHAPES: dict[str, tuple[int, Callable[[Offer], bool]]] = {
    "volume tiers": (300, lambda o: o.has_tiers()),
    "ORIGINAL higher than DEFAULT": (100, lambda o: compared(o, higher=True)),
    "ORIGINAL lower than DEFAULT": (20, lambda o: compared(o, higher=False)),
    "ORIGINAL with tiers": (20, lambda o: o.has_tiers() and "ORIGINAL" in o.kinds()),
    "only ORIGINAL": (20, lambda o: o.kinds() == {"ORIGINAL"}),
    "no own price, the product has one": (80, lambda o: not o.prices and bool(o.listed)),
    "no own price, net filled from the abstract product": (1, gross_from_concrete_net_from_abstract),
    "no own price, the product has tiers": (3, lambda o: not o.prices and product_has_tiers(o)),
    "own base price, the product has tiers": (
        10,
        lambda o: "DEFAULT" in o.kinds() and not o.has_tiers() and product_has_tiers(o),
    ),
    "no price anywhere": (6, lambda o: not o.prices and not o.listed),
    "own price, the product has none": (3, lambda o: bool(o.prices) and not o.listed),
    "EUR only, the product has CHF": (100, lambda o: euro_only(o) and "CHF" in listed_currencies(o, "DE")),
    "EUR only, no CHF anywhere": (100, lambda o: euro_only(o) and "CHF" not in listed_currencies(o, "DE")),
    "EUR and CHF": (300, lambda o: {"EUR", "CHF"} <= {row["currency"] for row in o.prices}),
    "USD": (300, lambda o: "USD" in {row["currency"] for row in o.prices}),
    "net only": (40, lambda o: one_side(o, "value_net", "value_gross")),
    "gross only": (30, lambda o: one_side(o, "value_gross", "value_net")),
    "never out of stock": (100, never_out),
    "several warehouses": (150, lambda o: len(warehouses(o)) > 1),
    "zero stock": (60, lambda o: bool(o.levels) and quantity(o) == 0 and not never_out(o)),
    "low stock": (60, lambda o: 0 < quantity(o) < 5),
    "no stock row": (30, lambda o: not o.levels),
    "only in an inactive warehouse": (8, lambda o: bool(warehouses(o)) and warehouses(o) <= INACTIVE_HOUSES),
    "also in an inactive warehouse": (
        15,
        lambda o: bool(warehouses(o) & INACTIVE_HOUSES) and not warehouses(o) <= INACTIVE_HOUSES,
    ),
    "valid in the future": (30, lambda o: o.valid_from >= "2035"),
    "valid in the past": (30, lambda o: "" < o.valid_to < "2025"),
    "valid since, open end": (40, lambda o: "" < o.valid_from < "2025" and not o.valid_to),
    "open begin, valid until": (30, lambda o: not o.valid_from and o.valid_to >= "2035"),
    "valid between": (30, lambda o: "" < o.valid_from < "2025" and o.valid_to >= "2035"),
    "waiting for approval": (60, lambda o: o.row["approval_status"] == "waiting_for_approval"),
    "denied with a reason": (
        40,
        lambda o: o.row["approval_status"] == "denied" and len(o.row["denial_reason"]) > 20,
    ),
    "inactive": (40, lambda o: o.row["is_active"] == "0"),
    "of an inactive merchant": (60, lambda o: o.merchant["status"] == "approved" and o.merchant["is_active"] == "0"),
    "of a merchant not yet approved": (20, lambda o: o.merchant["status"] == "waiting-for-approval"),
    "in a store where the product is not sold": (60, lambda o: bool(o.stores - o.product_stores)),
    "not in a store where the product is sold": (300, lambda o: bool(o.product_stores - o.stores)),
    "in one of the merchant's stores only": (150, lambda o: len(o.stores) == 1 and o.merchant["is_active"] == "1"),
    "product not approved: waiting": (2, lambda o: o.product_approval == "waiting_for_approval"),
    "product not approved: denied": (2, lambda o: o.product_approval == "denied"),
    "product not approved: draft": (1, lambda o: o.product_approval == "draft"),
    "product in no store": (1, lambda o: not o.product_stores),
    "concrete product inactive": (3, lambda o: o.concrete["is_active"] == "0"),
    "concrete product valid in the future": (2, lambda o: o.concrete["valid_from"] >= "2035"),
    "concrete product valid in the past": (1, lambda o: "" < o.concrete["valid_to"] < "2025"),
    "minimum quantity": (10, lambda o: o.concrete["minimum_quantity"] not in {"", "1"}),
    "quantity step": (6, lambda o: o.concrete["quantity_step"] not in {"", "1"}),
    "step below one": (3, lambda o: o.concrete["quantity_step"] == "0.5"),
    "pack size": (10, lambda o: o.concrete["pack_size"] not in {"", "1"}),
    "merchant SKU": (1500, lambda o: bool(o.row["merchant_sku"])),
    "no merchant SKU": (100, lambda o: not o.row["merchant_sku"]),
    "saas": (20, lambda o: o.abstract["kind"] == "saas"),
    "service": (30, lambda o: o.abstract["kind"] == "service"),
    "reduced tax": (15, lambda o: o.abstract["tax_set_name"] == "reduced"),
    "exempt from tax": (5, lambda o: o.abstract["tax_set_name"] == "exempt"),
    "displayed": (1200, lambda o: o.displayed()),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_offers_of_every_shape_exist(shape: str) -> None:
    at_least, has_shape = SHAPES[shape]
    found = sum(1 for offer in offers() if has_shape(offer))
    assert found >= at_least, f"{shape}: {found}"


def test_merchants_sometimes_offer_one_product_twice() -> None:
    seen = Counter((offer.row["concrete_sku"], offer.row["merchant_reference"]) for offer in offers())
    assert sum(1 for count in seen.values() if count > 1) >= 40


def test_one_product_has_forty_displayed_offers() -> None:
    seen = Counter(offer.row["concrete_sku"] for offer in offers() if offer.displayed())
    assert max(seen.values()) == 40


def test_most_products_can_be_bought_somewhere_and_few_have_no_offer_shown() -> None:
    shown = {offer.row["concrete_sku"] for offer in offers() if offer.displayed()}
    hidden = {row["concrete_sku"] for row in rows("product_concrete")} - shown
    assert 8 <= len(hidden) <= 25


def test_the_laboratory_bottle_shows_off_what_a_product_page_can_show() -> None:
    shown = [o for o in offers() if o.row["concrete_sku"] == "LB-GL45-1000" and o.displayed() and "DE" in o.stores]
    assert len(shown) == 6
    assert sum(o.has_tiers() for o in shown) >= 2
    for has_shape in (
        never_out,
        lambda o: compared(o, higher=True),
        lambda o: 0 < quantity(o) < 5,
        lambda o: not o.prices,
    ):
        assert any(has_shape(offer) for offer in shown)


def test_tiers_begin_at_whole_lots() -> None:
    for offer in offers():
        for size in (offer.concrete["pack_size"] or "1", offer.concrete["quantity_step"] or "1"):
            assert [tier for row in offer.prices for tier in tiers_of(row) if tier["quantity"] % float(size)] == []


def test_contract_prices_exist_on_every_level_with_and_without_tiers() -> None:
    levels = ("product_offer_reference", "concrete_sku", "abstract_sku")
    seen: Counter[tuple[str, bool]] = Counter()
    for row in rows("price_product_merchant_relationship"):
        [level] = [level for level in levels if row[level]]
        seen[level, bool(tiers_of(row))] += 1
    assert all(seen[level, tiers] >= 2 for level in levels for tiers in (True, False)), seen


def test_one_customer_has_two_contracts_with_one_merchant_that_price_the_same_product() -> None:
    contracts = [
        row["merchant_relation_key"]
        for row in rows("merchant_relationship")
        if row["merchant_reference"] == "M-101" and "C-201" in row["company_business_unit_assignee_keys"].split(";")
    ]
    prices = by("price_product_merchant_relationship", "merchant_relation_key")
    priced = [{row["concrete_sku"] for row in prices[key] if row["concrete_sku"]} for key in contracts]
    assert len(contracts) == 2
    assert "LB-GL45-1000" in priced[0] & priced[1]


def test_a_contract_has_an_owner_who_is_no_assignee() -> None:
    assert any(
        row["company_business_unit_owner_key"] not in row["company_business_unit_assignee_keys"].split(";")
        for row in rows("merchant_relationship")
    )


def test_cais_company_has_no_contract() -> None:
    for row in rows("merchant_relationship"):
        assert "C-202" not in (
            row["company_business_unit_owner_key"],
            *row["company_business_unit_assignee_keys"].split(";"),
        )
