"""`handsel test-database -- COMMAND`: run a command beside a PostgreSQL of its own, fast because it is not durable."""

import subprocess
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace

from handsel.cli.errors import LaunchError
from handsel.cli.locks import FolderInUseError, FolderLock
from handsel.cli.postgres import Cluster, Tuning
from handsel.cli.processes import adopt_orphans, bury_orphans
from handsel.cli.supervisor import StopSwitch, say
from handsel.config.environment import Environment

TUNING = Tuning(durable=False, connections=200)
MOST_RUNS_AT_ONCE = 8


def run_beside_database(environment: Environment, words: Sequence[str]) -> int:
    """Run the command with DATABASE_URL set (a given one is used as it is); returns the command's exit code."""
    command = words[1:] if words[:1] == ["--"] else words
    if not command:
        raise LaunchError("Which command? Example: handsel test-database -- pytest -n 2")
    if not environment.database_is_ours:
        return _run(command, environment, environment.database_url or "")
    adopt_orphans()
    with StopSwitch() as switch, ExitStack() as stack:
        lock, environment = _claim(environment)
        stack.enter_context(lock)
        cluster = Cluster(environment.data, TUNING)
        stack.callback(bury_orphans)
        stack.callback(cluster.stop)
        url = cluster.start()
        cluster.leave_in_care(lock.fileno())
        return 130 if switch.is_turned else _run(command, environment, url)


def _claim(environment: Environment) -> tuple[FolderLock, Environment]:
    """Take the first free folder: two test runs of one checkout do not meet."""
    for number in range(1, MOST_RUNS_AT_ONCE + 1):
        folder = environment.test_data.with_name("test" if number == 1 else f"test-{number}")
        try:
            return FolderLock(folder).acquire(), replace(environment, data=folder)
        except FolderInUseError:
            continue
    raise LaunchError(f"{MOST_RUNS_AT_ONCE} test runs are under way already in {environment.test_data.parent}.")


def _run(command: Sequence[str], environment: Environment, url: str) -> int:
    # The command stays in our process group: Ctrl-C reaches it directly and it ends by itself.
    variables = environment.variables(DATABASE_URL=url)
    try:
        return subprocess.run(command, env=variables, cwd=environment.project, check=False).returncode
    except FileNotFoundError:
        say(f"{command[0]}: not found")
        return 127
