"""The port to background jobs: name a job, it runs later in the worker, once the transaction has committed.

The engine behind it is procrastinate: its rows are written by the same connection, so a rolled-back transaction
enqueues nothing. Entry points are registered in `handsel.jobs`.
"""

from typing import Any

from procrastinate.contrib.django import app


def enqueue(name: str, *, queue: str = "default", lock: str | None = None, **arguments: Any) -> int:
    """Ask the worker to run job `name` with JSON `arguments`; returns its id. Jobs with one `lock` run in turn."""
    return app.configure_task(name, queue=queue, lock=lock, allow_unknown=True).defer(**arguments)
