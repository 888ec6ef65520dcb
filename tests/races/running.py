"""Several connections at once: each call runs in a thread with a connection of its own, all let go together."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

PATIENCE_SECONDS = 60


def at_once(calls: Sequence[Callable[[], object]]) -> list[object]:
    """What each call returned or raised, in the order of the calls."""
    gate = threading.Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        try:
            connection.ensure_connection()
            gate.wait(PATIENCE_SECONDS)
            return call()
        except Exception as failure:  # noqa: BLE001 - what it raised is the answer
            return failure
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(calls)) as pool:
        return [future.result(PATIENCE_SECONDS) for future in [pool.submit(run, call) for call in calls]]
