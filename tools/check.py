"""`make check`: runs every check, two at a time, and prints all that failed, not only the first."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

PYTHON = sys.executable
# The slow ones first. None of them needs a database.
CHECKS: dict[str, list[str]] = {
    "mypy": ["mypy"],
    "ruff check": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "import contracts": ["importlinter.cli"],
    "templates": ["djlint", "src", "--lint", "--quiet"],
    "missing migrations": ["handsel", "manage", "makemigrations", "--check", "--dry-run"],
    "django": ["handsel", "manage", "check"],
    "sizes": ["tools.sizes"],
    "licences": ["tools.licences"],
    "specification coverage": ["tools.coverage"],
    "generated pages": ["tools.states", "--check"],
    "import formats": ["tools.formats", "--check"],
    "translations": ["tools.messages", "--check"],
}


def run(name: str) -> tuple[str, int, str, float]:
    """Run one check; returns its name, exit code, output and seconds."""
    started = time.monotonic()
    module, *arguments = CHECKS[name]
    command = [PYTHON, "-m", module, *arguments]
    if name == "import contracts":
        # The one tool that cannot be run as a module.
        command = [PYTHON, "-c", f"from {module} import lint_imports_command as run; run()"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return name, done.returncode, (done.stdout + done.stderr).strip(), time.monotonic() - started


def main() -> int:
    """Run all; returns 1 when one failed."""
    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for name, code, output, seconds in pool.map(run, CHECKS):
            print(f"{'ok    ' if code == 0 else 'FAILED'} {name} ({seconds:.1f} s)", flush=True)
            if code:
                failed.append(name)
                print(output, flush=True)
    print(f"make check: {', '.join(failed)} failed" if failed else f"make check: all {len(CHECKS)} passed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
