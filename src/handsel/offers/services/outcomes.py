"""What became of each row of a bulk operation."""

from dataclasses import dataclass

from handsel.core.errors import DomainError


@dataclass(frozen=True, slots=True)
class Outcome:
    """One offer of a bulk operation: done, or refused and why (OFFER-16)."""

    offer_id: int
    reference: str
    refusal: DomainError | None = None

    @property
    def is_done(self) -> bool:
        return self.refusal is None
