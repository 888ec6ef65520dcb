"""L0 and L1: what a web server can do at most, without and with one indexed read."""

from bench.frame import Result, subject
from bench.limits.applications import BODY_SIZE
from bench.machine import PROJECT, Machine

L0, L1 = "L0 constant body", "L1 one prepared SELECT"
APPLICATIONS = "bench.limits.applications"


@subject("limits: L0")
def constant(machine: Machine) -> list[Result]:
    with machine.web(f"{APPLICATIONS}:constant") as address:
        load = machine.wrk(f"{address}/1")
    return [Result(L0, load.per_second, "requests/s", note=f"p95 {load.p95_ms:.1f} ms, {BODY_SIZE} B")]


@subject("limits: L1")
def prepared_select(machine: Machine) -> list[Result]:
    with machine.connect() as connection:
        connection.execute("DROP TABLE IF EXISTS bench_body")
        connection.execute("CREATE TABLE bench_body (sku text PRIMARY KEY, body text STORAGE EXTERNAL)")
        connection.execute(
            "INSERT INTO bench_body SELECT 'S' || n, rpad('', %s, md5(n::text)) FROM generate_series(1, %s) n",
            [BODY_SIZE, machine.keys],
        )
        connection.execute("VACUUM ANALYZE bench_body")
    with machine.web(f"{APPLICATIONS}:prepared_select") as address:
        load = machine.wrk(f"{address}/%7Bkey%7D", script=PROJECT / "bench" / "wrk" / "random_key.lua")
    return [Result(L1, load.per_second, "requests/s", note=f"p95 {load.p95_ms:.1f} ms, {machine.keys} keys")]
