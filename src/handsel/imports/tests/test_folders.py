"""A folder of files: order, unknown files, pictures; the templates and the demo as folders (IMPORT-19)."""

from datetime import datetime
from pathlib import Path

import pytest
from django.utils.translation import override
from pytest_django import Settings

from handsel.core.actors import SYSTEM
from handsel.imports.describing import pages
from handsel.imports.formats import FORMATS, in_order
from handsel.imports.services.folders import copy_pictures, look_into
from handsel.imports.services.reporting import Report
from handsel.imports.services.running import import_rows
from handsel.imports.tests.conftest import BringIn

ROOT = Path(__file__).parents[4]
FORMAT_PAGES = ROOT / "docs" / "formats"


def import_all(folder: Path, at: datetime) -> list[Report]:
    return [
        import_rows(format_name=file_format.name, path=path, actor=SYSTEM, clock=lambda: at)
        for file_format, path in look_into(folder).files
    ]


def test_every_format_comes_behind_those_that_provide_what_it_names() -> None:
    order = [file_format.name for file_format in in_order()]
    assert len(order) == len(FORMATS) == len(set(order))
    for earlier, later in (
        ("currency", "store"), ("store", "currency_store"), ("category", "product_abstract"),
        ("product_abstract", "product_concrete"), ("company", "merchant"), ("merchant", "company_user"),
        ("warehouse", "merchant_stock"), ("merchant_stock", "product_offer_stock"), ("currency_store", "price_product_offer"),
        ("merchant_product_offer", "price_product_offer"), ("merchant_stock", "combined_merchant_product_offer"),
        ("merchant_relationship", "price_product_merchant_relationship"),
        ("combined_merchant_product_offer", "price_product_merchant_relationship"),
    ):  # fmt: skip
        assert order.index(earlier) < order.index(later), (earlier, later)


def test_files_are_known_by_their_names_and_others_are_named_and_left_alone(tmp_path: Path) -> None:
    for name in (
        "price-product-offer.csv",
        "store.csv",
        "price_product_offer.DE.csv",
        "notes.csv",
        "readme.txt",
        "tax.xls",
    ):
        (tmp_path / name).write_text("x")
    (tmp_path / "currency.csv").mkdir()
    found = look_into(tmp_path)
    assert [path.name for _, path in found.files] == [
        "store.csv",
        "price-product-offer.csv",
        "price_product_offer.DE.csv",
    ]
    assert [path.name for path in found.unknown] == ["notes.csv"]


def test_the_pages_and_templates_say_what_the_formats_say() -> None:
    there = {path.name: path.read_text(encoding="utf-8") for path in FORMAT_PAGES.iterdir()}
    wanted = pages()
    stale = sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))
    assert stale == [], "run python -m tools.formats"


@pytest.mark.django_db
def test_all_templates_together_are_a_small_marketplace(at: datetime) -> None:
    reports = import_all(FORMAT_PAGES, at)
    assert [report.format for report in reports] == [file_format.name for file_format in in_order()]
    assert [(report.format, report.problems) for report in reports if report.problems] == []
    assert {report.rows for report in reports} == {2}
    assert [(r.format, r.new, r.changed) for r in import_all(FORMAT_PAGES, at) if r.unchanged != r.rows] == []


@pytest.mark.django_db
def test_the_demo_loads_without_refusals_and_a_second_time_changes_nothing(at: datetime, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    first = import_all(ROOT / "demo", at)
    assert [(report.format, report.problems[:3]) for report in first if report.rejected] == []
    assert sum(report.new for report in first) > 10_000
    second = import_all(ROOT / "demo", at)
    assert [(report.format, report.new, report.changed) for report in second if report.unchanged != report.rows] == []
    assert [report.rows for report in second] == [report.rows for report in first]


def test_pictures_are_copied_and_nothing_else_is(tmp_path: Path, settings: Settings) -> None:
    folder, media = tmp_path / "files", tmp_path / "media"
    settings.MEDIA_ROOT = media
    (folder / "media/products").mkdir(parents=True)
    secret = tmp_path / "secret.svg"
    secret.write_text("secret")
    (folder / "media/products/a.svg").write_text("a")
    (folder / "media/b.PNG").write_bytes(b"b")
    (folder / "media/run.sh").write_text("c")
    (folder / "media/link.svg").symlink_to(secret)
    (folder / "media/elsewhere").symlink_to(tmp_path)
    assert copy_pictures(folder) == 2
    assert sorted(path.relative_to(media).as_posix() for path in media.rglob("*") if path.is_file()) == [
        "b.PNG",
        "products/a.svg",
    ]
    assert copy_pictures(folder) == 0
    (folder / "media/products/a.svg").write_text("A")
    assert copy_pictures(folder) == 1
    assert (media / "products/a.svg").read_text() == "A"
    assert copy_pictures(tmp_path / "absent") == 0


@pytest.mark.django_db
def test_words_come_in_the_readers_language(bring_in: BringIn) -> None:
    report = bring_in("currency", "iso_code,currency_symbol,name\n,€,Euro\n")
    assert report.problems[0].words == "A value is needed."
    with override("de"):
        assert report.problems[0].words == "Ein Wert wird benötigt."
