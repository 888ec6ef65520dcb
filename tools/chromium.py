"""Prints the path of a Chromium for the browser tests, installing Debian's when that is permitted."""

import os
import platform
import shutil
import subprocess
import sys

from handsel.config.environment import load_environment

FIX = (
    "The browser tests need Chromium, and none was found.\n"
    "Debian: apt-get install chromium    macOS: brew install --cask chromium\n"
    "Any Chromium or Chrome will do: HANDSEL_CHROMIUM=/path/to/chrome make test"
)


def main() -> int:
    """Print the path; without a browser print the fix and return 1."""
    path = find()
    if path is None and install():
        path = find()
    if path is None:
        print(FIX, file=sys.stderr)
        return 1
    done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False, timeout=60)
    if done.returncode:
        print(f"{path} does not start:\n{done.stderr.strip()[-500:]}\n{FIX}", file=sys.stderr)
        return 1
    print(path)
    return 0


def find() -> str | None:
    """Return the chosen or the first installed browser."""
    chosen = load_environment().chromium
    if chosen is None:
        return None
    if not os.access(chosen, os.X_OK):
        print(f"HANDSEL_CHROMIUM={chosen} is no program.", file=sys.stderr)
        return None
    return str(chosen)


def install() -> bool:
    """Install Debian's package as root, or with a sudo that asks nothing."""
    if load_environment().chromium is not None or platform.system() != "Linux" or shutil.which("apt-get") is None:
        return False
    prefix: list[str] = []
    if os.geteuid() != 0:
        if (
            shutil.which("sudo") is None
            or subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode
        ):
            return False
        prefix = ["sudo", "-n"]
    print("Installing Chromium with apt-get ...", file=sys.stderr, flush=True)
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y"]
    for command in (["update"], ["install", "--no-install-recommends", "chromium"]):
        if subprocess.run([*prefix, *quiet, *command], stdout=sys.stderr, check=False).returncode:
            return False
    return True


if __name__ == "__main__":
    sys.exit(main())
