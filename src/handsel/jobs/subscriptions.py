"""Who hears which event: one static table (architecture 2). A receiver takes the event's payload and the time."""

from collections.abc import Mapping, Sequence

from handsel.core.outbox import Receiver

SUBSCRIPTIONS: Mapping[str, Sequence[Receiver]] = {}
