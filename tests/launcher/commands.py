"""Runs the `handsel` command as a user does: a process of its own, with a data folder of its own."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from handsel.config.environment import load_environment


def handsel(*words: str, data: Path, port: int | None = None, **variables: str | None) -> subprocess.Popen[str]:
    """Start the command; its output is in `stdout`."""
    environment = load_environment()
    changes: dict[str, str | None] = {"DATABASE_URL": None, "HANDSEL_DATA": str(data), "PORT": str(port or free_port())}
    return subprocess.Popen(
        [sys.executable, "-m", "handsel", *words],
        env=environment.variables(**{**changes, **variables}),
        cwd=environment.project,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def finished(process: subprocess.Popen[str], *, timeout: float = 60) -> tuple[int, str]:
    """Wait for the end; returns exit code and output."""
    output, _ = process.communicate(timeout=timeout)
    return process.returncode, output


def free_port() -> int:
    """Return a port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


def until(condition: Callable[[], object], *, seconds: float = 30) -> bool:
    """Wait until a function returns something true."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False
