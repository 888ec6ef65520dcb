"""`make demo`: one command that starts everything and, when it ends, leaves nothing running."""

import http.client
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from handsel.cli.errors import LaunchError
from handsel.cli.locks import FolderInUseError, FolderLock
from handsel.cli.postgres import Cluster
from handsel.cli.processes import adopt_orphans, bury_orphans, can_bind, holder_of
from handsel.cli.supervisor import Child, Family, StopSwitch, end_leftovers, run_step, say, words_for
from handsel.config.environment import Environment

CAST_FILE = "cast.txt"
LOCK_FILE = "lock"
READY = "/health/ready"
SECONDS_UNTIL_READY = 90.0


def run_demo(environment: Environment, *, reset: bool) -> int:
    """Start PostgreSQL (unless DATABASE_URL names one), prepare the data, serve until Ctrl-C; returns the exit code."""
    adopt_orphans()
    with StopSwitch() as switch, claim_folder(environment) as lock:
        end_leftovers(environment.data)
        require_port(environment)
        cluster = Cluster(environment.data) if environment.database_is_ours else None
        if reset:
            _start_over(environment, cluster)
        try:
            if cluster is not None:
                cluster.start()
                cluster.leave_in_care(lock.fileno())
            return _serve(environment, cluster, switch)
        finally:
            if cluster is not None:
                cluster.stop()
            bury_orphans()
            say("Stopped.")


def reset_data(environment: Environment) -> int:
    """Delete the data folder of this port; refused while it is in use."""
    with claim_folder(environment):
        end_leftovers(environment.data)
        _start_over(environment, Cluster(environment.data) if environment.database_is_ours else None)
    say(f"{environment.data} is empty.")
    return 0


@contextmanager
def claim_folder(environment: Environment) -> Iterator[FolderLock]:
    """Own the data folder, or say in words who does."""
    try:
        lock = FolderLock(environment.data).acquire()
    except FolderInUseError as error:
        raise LaunchError(
            f"Handsel already runs with the data folder {environment.data} (process {error.pid}).\n"
            f"Stop it there with Ctrl-C or with: kill -INT {error.pid}\n"
            f"Or start a second one beside it: PORT={free_port(environment)} make demo"
        ) from error
    except OSError as error:
        raise LaunchError(
            f"{environment.data} cannot be used as data folder: {error.strerror}. Set HANDSEL_DATA to another folder."
        ) from error
    with lock:
        yield lock


def require_port(environment: Environment) -> None:
    """Refuse to start when somebody else listens on the port, before anything was started."""
    if not can_bind(environment.host, environment.port):
        raise LaunchError(
            f"Port {environment.port} is taken by {holder_of(environment.port)}.\n"
            f"Choose another one: PORT={free_port(environment)} make demo"
        )


def free_port(environment: Environment) -> int:
    """Return the next port nobody listens on."""
    later = range(environment.port + 1, min(environment.port + 200, 65536))
    return next((port for port in later if can_bind(environment.host, port)), 8000)


def _start_over(environment: Environment, cluster: Cluster | None) -> None:
    if cluster is None:
        raise LaunchError(
            "RESET empties only the embedded database. "
            "Yours (DATABASE_URL) stays as it is: drop and create it yourself."
        )
    cluster.remove()
    for path in environment.data.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != LOCK_FILE:
            path.unlink()


def _serve(environment: Environment, cluster: Cluster | None, switch: StopSwitch) -> int:
    # The embedded database's address is in the data folder, where every command of ours looks for it.
    variables = environment.variables(HANDSEL_DEMO="1")
    if not run_step(Child("preparation", ["prepare-demo"], variables, environment.project), switch):
        return 0
    web = Child("web server", ["serve"], variables, environment.project)
    worker = Child("worker", ["worker"], variables, environment.project)
    family = Family(environment.data, [web, worker])
    try:
        family.start()
        if not _await_ready(environment, web, switch):
            return 0
        _welcome(environment, environment.data / CAST_FILE)
        while not switch.wait(0.25):
            if (code := web.exit_code()) is not None:
                raise LaunchError(f"The web server ended unexpectedly ({words_for(code)}); its last words are above.")
            if worker.exit_code() is not None and worker.restart_when_due():
                family.remember()
            if cluster is not None and cluster.pid() is None:
                say("PostgreSQL ended unexpectedly; starting it again.")
                cluster.start()
        return 0
    finally:
        family.end()


def _await_ready(environment: Environment, web: Child, switch: StopSwitch) -> bool:
    deadline = time.monotonic() + SECONDS_UNTIL_READY
    while not switch.wait(0.05):
        if (code := web.exit_code()) is not None:
            raise LaunchError(f"The web server did not start ({words_for(code)}); what it said is above.")
        if _answers(environment):
            return True
        if time.monotonic() > deadline:
            raise LaunchError(f"The web server did not answer {READY} within {SECONDS_UNTIL_READY:g} s.")
    return False


def _answers(environment: Environment) -> bool:
    connection = http.client.HTTPConnection(environment.host, environment.port, timeout=10)
    try:
        connection.request("GET", READY)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _welcome(environment: Environment, cast: Path) -> None:
    people = cast.read_text(encoding="utf-8").strip() if cast.is_file() else ""
    say("\n".join(part for part in ("", people, "") if part or people))
    say(f"Handsel runs at {environment.public_url}")
    say("Ctrl-C stops it. The next start keeps the data; RESET=1 make demo starts over.")
