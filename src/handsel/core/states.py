"""States as data: one table per noun, read by services, pages and API alike (example 5)."""

from collections.abc import Iterable
from dataclasses import dataclass

from handsel.core.errors import IllegalTransition


@dataclass(frozen=True, slots=True)
class Transition:
    """`action` moves from any state in `sources` to `target`, when one of `roles` asks for it."""

    action: str
    sources: frozenset[str]
    target: str
    roles: frozenset[str]


class StateTable:
    """All moves of one noun. An illegal move raises; it never does nothing."""

    def __init__(self, noun: str, *transitions: Transition) -> None:
        self.noun = noun
        self.transitions = transitions
        self._by_action: dict[tuple[str, str], Transition] = {}
        for transition in transitions:
            for source in transition.sources:
                key = (transition.action, source)
                if key in self._by_action:
                    message = f"{noun}: {transition.action} from {source} is declared twice"
                    raise ValueError(message)
                self._by_action[key] = transition

    def target_of(self, action: str, *, state: str, role: str) -> str:
        """The state after `action`. Raises IllegalTransition when this role cannot do it from `state`."""
        transition = self._by_action.get((action, state))
        if transition is None or role not in transition.roles:
            raise IllegalTransition(noun=self.noun, state=state, action=action)
        return transition.target

    def actions_for(self, *, state: str, role: str) -> list[str]:
        """What `role` may do from `state`, in the table's order."""
        return [t.action for t in self.transitions if state in t.sources and role in t.roles]

    def sources_of(self, action: str) -> frozenset[str]:
        """Every state from which `action` is possible for somebody."""
        found: frozenset[str] = frozenset()
        for transition in self.transitions:
            if transition.action == action:
                found |= transition.sources
        return found

    def states(self) -> list[str]:
        """Every state named by the table, in order of first mention."""
        seen: dict[str, None] = {}
        for transition in self.transitions:
            for state in (*sorted(transition.sources), transition.target):
                seen.setdefault(state)
        return list(seen)


def named(*values: str | Iterable[str]) -> frozenset[str]:
    """A frozenset of plain strings from enum members, so that tables read well."""
    flat: list[str] = []
    for value in values:
        flat.extend([str(value)] if isinstance(value, str) else [str(item) for item in value])
    return frozenset(flat)
