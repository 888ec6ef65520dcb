"""States are one table; an illegal move raises (STATE rules)."""

import pytest

from handsel.core.errors import IllegalTransition
from handsel.core.states import StateTable, Transition, named

QUOTE = StateTable(
    "Quote",
    Transition("offer", named("requested", "offered"), "offered", named("seller")),
    Transition("accept", named("offered"), "accepted", named("buyer")),
    Transition("decline", named("offered"), "declined", named("buyer", "seller")),
)


def test_a_move_of_the_table_leads_to_its_target() -> None:
    assert QUOTE.target_of("accept", state="offered", role="buyer") == "accepted"


@pytest.mark.parametrize(
    ("action", "state", "role"),
    [("accept", "requested", "buyer"), ("accept", "offered", "seller"), ("fly", "offered", "buyer")],
)
def test_a_move_that_is_not_in_the_table_raises(action: str, state: str, role: str) -> None:
    with pytest.raises(IllegalTransition) as refusal:
        QUOTE.target_of(action, state=state, role=role)
    assert (refusal.value.code, refusal.value.facts) == (
        "illegal_transition",
        {"noun": "Quote", "state": state, "action": action},
    )


def test_what_somebody_may_do_comes_from_the_same_table() -> None:
    assert QUOTE.actions_for(state="offered", role="buyer") == ["accept", "decline"]
    assert QUOTE.actions_for(state="accepted", role="buyer") == []
    assert QUOTE.sources_of("offer") == {"requested", "offered"}
    assert QUOTE.states() == ["offered", "requested", "accepted", "declined"]


def test_a_move_declared_twice_is_a_mistake_of_the_table() -> None:
    with pytest.raises(ValueError, match="accept from offered is declared twice"):
        StateTable(
            "Quote",
            Transition("accept", named("offered"), "accepted", named("buyer")),
            Transition("accept", named("offered"), "declined", named("seller")),
        )
