"""Two imports at once, and imports that are killed: nothing is lost, nothing is there twice (IMPORT-15, TX-5)."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection, connections

from handsel.core.actors import SYSTEM
from handsel.imports.models import ImportRun
from handsel.imports.services import applying
from handsel.imports.services.reporting import Report
from handsel.imports.services.running import import_rows
from handsel.imports.tests.conftest import BringIn
from handsel.offers.models import Offer, OfferChange
from handsel.pricing.models import OfferPrice
from tests.world import build_world

OFFERS = "product_offer_reference,concrete_sku,merchant_reference,is_active,approval_status"
PRICES = "product_offer_reference,store,currency,value_net\n"
IMPORT = """
import django
django.setup()
import sys
from pathlib import Path
from handsel.core.actors import SYSTEM
from handsel.core.clock import now
from handsel.imports.services import applying
from handsel.imports.services.running import import_rows
applying.BATCH_ROWS = 500
import_rows(format_name=sys.argv[1], path=Path(sys.argv[2]), actor=SYSTEM, clock=now)
"""


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_the_same_new_offers_make_each_of_them_once(
    bring_in: BringIn, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_world()
    monkeypatch.setattr(applying, "BATCH_ROWS", 7)
    rows = [f"OFR-{number:03},SKU-1,M-1,1,approved" for number in range(120)]
    files = [
        bring_in.file("first", "\n".join([OFFERS, *rows])),
        bring_in.file("second", "\n".join([OFFERS, *reversed(rows)])),
    ]
    reports: list[Report] = []
    start = threading.Barrier(2)

    def run(path: Path) -> None:
        try:
            start.wait()
            reports.append(import_rows(format_name="merchant_product_offer", path=path, actor=SYSTEM, clock=lambda: at))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(path,)) for path in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Offer.objects.count() == 120
    assert sum(report.new for report in reports) == 120
    assert {report.accepted + report.rejected for report in reports} == {120}
    assert {code for report in reports for _, code in report.problem_counts} <= {"changed_meanwhile"}


@pytest.mark.soak
@pytest.mark.timeout(900)
@pytest.mark.django_db(transaction=True)
def test_a_killed_import_goes_on_where_it_was_killed(bring_in: BringIn, tmp_path: Path) -> None:
    build_world()
    rows = 20_000
    offers = OFFERS + "\n" + "".join(f"OFR-{number:05},SKU-1,M-1,1,approved\n" for number in range(rows))
    bring_in("merchant_product_offer", offers)
    path = bring_in.file("prices", PRICES + "".join(f"OFR-{number:05},DE,EUR,{number + 1}\n" for number in range(rows)))
    command = [sys.executable, "-c", IMPORT, "price_product_offer", str(path)]
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgresql://{connection.settings_dict['USER']}@/{connection.settings_dict['NAME']}"
        f"?host={connection.settings_dict['HOST']}",
        "HANDSEL_DATA": str(tmp_path),
    }
    kills = 0
    while True:
        process = subprocess.Popen(command, env=environment)
        seen = OfferPrice.objects.count()
        while process.poll() is None and not (kills < 3 and OfferPrice.objects.count() > seen + 1_000):
            time.sleep(0.02)
        if process.poll() is not None:
            break
        process.send_signal(signal.SIGKILL)
        process.wait()
        kills += 1
        run = ImportRun.objects.get(format="price_product_offer")
        assert run.state == "running"
        applied = OfferPrice.objects.order_by("-offer__reference").values_list("offer__reference", flat=True)
        # A prefix, up to the mark: the header is line 1.
        assert (len(applied), applied[0]) == (run.mark_line - 1, f"OFR-{run.mark_line - 2:05}")
    assert (process.returncode, kills) == (0, 3)
    run = ImportRun.objects.get(format="price_product_offer")
    assert (run.state, run.rows, run.new_rows, run.rejected_rows) == ("finished", rows, rows, 0)
    assert OfferPrice.objects.count() == rows
    assert OfferChange.objects.filter(area="price").count() == rows
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relname ~ '^imports_(stage|plan|todo|problems)_[0-9]'")
        assert cursor.fetchone() == (0,)
