"""Importing new offers, compared with `\\copy` of the same file into a table with as many keys and indexes (L3)."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.frame import Result, subject
from bench.machine import PROJECT, Machine

L3 = "L3 copy with keys"
SQL = PROJECT / "bench" / "sql"
HEADER = "product_offer_reference,concrete_sku,merchant_reference,merchant_sku,is_active,approval_status\n"
COPY = (
    "COPY bench_copy.offer (product_offer_reference, concrete_sku, merchant_reference, merchant_sku, is_active,"
    " approval_status) FROM STDIN (FORMAT csv, HEADER)"
)
PRODUCTS, MERCHANTS = 200_000, 50
BAD_EVERY = 100


@subject("import: new offers")
def new_offers(machine: Machine) -> list[Result]:
    """Clean rows against L3, then the same with one bad row in a hundred against the clean run."""
    run_handsel(machine, "migrate")
    clean = write_offers(machine.folder / "offers.csv", machine.rows)
    bad = write_offers(machine.folder / "offers-bad.csv", machine.rows, bad_every=BAD_EVERY)
    prepare(machine)
    limit = machine.rows / copy_seconds(machine, clean)
    seconds, memory = import_seconds(machine, clean)
    prepare(machine)
    bad_seconds, _ = import_seconds(machine, bad)
    speed = machine.rows / seconds
    return [
        Result(L3, limit, "rows/s", note=f"{machine.rows:,} rows"),
        Result("import: new offers", speed, "rows/s", L3, speed / limit, ">= 0.30 x L3"),
        Result("import: 1 % bad rows", bad_seconds, "s", "clean run", bad_seconds / seconds, "<= 1.3 x clean"),
        Result("import: peak memory", memory, "MB", "", None, "<= 200 MB"),
    ]


def prepare(machine: Machine) -> None:
    with machine.connect() as connection:
        connection.execute((SQL / "import_world.sql").read_text(encoding="utf-8"))


def write_offers(path: Path, rows: int, *, bad_every: int = 0) -> Path:
    """A file of `rows` offers; every `bad_every`-th names a product that does not exist."""
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        for line in lines(rows, bad_every):
            file.write(line)
    return path


def lines(rows: int, bad_every: int) -> Iterator[str]:
    for number in range(1, rows + 1):
        is_bad = bad_every and number % bad_every == 0
        sku = f"NONE-{number}" if is_bad else f"SKU-{number % PRODUCTS + 1}"
        yield f"bench-{number},{sku},M-{number % MERCHANTS + 1},B-{number},1,approved\n"


def copy_seconds(machine: Machine, path: Path) -> float:
    with machine.connect() as connection, connection.cursor() as cursor:
        cursor.execute((SQL / "copy_limit.sql").read_text(encoding="utf-8"))
        start = time.perf_counter()
        with path.open("rb") as file, cursor.copy(COPY) as copy:
            while block := file.read(1 << 20):
                copy.write(block)
        return time.perf_counter() - start


def import_seconds(machine: Machine, path: Path) -> tuple[float, float]:
    """Seconds, and the peak memory of the importing process in MB."""
    start = time.perf_counter()
    process = run_handsel(machine, "import", "merchant_product_offer", str(path), may_reject=True)
    return time.perf_counter() - start, process / 1024


def run_handsel(machine: Machine, *arguments: str, may_reject: bool = False) -> int:
    """Run the command on the bench's database; returns its peak memory in kB. Raises CalledProcessError."""
    variables = {**os.environ, "DATABASE_URL": machine.database_url, "HANDSEL_DATA": str(machine.folder / "web")}
    variables["PYTHONPATH"] = str(PROJECT / "src")
    with (machine.folder / "handsel.log").open("ab") as log:
        process = subprocess.Popen([sys.executable, "-m", "handsel", *arguments], env=variables, stdout=log, stderr=log)
        _, status, usage = os.wait4(process.pid, 0)
    code = process.returncode = os.waitstatus_to_exitcode(status)
    if code not in ({0, 1} if may_reject else {0}):
        raise subprocess.CalledProcessError(code, arguments)
    return usage.ru_maxrss
