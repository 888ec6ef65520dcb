"""Refuses dependencies under licences the project does not allow: never AGPL, GPL only in tools that do not ship."""

import json
import re
import subprocess
import sys
from pathlib import Path

ALLOWED = re.compile(
    r"\b(MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla Public|0BSD|LGPL|Lesser General Public"
    r"|Unlicense|Zlib|HPND|PostgreSQL|CC0|CNRI)",
    re.IGNORECASE,
)
FORBIDDEN = re.compile(r"AGPL|Affero|SSPL|Business Source|Commons Clause", re.IGNORECASE)
COPYLEFT = re.compile(r"\bGPL|(?<!Lesser )General Public", re.IGNORECASE)
# Programs that check the code; nothing of them is imported by, or shipped with, Handsel.
TOOLS_ONLY = frozenset({"djlint"})
UNKNOWN = "UNKNOWN"


def main() -> int:
    """Print every dependency whose licence is not allowed; returns 1 when there is one."""
    shipped = {
        normal(line.split("==")[0]) for line in Path("requirements.txt").read_text().splitlines() if "==" in line
    }
    command = [sys.executable, "-m", "piplicenses", "--from=all", "--format=json", "--with-system"]
    packages = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    problems = [problem for package in packages if (problem := judge(package, shipped))]
    for line in problems:
        print(line)
    return 1 if problems else 0


def judge(package: dict[str, str], shipped: set[str]) -> str | None:
    """Return what is wrong with one package's licence, or None."""
    name = normal(package["Name"])
    words = licence_of(package)
    if FORBIDDEN.search(words):
        return f"{name}: {words} is forbidden"
    if COPYLEFT.search(words):
        return (
            None
            if name in TOOLS_ONLY - shipped
            else f"{name}: {words} is allowed only for tools listed in tools/licences.py"
        )
    return None if ALLOWED.search(words) else f"{name}: the licence {words!r} is not on the list in tools/licences.py"


def licence_of(package: dict[str, str]) -> str:
    """Return the most exact of what a package says about itself."""
    for field in ("License-Expression", "License-Classifier"):
        if package[field] != UNKNOWN:
            return package[field]
    return package["License-Metadata"].strip().split("\n", 1)[0]


def normal(name: str) -> str:
    """Return a package's name as indexes write it."""
    return re.sub(r"[-_.]+", "-", name.strip()).lower()


if __name__ == "__main__":
    sys.exit(main())
