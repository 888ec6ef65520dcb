"""`handsel serve`: the web server."""

import gc

import django
from django.urls import get_resolver
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from handsel.cli.errors import LaunchError
from handsel.cli.processes import can_bind, holder_of
from handsel.config.environment import Environment

APPLICATION = "handsel.config.wsgi:application"


def serve(environment: Environment) -> int:
    """Serve until told to stop. The application is loaded once, before its processes are forked from this one."""
    # Two servers of one user could share a port without a word, each answering some of the requests.
    if not can_bind(environment.host, environment.port):
        holder = holder_of(environment.port)
        raise LaunchError(f"Port {environment.port} is taken by {holder}. Set PORT to another one.")
    django.setup()
    # Touching the address table imports every view.
    if not get_resolver().url_patterns:
        return 1
    gc.collect()
    gc.freeze()
    server = Granian(
        APPLICATION,
        address=environment.host,
        port=environment.port,
        interface=Interfaces.WSGI,
        workers=environment.web_processes,
        # Each thread keeps a database connection: processes x threads stays well below PostgreSQL's limit.
        blocking_threads=environment.web_threads,
        blocking_threads_idle_timeout=600,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        log_level=LogLevels.error if environment.demo else LogLevels.info,
        log_access=False,
    )
    server.serve()
    return 0
