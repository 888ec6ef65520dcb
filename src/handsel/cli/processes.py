"""Facts about processes: alive or a zombie, ours or somebody else's, and who holds a port."""

import ctypes
import os
import signal
import socket
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import psutil

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


def is_alive(pid: int) -> bool:
    """Whether the process runs; a zombie waits for its parent to look at it and runs no more."""
    try:
        return psutil.Process(pid).status() not in {psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD}
    except psutil.NoSuchProcess:
        return False


def command_of(pid: int) -> list[str]:
    """Return the program and arguments of a process, empty when it is gone or hidden."""
    try:
        command: list[str] = psutil.Process(pid).cmdline()
    except psutil.Error:
        return []
    return command


def die_with(parent: int, signal_number: int = signal.SIGTERM) -> None:
    """End this process when its parent ends, however that happens, so that nothing is left holding a port."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(signal_number), 0, 0, 0)
    else:
        threading.Thread(target=_watch_parent, args=(parent, signal_number), daemon=True).start()
    # The parent may have ended before we asked to be told.
    if os.getppid() != parent:
        os.kill(os.getpid(), signal_number)


def adopt_orphans() -> None:
    """Become the parent of descendants whose own parent ends, where the system can: init may be slow to bury them."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def bury(pid: int) -> None:
    """Take note of the end of a process if it is our child, so that it is not left a zombie."""
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)


def bury_orphans() -> None:
    """Take note of the end of every child that ended, as the last thing a process does that adopted some."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _watch_parent(parent: int, signal_number: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal_number)


def end_group(group: int, patience: float = 5.0) -> None:
    """End every process of a group, first politely."""
    for signal_number, seconds in ((signal.SIGTERM, patience), (signal.SIGKILL, 2.0)):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal_number)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not members_of(group):
                return
            time.sleep(0.05)


def members_of(group: int) -> list[int]:
    """Return the living processes of a process group."""
    members = []
    for pid in psutil.pids():
        with suppress(ProcessLookupError, PermissionError):
            if os.getpgid(pid) == group and is_alive(pid):
                members.append(pid)
    return members


def can_bind(host: str, port: int) -> bool:
    """Whether nobody listens there. SO_REUSEADDR only forgives connections that are still closing."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def holder_of(port: int) -> str:
    """Describe who listens on the port, as far as this user may see it."""
    try:
        listening = [c for c in psutil.net_connections("tcp") if c.status == psutil.CONN_LISTEN]
        found = {c.pid for c in listening if c.laddr and c.laddr.port == port}
    except psutil.Error:
        found = set()
    pids = sorted(pid for pid in found if pid)
    if not pids:
        return "a process that this user may not see"
    return ", ".join(f"process {pid} ({' '.join(command_of(pid))[:100] or 'unknown'})" for pid in pids)


def free_bytes(path: Path) -> int:
    """Return the free space where the path lies, or will lie."""
    while not path.exists():
        path = path.parent
    free: int = psutil.disk_usage(str(path)).free
    return free
