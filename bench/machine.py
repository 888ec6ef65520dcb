"""The machine of a run: one durable database, web servers on free ports, wrk."""

import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from handsel.cli.postgres import Cluster, Tuning
from handsel.config.environment import load_environment

PROJECT = Path(__file__).resolve().parents[1]
WRK_ANSWER = re.compile(r"Requests/sec:\s+([\d.]+)")
WRK_P95 = re.compile(r"HANDSEL_P95\s+([\d.]+)")
READY_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk saw: the median of the runs' requests per second, and their median p95 in milliseconds."""

    per_second: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class Machine:
    """Where a run happens, and how long it may take."""

    database_url: str
    programs: Path
    seconds: int
    rows: int
    keys: int
    folder: Path

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(self.database_url, autocommit=True)

    @contextmanager
    def web(self, target: str, *, processes: int = 2) -> Iterator[str]:
        """Serve a WSGI `target` (module:name) with granian; yields its address."""
        port = free_port()
        variables = {**os.environ, "DATABASE_URL": self.database_url, "PORT": str(port), "BENCH_KEYS": str(self.keys)}
        variables |= {"PYTHONPATH": f"{PROJECT}:{PROJECT / 'src'}", "HANDSEL_DATA": str(self.folder / "web")}
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
        command += [
            "--workers",
            str(processes),
            "--blocking-threads",
            "8",
            "--no-access-log",
            "--log-level",
            "warning",
            target,
        ]
        log = (self.folder / "web.log").open("ab")
        server = subprocess.Popen(command, env=variables, cwd=PROJECT, stdout=log, stderr=log)
        try:
            wait_for(f"http://127.0.0.1:{port}/", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)
            log.close()

    def wrk(self, address: str, *, script: Path | None = None, connections: int = 16) -> Load:
        """Three runs of wrk; the median. Raises FileNotFoundError when wrk is missing."""
        program = shutil.which("wrk")
        if program is None:
            message = "wrk is missing: apt-get install wrk"
            raise FileNotFoundError(message)
        script = script or PROJECT / "bench" / "wrk" / "plain.lua"
        command = [program, "-t2", f"-c{connections}", f"-d{self.seconds}s", "-s", str(script), address]
        runs = [
            subprocess.run(
                command, capture_output=True, text=True, check=True, env={**os.environ, "BENCH_KEYS": str(self.keys)}
            )
            for _ in range(3)
        ]
        return Load(
            statistics.median(_number(WRK_ANSWER, r) for r in runs),
            statistics.median(_number(WRK_P95, r) for r in runs),
        )


def _number(pattern: re.Pattern[str], run: subprocess.CompletedProcess[str]) -> float:
    found = pattern.search(run.stdout)
    if found is None or "Non-2xx" in run.stdout:
        message = f"wrk did not get good answers:\n{run.stdout}"
        raise RuntimeError(message)
    return float(found.group(1))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Return when something answers at `address`, even with an error page."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            with socket.create_connection(("127.0.0.1", int(address.rsplit(":", 1)[1].strip("/"))), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    message = f"no answer at {address}"
    raise RuntimeError(message)


def fetch(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - our own server on this machine
        body: bytes = answer.read()
        return body


@contextmanager
def machine() -> Iterator[Machine]:
    """A machine with a database of its own (durable, as in production), or the one DATABASE_URL names."""
    environment = load_environment()
    folder = environment.project / ".handsel" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    cluster = Cluster(folder, Tuning(shared_buffers="1GB"))
    url = cluster.start()
    try:
        yield Machine(
            database_url=url,
            programs=cluster.programs.folder / "bin",
            seconds=int(os.environ.get("BENCH_SECONDS", "15")),
            rows=int(os.environ.get("BENCH_ROWS", "1000000")),
            keys=int(os.environ.get("BENCH_KEYS", "100000")),
            folder=folder,
        )
    finally:
        cluster.stop()
