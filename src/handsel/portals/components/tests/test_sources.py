"""What must hold for the sources of every page: nothing inline, nothing foreign, light enough, every word translated."""

import gzip
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.contrib.staticfiles import finders
from django.test import Client

from handsel.portals.components.addresses import safe_return
from handsel.portals.components.pictures import picture_url
from tests.world import World
from tools.messages import messages

PORTALS = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(PORTALS.rglob("templates/**/*.html"))
STYLES_AND_SCRIPTS = [
    path
    for path in sorted([*PORTALS.rglob("static/**/*.css"), *PORTALS.rglob("static/**/*.js")])
    if "vendor" not in path.parts
]
FIRST_LOAD = 300_000
FOREIGN = re.compile(
    r"(?:src|href|action)=[\"']?(?:https?:)?//|url\([\"']?(?:https?:)?//|@import|https?://(?!www\.w3\.org)"
)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_nothing_inline_that_the_content_policy_refuses(path: Path) -> None:
    text = path.read_text()
    assert not re.findall(r"\sstyle=|<style|\son[a-z]+=|javascript:|<script(?![^>]*src=)", text)
    assert len(text.splitlines()) <= 250


@pytest.mark.parametrize("path", [*TEMPLATES, *STYLES_AND_SCRIPTS], ids=lambda path: path.name)
def test_nothing_is_loaded_from_another_host(path: Path) -> None:
    assert not FOREIGN.findall(path.read_text())


def test_every_word_that_pages_say_is_translated_into_german() -> None:
    """`python -m tools.messages` finds new words; this looks at those of pages, error pages and refusals."""
    with (PORTALS / "components/locale/de/LC_MESSAGES/django.po").open("rb") as file:
        translated = {
            message.id if isinstance(message.id, str) else message.id[0]
            for message in read_po(file, locale="de")
            if message.string and all([message.string] if isinstance(message.string, str) else message.string)
        }
    said = {
        found if isinstance(found, str) else found[0]
        for name, found in messages()
        if name.startswith(("src/handsel/portals", "src/handsel/config", "src/handsel/core"))
    }
    assert said - translated == set()


@pytest.mark.parametrize("path", ["", "products/SKU-1"])
def test_the_first_load_of_a_page_is_light(world: World, client: Client, path: str) -> None:
    world.offer("A-1", price="5.00", on_hand="5")
    page = client.get(f"/de/en/{path}").content
    names = set(re.findall(r'/static/([^"#?]+)', page.decode()))
    assert {"components/css/base.css", "components/vendor/htmx-2.0.11.min.js"} <= names
    files = [Path(str(finders.find(name))).read_bytes() for name in names]
    assert sum(len(gzip.compress(content)) for content in [page, *files]) < FIRST_LOAD / 2


@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("/de/en/?a=1", "/de/en/?a=1"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("\t//evil.example", "/"),
        (None, "/"),
    ],
)
def test_a_way_back_stays_on_this_site(address: str | None, where: str) -> None:
    assert safe_return(address, otherwise="/") == where


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("products/a b.svg", "/media/products/a%20b.svg"),
        ("/media/x.svg", "/media/x.svg"),
        ("https://evil.example/x.png", ""),
        ("//evil.example/x.png", ""),
        ("data:image/svg+xml,x", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_pictures_come_from_the_media_folder_only(path: str, url: str) -> None:
    assert picture_url(path) == url
