"""Write docs/states/*.md and docs/rights.md from the tables in the code: `make states`; `--check` only compares.

Run with Django's settings named, since the tables use translated labels.
"""

import importlib.util
import os
import pkgutil
import sys
from pathlib import Path

import django

PROJECT = Path(__file__).resolve().parents[1]
STATES = PROJECT / "docs" / "states"
RIGHTS = PROJECT / "docs" / "rights.md"


def state_tables() -> dict[str, "StateTable"]:
    """Every StateTable of the domain packages, by a file name such as `offers-offer`."""
    found = {}
    package = importlib.import_module("handsel")
    for module in pkgutil.iter_modules(package.__path__):
        name = f"handsel.{module.name}.states"
        if not module.ispkg or importlib.util.find_spec(name) is None:
            continue
        for value in vars(importlib.import_module(name)).values():
            if isinstance(value, StateTable):
                found[f"{module.name}-{value.noun.lower().replace(' ', '-')}"] = value
    return found


def state_page(table: "StateTable") -> str:
    lines = [
        f"# {table.noun}",
        "",
        "Made by `make states` from the state table; do not edit.",
        "",
        "```mermaid",
        "stateDiagram-v2",
    ]
    lines += [f'    state "{state}" as {state.replace("-", "_")}' for state in table.states()]
    for move in table.transitions:
        for source in sorted(move.sources):
            roles = ", ".join(sorted(move.roles))
            target = move.target.replace("-", "_")
            lines.append(f"    {source.replace('-', '_')} --> {target}: {move.action} ({roles})")
    return "\n".join([*lines, "```", ""])


def rights_page() -> str:
    lines = ["# Roles and rights", "", "Made by `make states` from `parties/rights.py`; do not edit.", ""]
    for kind in Kind:
        roles = [role for role in ROLES.values() if role.kind is kind]
        names = sorted({right for role in roles for right in rights_of(frozenset({role.name}))})
        lines += [
            f"## {kind}",
            "",
            f"| right | {' | '.join(role.name for role in roles)} |",
            f"|---|{'---|' * len(roles)}",
        ]
        for name in names:
            cells = ["x" if name in rights_of(frozenset({role.name})) else "" for role in roles]
            lines.append(f"| `{name}` | {' | '.join(cells)} |")
        lines.append("")
    return "\n".join(lines)


def pages() -> dict[Path, str]:
    made = {STATES / f"{name}.md": state_page(table) for name, table in sorted(state_tables().items())}
    return made | {RIGHTS: rights_page()}


def main() -> int:
    wrong = [path for path, text in pages().items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv:
        for path in wrong:
            print(f"{path.relative_to(PROJECT)} is not what the tables say: run make states")
        return 1 if wrong else 0
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(f"{len(pages())} pages written")
    return 0


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handsel.config.settings")
django.setup()

from handsel.core.states import StateTable  # noqa: E402 - Django is set up first
from handsel.parties.rights import ROLES, Kind, rights_of  # noqa: E402 - as above

if __name__ == "__main__":
    sys.exit(main())
