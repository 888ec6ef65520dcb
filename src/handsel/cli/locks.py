"""One owner at a time for a data folder."""

import fcntl
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from handsel.cli.processes import is_alive


class FolderInUseError(Exception):
    """Another process owns the data folder."""

    def __init__(self, pid: int) -> None:
        super().__init__(f"process {pid} owns the data folder")
        self.pid = pid


class FolderLock:
    """A lock the operating system gives back when the last process that holds it ends, however it ends.

    The file names the owner. A caretaker of a killed owner holds the lock a little longer: that is worth waiting for.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "lock"
        self._descriptor: int | None = None

    def acquire(self, patience: float = 60.0) -> Self:
        """Take the lock, or raise FolderInUseError as soon as a living owner is known."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        deadline = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                owner = self._owner(descriptor)
                if (owner and is_alive(owner)) or time.monotonic() > deadline:
                    os.close(descriptor)
                    raise FolderInUseError(owner) from None
                time.sleep(0.1)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        self._descriptor = descriptor
        return self

    def fileno(self) -> int:
        """Return the descriptor, for a caretaker that shall hold the lock as long as it lives."""
        if self._descriptor is None:
            message = "The lock is not held."
            raise ValueError(message)
        return self._descriptor

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    @staticmethod
    def _owner(descriptor: int) -> int:
        text = os.pread(descriptor, 20, 0).decode(errors="replace")
        return int(text) if text.isdigit() else 0
