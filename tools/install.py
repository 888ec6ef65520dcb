"""Sets up .venv with the locked dependencies: `python3 tools/install.py runtime|dev`. Standard library only.

What is installed already is recognised by the digest of the requirement files, so that a second start costs nothing.
"""

import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
REQUIREMENTS = {"runtime": PROJECT / "requirements.txt", "dev": PROJECT / "requirements-dev.txt"}
COMMAND = '#!/bin/sh\nexec "$(dirname -- "$0")/python" -m handsel "$@"\n'
OUTPUT_LINES = 20


def main(wanted: str) -> int:
    """Install what is wanted unless it is there; returns the exit code."""
    folder = PROJECT / ".handsel"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        with (folder / "install.lock").open("w") as lock:
            # Two first starts at the same time: one installs, the other waits and finds it done.
            fcntl.flock(lock, fcntl.LOCK_EX)
            return install(wanted)
    except OSError as error:
        return fail(
            f"{error.filename}: {error.strerror}. Handsel sets itself up inside its own folder: it must be writable."
        )


def install(wanted: str) -> int:
    """Bring .venv up to date while nobody else does."""
    if not usable():
        print("Making the virtual environment .venv ...", flush=True)
        if not make_environment():
            return 1
    digest = digest_of(wanted)
    stamp = read_stamp()
    if stamp.get(wanted) != digest:
        print(f"Installing the locked {wanted} dependencies (about a minute, only this time) ...", flush=True)
        if not run_pip("--require-hashes", "-r", str(REQUIREMENTS[wanted])):
            return 1
        # The development requirements contain the runtime's, in the same versions.
        stamp[wanted] = digest
        if wanted == "dev":
            stamp["runtime"] = digest_of("runtime")
        STAMP.write_text(json.dumps(stamp), encoding="ascii")
    link_project()
    return 0


def usable() -> bool:
    """Whether .venv has a Python of the right age that starts; a moved or half-made one has not."""
    if not (VENV / "pyvenv.cfg").is_file():
        return False
    check = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([str(PYTHON), "-c", check], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def make_environment() -> bool:
    """Make .venv anew; on Debian the needed package is installed when that is permitted."""
    if importlib.util.find_spec("ensurepip") is None and not install_venv_package():
        fail("This Python cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv")
        return False
    shutil.rmtree(VENV, ignore_errors=True)
    command = [sys.executable, "-m", "venv", str(VENV)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        fail(f"{' '.join(command)} failed:\n{tail(done.stdout + done.stderr)}")
    return done.returncode == 0


def install_venv_package() -> bool:
    """Install Debian's package for virtual environments, as root only."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    print(f"Installing {package} with apt-get ...", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", package]):
        if subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode:
            return False
    return True


def run_pip(*arguments: str) -> bool:
    """Install with pip, quietly unless it fails."""
    options = [
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
        "--progress-bar",
        "off",
        "--no-warn-script-location",
    ]
    environment = {**os.environ, "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}
    command = [str(PYTHON), "-m", "pip", "install", *options, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        fail(f"The dependencies could not be installed:\n{tail(done.stdout + done.stderr)}\nIs the network reachable?")
    return done.returncode == 0


def link_project() -> None:
    """Make `import handsel` and the `handsel` command work, wherever the folder is moved later."""
    [library] = (VENV / "lib").glob("python3.*")
    pointer = library / "site-packages" / "handsel.pth"
    # Relative to its own folder: .venv/lib/python3.x/site-packages.
    write_if_other(pointer, "../../../../src\n")
    command = VENV / "bin" / "handsel"
    if write_if_other(command, COMMAND):
        command.chmod(0o755)


def write_if_other(path: Path, text: str) -> bool:
    """Write a file unless it says so already; returns whether it was written."""
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return False
    path.write_text(text, encoding="utf-8")
    return True


def digest_of(wanted: str) -> str:
    """Return the digest of a requirement file and of the Python it is installed for."""
    content = REQUIREMENTS[wanted].read_bytes() + (VENV / "pyvenv.cfg").read_bytes()
    return hashlib.sha256(content).hexdigest()


def read_stamp() -> dict[str, str]:
    """Return what was installed, by requirement file."""
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return {}
    return stamp


def tail(text: str) -> str:
    """Return the last lines of a program's output."""
    return "\n".join(text.strip().splitlines()[-OUTPUT_LINES:])


def fail(words: str) -> int:
    """Say what went wrong."""
    print(words, file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
