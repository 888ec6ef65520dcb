"""Runs the web server and the worker in the foreground: starts, watches, restarts and ends them."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, Self

from handsel.cli.errors import LaunchError
from handsel.cli.processes import command_of, end_group, members_of

PROCESSES_FILE = "processes.json"
FIRST_PAUSE, LONGEST_PAUSE, STEADY = 1.0, 30.0, 60.0
PATIENCE = 8.0


class StopSwitch:
    """Turned by Ctrl-C, SIGTERM or a closed terminal; every long step looks at it."""

    def __init__(self) -> None:
        self._turned = threading.Event()
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number is signal.SIGHUP and signal.getsignal(number) is signal.SIG_IGN:
                continue  # started with nohup: meant to outlive its terminal
            self._before[number] = signal.signal(number, self._turn)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    @property
    def is_turned(self) -> bool:
        return self._turned.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait so long, or until the switch is turned; returns whether it is."""
        return self._turned.wait(seconds)

    def _turn(self, _number: int, _frame: FrameType | None) -> None:
        if not self._turned.is_set():
            say("\nStopping ...")
        self._turned.set()


class Child:
    """One process of ours, in a session of its own: the terminal's Ctrl-C reaches us, and we end it."""

    def __init__(self, name: str, arguments: Sequence[str], variables: Mapping[str, str], folder: Path) -> None:
        self.name = name
        self._command = [sys.executable, "-m", "handsel", *arguments]
        self._variables = variables
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._pause = FIRST_PAUSE
        self._again_at: float | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        self._process = subprocess.Popen(
            [*self._command, "--supervisor", str(os.getpid())],
            env=dict(self._variables),
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._started, self._again_at = time.monotonic(), None

    def exit_code(self) -> int | None:
        """Return how it ended, None while it runs."""
        return self._process.poll() if self._process else 0

    def finish(self, switch: StopSwitch) -> int:
        """Start it and wait for its end, or end it when the switch is turned."""
        self.start()
        while (code := self.exit_code()) is None:
            if switch.wait(0.05):
                self.end()
        return code

    def restart_when_due(self) -> bool:
        """After an unexpected end, start it again after a pause that doubles; returns whether it was started."""
        now = time.monotonic()
        if self._again_at is None:
            self._pause = FIRST_PAUSE if now - self._started > STEADY else min(self._pause * 2, LONGEST_PAUSE)
            self._again_at = now + self._pause
            ended = words_for(self.exit_code())
            say(f"The {self.name} ended unexpectedly ({ended}); starting it again in {self._pause:g} s.")
        if now < self._again_at:
            return False
        self.start()
        return True

    def end(self) -> None:
        self.ask_to_end()
        self.make_sure_it_ended(time.monotonic() + PATIENCE)

    def ask_to_end(self) -> None:
        if self._process and self._process.poll() is None:
            with suppress(ProcessLookupError):
                self._process.terminate()

    def make_sure_it_ended(self, deadline: float) -> None:
        if self._process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0.0, deadline - time.monotonic()))
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


class Family:
    """The children of one supervisor, remembered in a file so that the next run finds what a killed one left."""

    def __init__(self, folder: Path, children: Sequence[Child]) -> None:
        self._file = folder / PROCESSES_FILE
        self._children = children

    def start(self) -> None:
        for child in self._children:
            child.start()
        self.remember()

    def remember(self) -> None:
        self._file.write_text(json.dumps({child.name: child.pid for child in self._children}), encoding="utf-8")

    def end(self) -> None:
        """End all at once, politely first."""
        for child in self._children:
            child.ask_to_end()
        deadline = time.monotonic() + PATIENCE
        for child in self._children:
            child.make_sure_it_ended(deadline)
        self._file.unlink(missing_ok=True)


def end_leftovers(folder: Path) -> None:
    """End what a killed supervisor of this data folder left running; strangers with an old number stay untouched."""
    try:
        remembered = json.loads((folder / PROCESSES_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    for name, group in remembered.items():
        if isinstance(group, int) and any("handsel" in command_of(pid) for pid in members_of(group)):
            say(f"Ending the {name} that an earlier run left behind.")
            end_group(group)
    (folder / PROCESSES_FILE).unlink(missing_ok=True)


def run_step(child: Child, switch: StopSwitch) -> bool:
    """Run one step of the start to its end; False when the user stopped it, LaunchError when it fails."""
    code = child.finish(switch)
    if switch.is_turned:
        return False
    if code:
        raise LaunchError(f"The {child.name} failed ({words_for(code)}); what it said is above.")
    return True


def words_for(code: int | None) -> str:
    """Say how a process ended."""
    if code is not None and code < 0:
        with suppress(ValueError):
            return f"killed by {signal.Signals(-code).name}"
    return f"exit code {code}"


def say(words: str) -> None:
    print(words, flush=True)
