"""Refuses files and functions that grew too large to be read at once. Migrations are exempt."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PYTHON_LINES, TEST_LINES, FUNCTION_LINES, PARAMETERS, TEMPLATE_LINES = 500, 600, 80, 8, 250
WARN_LINES = 400


def main() -> int:
    """Print every file and function over its limit; returns 1 when there is one."""
    problems: list[str] = []
    large: list[str] = []
    for path in tracked():
        lines = path.read_text(encoding="utf-8").count("\n")
        limit = limit_for(path)
        if lines > limit:
            problems.append(f"{path}: {lines} lines, at most {limit}")
        elif path.suffix == ".py" and lines > WARN_LINES:
            large.append(f"{path}: {lines} lines (aim: {WARN_LINES})")
        if path.suffix == ".py":
            problems.extend(function_problems(path))
    for line in (*large, *problems):
        print(line)
    return 1 if problems else 0


def tracked() -> Iterator[Path]:
    """Return the project's own Python files and templates, new ones that git would take included."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", "*.py", "*.html"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for name in sorted(filter(None, listed.split("\0"))):
        path = Path(name)
        if path.is_file() and "migrations" not in path.parts:
            yield path


def limit_for(path: Path) -> int:
    """Return how many lines the file may have."""
    if path.suffix == ".html":
        return TEMPLATE_LINES
    return TEST_LINES if "tests" in path.parts else PYTHON_LINES


def function_problems(path: Path) -> Iterator[str]:
    """Return the functions that are too long or take too much."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length > FUNCTION_LINES:
            problem = f"{length} lines, at most {FUNCTION_LINES}"
            yield f"{path}:{node.lineno}: {node.name} has {problem}"
        parameters = len(node.args.posonlyargs) + len(node.args.args) + len(node.args.kwonlyargs)
        # Tests take fixtures: their number says nothing about a call.
        if parameters > PARAMETERS and "tests" not in path.parts:
            yield f"{path}:{node.lineno}: {node.name} has {parameters} parameters, at most {PARAMETERS}"


if __name__ == "__main__":
    sys.exit(main())
