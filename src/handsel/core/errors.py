"""Expected refusals: a code for machines, facts for messages, a status for HTTP (example 4)."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """The base of every refusal that is part of the business. Subclasses set code, status and message."""

    code: ClassVar[str] = "refused"
    http_status: ClassVar[int] = 409
    message: ClassVar[str | Promise] = _("The operation was refused.")

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(str(self.message).format(**facts))


class NotAllowed(DomainError):
    code, http_status, message = "not_allowed", 403, _("You do not have the right to do this: {right}.")


class NotFound(DomainError):
    code, http_status, message = "not_found", 404, _("{what} was not found.")


class IllegalTransition(DomainError):
    code, message = "illegal_transition", _("{noun} is {state}; {action} is not possible now.")


class InvalidValue(DomainError):
    """A field's value is refused; `field` names it, `reason` says why."""

    code, http_status, message = "invalid_value", 422, _("{field}: {reason}")


class CurrencyMismatch(DomainError):
    code, http_status, message = "currency_mismatch", 422, _("{left} and {right} cannot be added.")


class StaleVersion(DomainError):
    code, message = "stale_version", _("Somebody changed {what} in the meantime.")
