"""What a subject is, how results are told."""

import importlib
import json
import pkgutil
import platform
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.machine import Machine


@dataclass(frozen=True, slots=True)
class Result:
    """One measured figure; `ratio` compares with the limit of the same run, in the sense that `goal` names."""

    subject: str
    value: float
    unit: str
    limit: str = ""
    ratio: float | None = None
    goal: str = ""
    note: str = ""


Measure = Callable[[Machine], list[Result]]
SUBJECTS: dict[str, Measure] = {}


def subject(name: str) -> Callable[[Measure], Measure]:
    """Register a function that measures `name` on a machine."""

    def register(measure: Measure) -> Measure:
        SUBJECTS[name] = measure
        return measure

    return register


def load_subjects() -> None:
    """Import every module of `limits` and `subjects`, so that they register themselves: limits first."""
    for package in ("bench.limits", "bench.subjects"):
        folder = importlib.import_module(package)
        for module in pkgutil.iter_modules(folder.__path__):
            importlib.import_module(f"{package}.{module.name}")


def table(results: list[Result]) -> str:
    """The results as aligned text."""
    head = ("subject", "value", "unit", "limit", "ratio", "goal", "note")
    rows = [head]
    for result in results:
        ratio = "" if result.ratio is None else f"{result.ratio:.2f}"
        value = f"{result.value:,.1f}" if result.value < 100 else f"{result.value:,.0f}"
        rows.append((result.subject, value, result.unit, result.limit, ratio, result.goal, result.note))
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def keep(results: list[Result], folder: Path) -> Path:
    """Write the results beside the machine's description; returns the file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "latest.json"
    told = {
        "machine": platform.platform(),
        "python": platform.python_version(),
        "results": [asdict(r) for r in results],
    }
    path.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return path
