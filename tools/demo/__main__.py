"""Writes the demo marketplace: `python -m tools.demo [folder]`; without a folder demo/, where stale files go too."""

import sys
from pathlib import Path

from tools.demo.build import build

ROOT = Path(__file__).resolve().parents[2] / "demo"
KEPT = frozenset({"README.md"})


def write(folder: Path, *, prune: bool) -> tuple[int, int]:
    """Write every file below `folder`; returns how many changed and how many there are."""
    files = build()
    changed = 0
    for name, content in files.items():
        path = folder / name
        if path.exists() and path.read_bytes() == content:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        changed += 1
    for path in sorted(folder.rglob("*")) if prune else ():
        if path.is_file() and path.relative_to(folder).as_posix() not in files.keys() | KEPT:
            path.unlink()
    return changed, len(files)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT
    written, total = write(target, prune=target == ROOT)
    print(f"{total} files below {target}, {written} of them written anew")
