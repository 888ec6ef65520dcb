"""The doctor's checks of machine and installation; they need no database."""

import http.client
import importlib.metadata
import os
import platform
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from handsel.cli.binaries import RunAs, find_programs
from handsel.cli.errors import LaunchError
from handsel.cli.findings import Finding, fail, ok, warn
from handsel.cli.processes import can_bind, free_bytes, holder_of
from handsel.config.environment import SECRET_KEY_FILE, Environment

OLDEST_PYTHON = (3, 11)
ENOUGH, TOO_LITTLE = 2_000_000_000, 200_000_000
LOCKED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*\])?==(?P<version>[^\s;\\]+)(?P<marker>\s*;)?")


def check_installation(environment: Environment) -> Iterator[Finding]:
    """Look at everything around the database."""
    yield _python()
    yield _dependencies(environment.project / "requirements.txt")
    yield _data_folder(environment.data)
    yield _disk(environment.data)
    yield _secret_key(environment)
    yield _port(environment)
    if environment.database_is_ours:
        yield _embedded_server(environment.data)
    yield _mail(environment)
    yield _modes(environment)
    yield _browser(environment)


def _python() -> Finding:
    words = f"Python {platform.python_version()} ({sys.executable})"
    if sys.version_info[:2] < OLDEST_PYTHON:
        return fail(words, "Install Python 3.11 or newer, delete .venv, and run make demo again.")
    return ok(words)


def _dependencies(requirements: Path) -> Finding:
    if not requirements.is_file():
        return ok("dependencies: installed as a package, nothing to compare with")
    wrong = []
    locked = [found for line in requirements.read_text(encoding="utf-8").splitlines() if (found := LOCKED.match(line))]
    for found in locked:
        try:
            installed = importlib.metadata.version(found["name"])
        except importlib.metadata.PackageNotFoundError:
            # A marker may mean that this platform needs none.
            if not found["marker"]:
                wrong.append(f"{found['name']} is missing")
            continue
        if installed != found["version"]:
            wrong.append(f"{found['name']} is {installed}, locked is {found['version']}")
    if wrong:
        return fail(
            f"dependencies: {'; '.join(wrong)}", "Run make demo (it installs what is locked), or delete .venv before."
        )
    return ok(f"dependencies: {len(locked)} packages as locked")


def _data_folder(folder: Path) -> Finding:
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    if not os.access(existing, os.W_OK | os.X_OK):
        return fail(
            f"data folder {folder} cannot be written", "Give this user the folder, or set HANDSEL_DATA to another."
        )
    return ok(f"data folder {folder}")


def _disk(folder: Path) -> Finding:
    free = free_bytes(folder)
    words = f"disk: {free / 1e9:.1f} GB free"
    if free < TOO_LITTLE:
        return fail(words, "PostgreSQL stops when the disk is full: free at least 2 GB, or move HANDSEL_DATA.")
    return ok(words) if free >= ENOUGH else warn(words, "Imports and indexes need room: free at least 2 GB.")


def _secret_key(environment: Environment) -> Finding:
    if environment.secret_key_given:
        if len(environment.secret_key_given) < 32:
            return warn("secret key: shorter than 32 characters", "Set HANDSEL_SECRET_KEY to a long random text.")
        return ok("secret key: given by HANDSEL_SECRET_KEY")
    path = environment.data / SECRET_KEY_FILE
    if path.is_file() and path.stat().st_mode & 0o077:
        return fail(f"secret key: {path} can be read by others", f"chmod 600 {path}")
    if environment.public_url.startswith("https://"):
        fix = "Set HANDSEL_SECRET_KEY: every process of one installation must have the same."
        return warn("secret key: this machine's own", fix)
    return ok("secret key: this installation's own, kept in the data folder")


def _port(environment: Environment) -> Finding:
    if can_bind(environment.host, environment.port):
        return ok(f"port {environment.port} is free")
    connection = http.client.HTTPConnection(environment.host, environment.port, timeout=2)
    try:
        connection.request("GET", "/health/live")
        answer = connection.getresponse().read(200)
    except (OSError, http.client.HTTPException):
        answer = b""
    finally:
        connection.close()
    if b'"live"' in answer:
        return ok(f"port {environment.port}: Handsel answers")
    return fail(
        f"port {environment.port} is taken by {holder_of(environment.port)}", "Choose another one: PORT=8001 make demo"
    )


def _embedded_server(folder: Path) -> Finding:
    try:
        programs = find_programs(folder if folder.is_dir() else Path("/tmp"))  # noqa: S108  only tried whether it is writable
    except LaunchError as error:
        return fail("embedded PostgreSQL: not available", str(error))
    if programs.run_as is RunAs.OTHER_USER and programs.user is not None:
        fix = (
            "Nothing to do; an ordinary user, or a system that allows user namespaces, keeps everything in the project."
        )
        return warn(f"embedded PostgreSQL: runs as {programs.user.pw_name} with its data in {programs.data}", fix)
    how = "in a user namespace, because PostgreSQL refuses to run as root" if os.geteuid() == 0 else "as this user"
    return ok(f"embedded PostgreSQL: runs {how}")


def _mail(environment: Environment) -> Finding:
    if environment.email_url:
        return ok("mail: sent through the server of HANDSEL_EMAIL_URL")
    words = f"mail: kept as files in {environment.data / 'mail'}"
    if environment.public_url.startswith("https://"):
        return warn(words, "Set HANDSEL_EMAIL_URL, for example smtp://user:password@mail.example:587?tls=1")
    return ok(words)


def _modes(environment: Environment) -> Finding:
    public = environment.public_url.startswith("https://")
    if public and environment.debug:
        return fail(
            "debug pages are on at a public address", "Unset HANDSEL_DEBUG: they show settings to every visitor."
        )
    if public and environment.demo:
        return warn("demo mode is on at a public address", "Unset HANDSEL_DEMO: the demo's passwords are known.")
    return ok(f"address: {environment.public_url}")


def _browser(environment: Environment) -> Finding:
    if environment.chromium is None:
        return warn("Chromium: none found (only the browser tests need it)", "make test installs it where permitted.")
    if not os.access(environment.chromium, os.X_OK):
        return warn(f"Chromium: {environment.chromium} is no program", "Correct HANDSEL_CHROMIUM.")
    return ok(f"Chromium: {environment.chromium}")
