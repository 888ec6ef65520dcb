import subprocess
from pathlib import Path

import pytest

from tools import licences, sizes
from tools.check import CHECKS

PROJECT = Path(__file__).resolve().parents[2]


def package(name: str, expression: str = "UNKNOWN", classifier: str = "UNKNOWN") -> dict[str, str]:
    return {
        "Name": name,
        "License-Expression": expression,
        "License-Classifier": classifier,
        "License-Metadata": "UNKNOWN",
    }


@pytest.mark.parametrize(
    "expression", ["MIT", "Apache-2.0 OR BSD-3-Clause", "LGPL-3.0-only", "MPL-2.0", "MIT AND PSF-2.0"]
)
def test_permissive_and_weak_copyleft_licences_are_allowed(expression: str) -> None:
    assert licences.judge(package("thing", expression), {"thing"}) is None


@pytest.mark.parametrize(
    ("expression", "classifier"),
    [
        ("AGPL-3.0-only", "UNKNOWN"),
        ("UNKNOWN", "GNU Affero General Public License v3"),
        ("GPL-3.0-or-later", "UNKNOWN"),
        ("UNKNOWN", "Other/Proprietary License"),
        ("UNKNOWN", "UNKNOWN"),
    ],
)
def test_strong_copyleft_and_unknown_licences_are_refused(expression: str, classifier: str) -> None:
    assert licences.judge(package("thing", expression, classifier), set()) is not None


def test_a_gpl_tool_is_allowed_until_it_ships() -> None:
    assert licences.judge(package("djlint", "GPL-3.0-or-later"), set()) is None
    assert licences.judge(package("djlint", "GPL-3.0-or-later"), {"djlint"}) is not None


def test_long_functions_and_long_parameter_lists_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "grown.py"
    parameters = ", ".join(f"p{number}" for number in range(9))
    long = "def long():\n" + "    pass\n" * 80
    file.write_text(f"{long}\n\ndef wide({parameters}):\n    pass\n")
    problems = [problem.removeprefix(f"{file}:") for problem in sizes.function_problems(file)]
    assert problems == ["1: long has 81 lines, at most 80", "84: wide has 9 parameters, at most 8"]


def test_every_target_of_the_makefile_is_explained() -> None:
    listed = subprocess.run(["make", "help"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    makefile = (PROJECT / "Makefile").read_text()
    phony = makefile.split(".PHONY:")[1].split("\n")[0].split()
    assert [name for name in phony if not name.startswith("setup") and f"make {name}" not in listed] == []


def test_the_checks_name_every_tool_the_project_promises() -> None:
    promised = {
        "mypy",
        "ruff check",
        "ruff format",
        "import contracts",
        "templates",
        "missing migrations",
        "sizes",
        "licences",
    }
    assert promised <= set(CHECKS)
