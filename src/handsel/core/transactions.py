"""Two kinds of operation: a command opens the transaction, a step requires one (architecture 3 and 7)."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import connection, transaction

P = ParamSpec("P")
R = TypeVar("R")


def command(operation: Callable[P, R]) -> Callable[P, R]:
    """Run `operation` in one durable transaction of its own. Commands cannot call commands."""

    @wraps(operation)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic(durable=True):
            return operation(*args, **kwargs)

    return run


def step(operation: Callable[P, R]) -> Callable[P, R]:
    """Refuse to run `operation` outside a transaction."""

    @wraps(operation)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        require_transaction()
        return operation(*args, **kwargs)

    return run


def require_transaction() -> None:
    """Raise TransactionManagementError when no transaction is open."""
    if not connection.in_atomic_block:
        message = "This step needs an open transaction."
        raise transaction.TransactionManagementError(message)
