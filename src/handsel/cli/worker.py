"""`handsel worker`: runs the background jobs and their schedule until told to stop."""

import asyncio
from threading import Event, Thread

import django
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from handsel.cli.errors import LaunchError
from handsel.config.environment import Environment

SECONDS_TO_FINISH = 5


def work(environment: Environment) -> int:
    """Work on jobs; on SIGTERM or Ctrl-C take no new ones, give running ones some seconds, and end."""
    django.setup()
    from handsel.jobs.following import follow

    stop = Event()
    follower = Thread(target=follow, args=[stop], name="follower")
    follower.start()
    try:
        asyncio.run(_work(environment.worker_jobs))
    finally:
        stop.set()
        follower.join(SECONDS_TO_FINISH)
    return 0


async def _work(jobs_at_once: int) -> None:
    # The web's connector defers jobs through Django; a worker needs one that can wait for notifications.
    if not isinstance(app.connector, DjangoConnector):
        raise LaunchError("The job queue is not configured for Django.")
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        async with worker_app.open_async():
            await worker_app.run_worker_async(
                name="handsel",
                concurrency=jobs_at_once,
                shutdown_graceful_timeout=SECONDS_TO_FINISH,
            )
