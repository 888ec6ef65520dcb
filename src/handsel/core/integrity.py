"""A constraint of the database, violated, becomes the refusal that the business has for it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from handsel.core.errors import DomainError


def violated_constraint(violation: IntegrityError) -> str:
    """The name of the constraint that PostgreSQL says was violated; empty when it says none."""
    diagnosis = getattr(violation.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""


@contextmanager
def refusing(refusals: Mapping[str, DomainError]) -> Iterator[None]:
    """Raise the refusal given for a constraint when the block violates it; the transaction stays usable (TX-5)."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as violation:
        refusal = refusals.get(violated_constraint(violation))
        if refusal is None:
            raise
        raise refusal from violation
