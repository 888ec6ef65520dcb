"""Large files: memory stays flat, the time of a batch too (IMPORT-33)."""

import resource
import tracemalloc
from pathlib import Path

import pytest

from handsel.imports.formats import format_named
from handsel.imports.services.reading import open_sheet, records
from handsel.imports.tests.conftest import BringIn
from handsel.offers.models import Offer
from tests.world import World

OFFERS = "product_offer_reference,concrete_sku,merchant_reference,is_active,approval_status\n"
MEBIBYTE = 1 << 20


def write(path: Path, rows: int) -> Path:
    with path.open("w") as file:
        file.write(OFFERS)
        for number in range(rows):
            file.write(f"OFR-{number:07},{'NONE' if number % 100 == 99 else 'SKU-1'},M-{number % 2 + 1},1,approved\n")
    return path


def test_reading_keeps_no_rows_in_memory(tmp_path: Path) -> None:
    sheet = open_sheet(write(tmp_path / "many.csv", 20_000), format_named("merchant_product_offer"))
    tracemalloc.start()
    count = sum(1 for _ in records(sheet))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 20_000
    assert peak < MEBIBYTE


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_two_hundred_thousand_rows_fit_into_little_memory(world: World, bring_in: BringIn, tmp_path: Path) -> None:
    content = write(tmp_path / "offers.csv", 200_000).read_bytes()
    bring_in("merchant_product_offer", OFFERS + "A-1,SKU-1,M-1,1,approved\n")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    report = bring_in("merchant_product_offer", content)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 - len(content)
    assert (report.rows, report.new, report.rejected) == (200_000, 198_000, 2_000)
    assert len(report.problems) == 1_000
    assert sum(report.problem_counts.values()) == 2_000
    assert Offer.objects.count() == 198_001
    assert grown < 40 * MEBIBYTE
