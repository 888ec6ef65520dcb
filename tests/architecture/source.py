"""The project's own source as trees, for tests that read it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "handsel"
INTERFACES = ("api", "portals", "jobs", "config", "cli")
NOT_CODE = {"tests", "migrations"}


@dataclass(frozen=True)
class Module:
    """One file: where it is, in which package below `handsel`, and its tree."""

    path: Path
    tree: ast.Module

    @property
    def parts(self) -> tuple[str, ...]:
        return self.path.relative_to(PACKAGE).with_suffix("").parts

    @property
    def app(self) -> str:
        return self.parts[0]

    @property
    def is_service(self) -> bool:
        """A verb of an app: the only place that writes its tables."""
        return "services" in self.parts[1:]

    @property
    def is_query(self) -> bool:
        return self.parts[-1] == "queries"

    @property
    def is_interface(self) -> bool:
        """It translates between the marketplace and somebody outside; it decides and writes nothing."""
        return self.app in INTERFACES and not (self.is_service or self.is_query)

    @property
    def answers_people(self) -> bool:
        """What it reads goes to whoever asked, and not only to the machine's own operator."""
        return self.is_interface and self.app in ("api", "portals")

    def at(self, node: ast.AST) -> str:
        return f"{self.path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


@lru_cache(maxsize=1)
def modules() -> tuple[Module, ...]:
    """Every module of the project, without tests and migrations."""
    return tuple(
        Module(path, ast.parse(path.read_text()))
        for path in sorted(PACKAGE.rglob("*.py"))
        if not NOT_CODE & set(path.relative_to(PACKAGE).parts)
    )


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def classes(tree: ast.AST) -> Iterator[ast.ClassDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield node


def decorators(node: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    return {ast.unparse(item).split("(")[0] for item in node.decorator_list}


def strings(tree: ast.AST) -> Iterator[ast.Constant]:
    """Every text of a tree, docstrings left out."""
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
            yield node
