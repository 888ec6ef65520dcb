"""L2: placing an order as a fixed script of prepared statements, durable, by eight clients."""

import re
import subprocess

from bench.frame import Result, subject
from bench.machine import PROJECT, Machine

L2 = "L2 order script"
TRANSACTIONS = re.compile(r"tps = ([\d.]+)")
SQL = PROJECT / "bench" / "sql"


@subject("limits: L2")
def order_script(machine: Machine) -> list[Result]:
    with machine.connect() as connection:
        connection.execute((SQL / "order_tables.sql").read_text(encoding="utf-8"))
    command = [
        str(machine.programs / "pgbench"),
        "-n",
        "-M",
        "prepared",
        "-c",
        "8",
        "-j",
        "2",
        "-T",
        str(machine.seconds),
    ]
    command += ["-f", str(SQL / "place_order.sql"), machine.database_url]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    found = TRANSACTIONS.search(run.stdout)
    if found is None:
        message = f"pgbench said no rate:\n{run.stdout}"
        raise RuntimeError(message)
    return [Result(L2, float(found.group(1)), "transactions/s", note="8 clients, durable commits")]
