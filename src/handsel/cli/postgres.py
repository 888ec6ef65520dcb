"""The embedded PostgreSQL of a demo or a test run: initialise, start, watch, stop.

It listens on a Unix socket only, in a private folder with a short name (a socket's path may have 107 bytes), and
keeps its data in the data folder. Whatever a killed run left behind is settled by the next start.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import psycopg
from psycopg import sql

from handsel.cli.binaries import Programs, RunAs, find_programs, move_outside
from handsel.cli.errors import LaunchError
from handsel.cli.processes import bury, command_of, is_alive
from handsel.config.environment import DATABASE_URL_FILE

OWNER = "handsel"
DATABASE = "handsel"
SOCKET_PREFIX = "handsel-"
SOCKET_NAME_BYTES = len("/.s.PGSQL.5432")
LONGEST_SOCKET_PATH = 100
SETTINGS_FILE = "handsel.conf"
# What the server says while processes of a killed predecessor still hold its shared memory or files.
STILL_HELD = ("shared memory block", "is still in use", "lock file", "already exists")
RECOVERY_SECONDS = 300
# Waits for its owner to end without a word, then stops the server; holds the folder's lock until that is done.
CARETAKER = """
read -r word && exit 0
read -r pid < "$1" || exit 0
kill -INT "$pid"
tries=0
while kill -0 "$pid" 2>/dev/null && [ -e "$1" ] && [ "$tries" -lt 300 ]; do tries=$((tries + 1)); sleep 0.1; done
rm -f "$2"
rm -rf "$3"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuning:
    """Settings that differ between a demo, which keeps its data, and a test run, which forgets it."""

    durable: bool = True
    connections: int = 100
    shared_buffers: str = "256MB"


class Cluster:
    """The embedded server of one data folder."""

    def __init__(self, folder: Path, tuning: Tuning | None = None, *, run_as: RunAs | None = None) -> None:
        self.folder = folder
        self._tuning = tuning or Tuning()
        self._run_as = run_as
        self._programs: Programs | None = None
        self._socket: Path | None = None
        self._caretaker: subprocess.Popen[bytes] | None = None

    @property
    def programs(self) -> Programs:
        if self._programs is None:
            self._programs = find_programs(self.folder, self._run_as)
        return self._programs

    @property
    def data(self) -> Path:
        return self.programs.data

    @property
    def log(self) -> Path:
        return self.data.with_name("postgres.log")

    def url(self, database: str = DATABASE) -> str:
        """Return the address of a database of this server while it runs."""
        if self._socket is None:
            message = "The server was not started."
            raise ValueError(message)
        return f"postgresql://{OWNER}@/{database}?host={self._socket}&port=5432"

    def start(self) -> str:
        """Start the server, making or recovering its data first where needed; returns the database's address.

        Raises LaunchError with the end of the server's log when it does not start.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        move_outside(self.programs, self.folder)
        if self.programs.user is not None:
            where, name = self.data.parent, self.programs.user.pw_name
            print(
                f"Root may not run PostgreSQL here, not even in a namespace: it runs as {name} in {where}.", flush=True
            )
        self._initialise()
        self._settle_predecessor()
        self._forget_old_socket()
        self._socket = self._socket_folder()
        self._write_settings()
        self._start_server()
        self._await_answer()
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
        address = self.folder / DATABASE_URL_FILE
        address.touch(mode=0o600)
        address.write_text(self.url(), encoding="utf-8")
        return self.url()

    def stop(self) -> None:
        """Stop the server, at the latest by ending it at once, and forget its socket."""
        self._settle_predecessor()
        (self.folder / DATABASE_URL_FILE).unlink(missing_ok=True)
        if self._socket is not None:
            shutil.rmtree(self._socket, ignore_errors=True)
            self._socket = None
        if self._caretaker is not None:
            # It may have done its work already, when its end of the pipe was closed.
            with suppress(OSError, ValueError):
                self._caretaker.communicate(b"done\n", timeout=5)
            self._caretaker = None

    def leave_in_care(self, lock: int) -> None:
        """Have the server stopped even if this process is killed; `lock` is a descriptor held until then."""
        if self._socket is None:
            message = "The server was not started."
            raise ValueError(message)
        paths = (self.data / "postmaster.pid", self.folder / DATABASE_URL_FILE, self._socket)
        self._caretaker = subprocess.Popen(
            ["/bin/sh", "-c", CARETAKER, "handsel-caretaker", *map(str, paths)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,
            pass_fds=[lock],
        )

    def pid(self) -> int | None:
        """Return the running server's process; a stale file, a zombie or a stranger with its number is None."""
        pid = self._noted_pid()
        return pid if pid and is_alive(pid) and str(self.data) in command_of(pid) else None

    def remove(self) -> None:
        """Stop the server and delete its data."""
        self.stop()
        self.programs.remove_data()

    def _noted_pid(self) -> int:
        try:
            return int((self.data / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
        except (OSError, ValueError):
            return 0

    def _initialise(self) -> None:
        version = self.data / "PG_VERSION"
        if version.is_file():
            self._check_version(version.read_text(encoding="ascii").strip())
            return
        fresh = self.data.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        self.programs.give(fresh)
        options = ["-D", str(fresh), "-U", OWNER, "--auth=trust", "--encoding=UTF8", "--no-instructions"]
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        options += [] if self._tuning.durable else ["--no-sync"]
        code, words = self.programs.run("initdb", *options, "--locale=C.UTF-8")
        if code and "invalid locale" in words:
            code, words = self.programs.run("initdb", *options, "--locale=C")
        if code:
            raise LaunchError(f"PostgreSQL could not make its data folder {fresh}:\n{words.strip()}")
        with (fresh / "postgresql.conf").open("a", encoding="utf-8") as configuration:
            configuration.write(f"\ninclude_if_exists = '{SETTINGS_FILE}'\n")
        fresh.rename(self.data)

    def _check_version(self, made_by: str) -> None:
        _, words = self.programs.run("postgres", "--version")
        ours = words.split()[-1].split(".")[0] if words.split() else "?"
        if made_by != ours:
            raise LaunchError(
                f"{self.data} was made by PostgreSQL {made_by}, the installed one is {ours}. "
                "Start over with RESET=1 make demo (the demo's data is made anew), or move the data with pg_dump."
            )

    def _settle_predecessor(self) -> None:
        """End a server that still runs on these data, and remove what a dead one left lying about."""
        for signal_number, patience in ((signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0)):
            pid = self.pid()
            if pid is None:
                break
            with suppress(ProcessLookupError):
                os.kill(pid, signal_number)
            deadline = time.monotonic() + patience
            while is_alive(pid) and time.monotonic() < deadline:
                time.sleep(0.02)
            bury(pid)
        if self.pid() is None and (noted := self._noted_pid()):
            bury(noted)
            # The number in a stale file may belong to a stranger by now: the server would refuse to start.
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _forget_old_socket(self) -> None:
        """Delete the socket folder that a killed run could not."""
        try:
            address = (self.folder / DATABASE_URL_FILE).read_text(encoding="utf-8")
        except OSError:
            return
        old = Path(dict(parse_qsl(urlsplit(address).query)).get("host", "/"))
        if old != self._socket and old.name.startswith(SOCKET_PREFIX):
            shutil.rmtree(old, ignore_errors=True)

    def _socket_folder(self) -> Path:
        """Return a private folder with a short path, the same one as long as this object lives."""
        if self._socket is not None and self._socket.is_dir():
            return self._socket
        for base in (tempfile.gettempdir(), "/tmp"):  # noqa: S108  only its short name counts: the folder is private
            if len(os.fsencode(base)) + len(f"/{SOCKET_PREFIX}12345678") + SOCKET_NAME_BYTES < LONGEST_SOCKET_PATH:
                folder = Path(tempfile.mkdtemp(prefix=SOCKET_PREFIX, dir=base))
                self.programs.give(folder)
                return folder
        raise LaunchError("No temporary folder has a short enough path. Set TMPDIR to a folder such as /tmp.")

    def _write_settings(self) -> None:
        settings: dict[str, object] = {
            "listen_addresses": "",
            "port": 5432,
            "unix_socket_directories": self._socket,
            "unix_socket_permissions": "0700",
            "max_connections": self._tuning.connections,
            "shared_buffers": self._tuning.shared_buffers,
            "maintenance_work_mem": "128MB",
            "work_mem": "16MB",
            "max_wal_size": "1GB",
            "random_page_cost": 1.1,
            "jit": "off",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_line_prefix": "%m [%p] ",
            "log_min_messages": "warning",
            "fsync": "on" if self._tuning.durable else "off",
            "synchronous_commit": "on" if self._tuning.durable else "off",
            "full_page_writes": "on" if self._tuning.durable else "off",
        }
        if _small_shared_memory():
            settings["max_parallel_workers_per_gather"] = 0
        quoted = {name: str(value).replace("'", "''") for name, value in settings.items()}
        file = self.data / SETTINGS_FILE
        file.write_text("".join(f"{name} = '{value}'\n" for name, value in quoted.items()), encoding="utf-8")
        self.programs.give(file)

    def _start_server(self) -> None:
        # A fresh log for every start: what it says is about this start, and it never grows for ever.
        with suppress(FileNotFoundError):
            self.log.replace(self.log.with_suffix(".log.1"))
        self.log.touch(mode=0o600)
        self.programs.give(self.log)
        deadline = time.monotonic() + RECOVERY_SECONDS
        arguments = ("-D", str(self.data), "-l", str(self.log), "-w", "-t", str(RECOVERY_SECONDS), "start")
        while True:
            before = self.log.stat().st_size
            code, words = self.programs.run("pg_ctl", *arguments, timeout=RECOVERY_SECONDS + 30)
            if code == 0:
                return
            with self.log.open(encoding="utf-8", errors="replace") as log:
                log.seek(before)
                said = log.read()
            if time.monotonic() > deadline or not any(reason in said for reason in STILL_HELD):
                raise LaunchError(f"PostgreSQL did not start:\n{words.strip()}\n{_tail(said)}\nIts log: {self.log}")
            time.sleep(0.25)

    def _await_answer(self) -> None:
        deadline = time.monotonic() + RECOVERY_SECONDS
        while True:
            try:
                with psycopg.connect(self.url("postgres"), connect_timeout=10) as connection:
                    connection.execute("SELECT 1")
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline or self.pid() is None:
                    raise LaunchError(
                        f"PostgreSQL started but does not answer: {error}\nIts log: {self.log}"
                    ) from error
                time.sleep(0.1)
            else:
                return


def _small_shared_memory() -> bool:
    """Containers often give 64 MB of shared memory: too little for parallel queries."""
    try:
        facts = os.statvfs("/dev/shm")  # noqa: S108  looked at, never written to
    except OSError:
        return False
    return facts.f_blocks * facts.f_frsize < 256 * 1024 * 1024


def _tail(text: str, lines: int = 15) -> str:
    return "\n".join(text.strip().splitlines()[-lines:])
