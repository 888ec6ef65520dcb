"""A real browser on the real demo marketplace.

The stories' pictures go to a temporary folder; `HANDSEL_SCREENS=1` keeps them in docs/screens.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from handsel.cli.importing import import_folder

ROOT = Path(__file__).resolve().parents[2]
USUAL_CHROMIUM = "/usr/bin/chromium"
PASSWORD = "handsel-demo"
PHONE, DESK = 360, 1280
QUIET = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run")


@dataclass
class Visitor:
    """One person at a browser; `complaints` are what the page threw or the browser refused."""

    page: Page
    site: str
    pictures: Path
    complaints: list[str] = field(default_factory=list)

    def listen(self) -> None:
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._hear)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "status of 4" not in message.text:
            self.complaints.append(message.text)

    def go(self, path: str) -> Page:
        self.page.goto(f"{self.site}{path}")
        return self.page

    def sign_in(self, name: str) -> None:
        page = self.go("/accounts/login/")
        page.get_by_label("Email").fill(f"{name}@example.com")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/en/")

    def picture(self, name: str, *, whole: bool = False) -> None:
        """A screenshot of what is seen, or of the whole page with everything loaded."""
        if whole:
            self.load_pictures()
        # Hiding the caret would leave style attributes behind, which htmx copies and our content policy refuses.
        self.page.screenshot(path=self.pictures / f"{name}.png", full_page=whole, caret="initial")

    def load_pictures(self) -> None:
        """Ask for the pictures further down as well, and wait until the last visible one is there."""
        self.page.evaluate("for (const image of document.images) image.loading = 'eager'")
        self.wait_until("[...document.images].every((image) => image.complete || !image.checkVisibility())")

    def wait_until(self, expression: str) -> None:
        """Ask the page again and again; the driver's own waiting would need the eval that our policy forbids."""
        for _ in range(300):
            if self.page.evaluate(expression):
                return
            self.page.wait_for_timeout(50)
        pytest.fail(f"never true: {expression}")

    def broken_pictures(self) -> list[str]:
        self.load_pictures()
        found: list[str] = self.page.evaluate(
            "[...document.images].filter((image) => image.complete && image.naturalWidth === 0).map((image) => image.src)"
        )
        return found

    def is_wider_than_the_screen(self) -> bool:
        wide: bool = self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        return wide


Visit = Callable[..., Visitor]


def empty_test_database() -> None:
    """Take every row out of the test database, and never of another one."""
    name = connection.settings_dict["NAME"]
    assert name.startswith("test_"), name
    call_command("flush", interactive=False, verbosity=0)


def hang_up() -> None:
    """End what the server's threads still hold open: a database in use can be neither emptied nor dropped."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of a server that shows the demo marketplace; its rows are gone when the module's stories are told."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's driver runs a loop in this thread
    try:
        with django_db_blocker.unblock(), ExitStack() as cleaning:
            empty_test_database()  # a run that was killed leaves its rows behind
            cleaning.callback(empty_test_database)
            cleaning.callback(hang_up)
            assert import_folder(ROOT / "demo", dry_run=False, strict=True) == 0
            server = LiveServer("127.0.0.1")
            cleaning.callback(server.stop)
            yield server.url
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = Path(os.environ.get("HANDSEL_CHROMIUM") or USUAL_CHROMIUM)
    if not path.is_file():
        pytest.fail(f"No Chromium at {path}. Install one, or name yours: HANDSEL_CHROMIUM=/path/to/chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(path), args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture
def visit(site: str, browser: Browser, tmp_path: Path) -> Iterator[Visit]:
    """Open a browser window of a width and theme; at the end nothing may have been thrown or refused."""
    opened: list[tuple[BrowserContext, Visitor]] = []
    pictures = ROOT / "docs/screens" if os.environ.get("HANDSEL_SCREENS") else tmp_path

    def open_window(*, width: int = DESK, theme: str = "light", scripts: bool = True) -> Visitor:
        options: dict[str, Any] = {"color_scheme": theme, "locale": "en-GB", "java_script_enabled": scripts}
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        context.set_default_timeout(15_000)
        visitor = Visitor(context.new_page(), site, pictures)
        visitor.listen()
        opened.append((context, visitor))
        return visitor

    yield open_window
    for context, visitor in opened:
        context.close()
        assert visitor.complaints == []
