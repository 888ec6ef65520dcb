"""Write docs/formats from the import formats: `python -m tools.formats`; `--check` only compares."""

import os
import sys
from pathlib import Path

import django

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "formats"

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handsel.config.settings")
django.setup()

from handsel.imports.describing import pages  # noqa: E402 - Django is set up first


def main() -> int:
    """Write what differs; with `--check` name it and fail."""
    wanted = pages()
    there = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*")} if FOLDER.is_dir() else {}
    stale = sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))
    if "--check" in sys.argv:
        for name in stale:
            print(f"docs/formats/{name} is not up to date: python -m tools.formats")
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in stale:
        if name in wanted:
            (FOLDER / name).write_text(wanted[name], encoding="utf-8")
        else:
            (FOLDER / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
