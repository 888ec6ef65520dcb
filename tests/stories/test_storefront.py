"""Stories of the storefront, told in a real browser on the demo marketplace."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.stories.conftest import DESK, PHONE, Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

AXE = Path(__file__).resolve().parents[1] / "assets/axe-core-4.14.1.min.js"
BOTTLE = "/de/en/products/LB-GL45-1000"
PAGES = {
    "home": "/de/en/",
    "home-german": "/de/de/",
    "category": "/de/en/categories/laboratory/",
    "search": "/de/en/search?q=labratory+botle",
    "nothing-found": "/de/en/search?q=zzzzqqqq",
    "product": f"{BOTTLE}?quantity=40",
    "product-40-offers": "/de/en/products/PP-A4-W",
    "product-refused": "/de/de/products/CL-OVER-M?quantity=abc",
    "merchants": "/de/en/merchants/",
    "merchant": "/de/en/merchants/M-101",
    "not-found": "/de/en/nothing-here",
    "sign-in": "/accounts/login/",
    "password": "/accounts/password/reset/",
    "product-on-request": "/de/de/products/FL-PUMP-PP?currency=CHF",
}
VARIANTS = [(DESK, "light"), (DESK, "dark"), (PHONE, "light"), (PHONE, "dark")]


SETTLED = "!document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')"


def test_a_visitor_finds_a_product_with_a_typo_and_compares_its_merchants(visit: Visit) -> None:
    visitor = visit()
    page = visitor.go("/de/en/")
    visitor.picture("storefront-home", whole=True)
    page.get_by_label("Find a product").fill("labratory botle")
    page.get_by_label("Find a product").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Results for “labratory botle”")
    visitor.picture("storefront-search")
    page.get_by_role("link", name=re.compile("Laboratory bottle.*clear")).click()
    page.get_by_role("link", name=re.compile(r"^1000.ml")).click()
    page.wait_for_url(f"**{BOTTLE}")

    rows = page.locator("#sold li.sf-offer")
    expect(page.locator("#sold")).to_contain_text("Why first?")
    assert rows.count() >= 4
    page.evaluate("window.isSamePage = true")
    page.get_by_label("Quantity").fill("40")
    page.get_by_label("Quantity").press("Tab")
    page.wait_for_url("**?quantity=40")
    expect(page.locator("#sold")).to_contain_text("prices for 40 pieces, net")
    expect(page.locator("#said")).to_contain_text("Prices for 40 pieces.")
    visitor.picture("storefront-product", whole=True)

    second = rows.nth(1)
    merchant = second.locator(".name").inner_text()
    second.get_by_role("button", name="Choose").click()
    expect(page.locator("#box")).to_contain_text(merchant)
    visitor.wait_until(SETTLED)
    assert page.evaluate("document.activeElement.checked") is True  # the keyboard goes on at the chosen offer
    page.locator("#box").get_by_role("button", name="Add 8").click()
    expect(page.get_by_label("Quantity")).to_have_value("48")
    page.get_by_role("button", name="More").click()
    expect(page.locator("#sold")).to_contain_text("prices for 49 pieces, net")
    visitor.wait_until("document.activeElement.id === 'more'")
    assert page.evaluate("window.isSamePage") is True
    assert "quantity=49" in page.url
    page.reload()
    expect(page.locator("#box")).to_contain_text(merchant)
    expect(page.get_by_label("Quantity")).to_have_value("49")


def test_a_customer_with_a_contract_sees_his_price_and_nobody_else_does(visit: Visit) -> None:
    bea, stranger = visit(), visit()
    stranger.go(BOTTLE)
    public = stranger.page.locator("#box .big").inner_text()
    bea.sign_in("bea")
    bea.picture("storefront-home-customer")
    page = bea.go(BOTTLE)
    expect(page.locator("#box")).to_contain_text("Your contract")
    expect(page.locator("#sold")).to_contain_text("It is the price your company agreed with Lindquist Labware.")
    own = page.locator("#box .big").inner_text()
    assert own != public
    bea.picture("storefront-product-contract")
    stranger.page.reload()
    assert stranger.page.locator("#box .big").inner_text() == public
    expect(stranger.page.locator("#sold")).not_to_contain_text("Your contract")

    page.locator("summary").filter(has_text="Account menu").click()
    page.get_by_role("button", name="Sign out").click()
    bea.go(BOTTLE)
    assert page.locator("#box .big").inner_text() == public


def test_a_member_of_two_companies_switches_between_them(visit: Visit) -> None:
    visitor = visit()
    visitor.sign_in("pia")
    page = visitor.page
    menu = page.locator("summary").filter(has_text="Account menu")
    menu.click()
    visitor.picture("storefront-account-menu")
    page.locator("button[aria-pressed=false]").click()
    expect(page.get_by_role("status")).to_contain_text("You now act for")


def test_a_visitor_changes_store_language_currency_prices_and_appearance(visit: Visit) -> None:
    visitor = visit()
    page = visitor.go(BOTTLE)
    bar = page.locator(".hs-bar")
    bar.locator("summary").filter(has_text="Store and currency").click()
    visitor.picture("storefront-store-menu")
    bar.get_by_role("link", name=re.compile("^Austria")).click()
    page.wait_for_url("**/at/en/products/LB-GL45-1000")
    expect(page.locator("#box")).to_contain_text("gross / piece")
    bar.locator("summary").filter(has_text="Language").click()
    bar.get_by_role("link", name="Deutsch").click()
    page.wait_for_url("**/at/de/products/LB-GL45-1000")
    expect(page.locator("#sold")).to_contain_text("Verkauft von")
    bar.locator("summary").filter(has_text="Preise").click()
    bar.get_by_role("link", name=re.compile("^Nettopreise")).click()
    expect(page.locator("#box")).to_contain_text("netto / Stück")
    bar.locator("summary").filter(has_text="Shop und Währung").click()
    bar.get_by_role("link", name=re.compile("^CHF")).click()
    expect(bar).to_contain_text("CHF")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    bar.locator("summary").filter(has_text="Darstellung").click()
    bar.get_by_role("link", name="Dunkel").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
    visitor.go("/")
    page.wait_for_url("**/at/de/")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    visitor.picture("storefront-home-dark", whole=True)


def test_everything_works_without_scripts(visit: Visit) -> None:
    visitor = visit(scripts=False)
    page = visitor.go("/de/en/categories/laboratory/")
    page.get_by_label("Sort").select_option("price_desc")
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**?sort=price_desc")
    page.locator(".hs-card a").first.click()
    visitor.go(BOTTLE)
    page.get_by_label("Quantity").fill("12")
    page.get_by_role("button", name="Update prices").click()
    page.wait_for_url("**quantity=12*")
    expect(page.locator("#sold")).to_contain_text("prices for 12 pieces, net")
    page.get_by_role("button", name="More").click()
    page.wait_for_url("**?quantity=13")
    page.locator("#sold").get_by_role("button", name="Choose").first.click()
    page.wait_for_url("**?quantity=13&offer=*")
    page.get_by_label("Quantity").fill("14")
    page.get_by_label("Quantity").press("Enter")
    expect(page.locator("#sold")).to_contain_text("prices for 14 pieces, net")
    page.locator(".hs-bar").locator("summary").filter(has_text="Appearance").click()
    page.locator(".hs-bar").get_by_role("link", name="Dark").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_the_keyboard_is_enough(visit: Visit) -> None:
    page = visit().go("/de/en/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    menu = page.locator(".hs-bar details").first
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    assert menu.evaluate("(details) => details.open") is True
    page.keyboard.press("Escape")
    assert menu.evaluate("(details) => details.open") is False
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_phone_has_every_page_without_sideways_scrolling(visit: Visit) -> None:
    visitor = visit(width=PHONE)
    for name, path in PAGES.items():
        visitor.go(path)
        assert not visitor.is_wider_than_the_screen(), name
        assert visitor.broken_pictures() == [], name
        if name in {"home-german", "product", "merchant"}:
            visitor.picture(f"storefront-{name}-phone", whole=True)
    visitor.go("/de/en/")
    visitor.page.locator("summary[aria-label='Categories and merchants']").click()
    visitor.picture("storefront-menu-phone")


def test_pictures_of_the_other_pages(visit: Visit) -> None:
    visitor = visit()
    for name in ("category", "merchants", "merchant", "not-found", "sign-in", "nothing-found"):
        visitor.go(PAGES[name])
        assert visitor.broken_pictures() == [], name
        visitor.picture(f"storefront-{name}", whole=name != "category")
    dark = visit(theme="dark")
    dark.go(PAGES["product"])
    dark.picture("storefront-product-dark", whole=True)


def findings(page: Page) -> list[str]:
    """What axe calls serious or critical: rule, how often, the first place."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result: dict[str, Any] = json.loads(
        page.evaluate("async () => JSON.stringify(await axe.run(document, {resultTypes: ['violations']}))")
    )
    return [
        f"{found['id']} x{len(found['nodes'])}: {found['nodes'][0]['html'][:160]} {found['nodes'][0].get('failureSummary', '')[:200]}"
        for found in result["violations"]
        if found["impact"] in {"serious", "critical"}
    ]


def test_axe_finds_nothing_serious_on_a_desk(visit: Visit) -> None:
    visitor = visit()
    for name, path in PAGES.items():
        visitor.go(path)
        assert findings(visitor.page) == [], name


@pytest.mark.soak
@pytest.mark.parametrize(("width", "theme"), VARIANTS)
def test_axe_finds_nothing_serious_in_any_width_and_theme(visit: Visit, width: int, theme: str) -> None:
    visitor = visit(width=width, theme=theme)
    for name, path in PAGES.items():
        visitor.go(path)
        assert findings(visitor.page) == [], (name, width, theme)
    visitor.sign_in("bea")
    for path in ("/de/en/", BOTTLE, "/accounts/logout/"):
        visitor.go(path)
        assert findings(visitor.page) == [], (path, width, theme)
    for summary in visitor.page.locator("header summary:visible").all():
        summary.click()
        assert findings(visitor.page) == [], (summary.inner_text(), width, theme)
        visitor.page.keyboard.press("Escape")
