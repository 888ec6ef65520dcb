"""`python -m bench [WORD]`: measure the limits and the subjects whose names contain WORD."""

import os
import sys

from bench.frame import SUBJECTS, Result, keep, load_subjects, table
from bench.machine import PROJECT, machine


def main() -> int:
    word = (sys.argv[1] if len(sys.argv) > 1 else os.environ.get("ONLY", "")).lower()
    load_subjects()
    chosen = {name: measure for name, measure in SUBJECTS.items() if word in name}
    if not chosen:
        print(f"No subject contains {word!r}. There are: {', '.join(SUBJECTS)}")
        return 2
    results: list[Result] = []
    with machine() as ours:
        for name, measure in chosen.items():
            print(f"... {name}", file=sys.stderr, flush=True)
            results += measure(ours)
        print(table(results))
        kept = keep(results, PROJECT / "bench" / "results")
        print(f"\nkept in {kept.relative_to(PROJECT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
