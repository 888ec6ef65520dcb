from django.utils.translation import gettext_lazy as _

from handsel.core.errors import DomainError


class UnknownFormat(DomainError):
    code, http_status, message = "unknown_format", 404, _("There is no import type {name}. Known types: {known}.")


class FileRefused(DomainError):
    """The file cannot be read at all; nothing of it was checked or applied (IMPORT-17)."""

    code, http_status, message = "file_refused", 422, _("{file}: {reason}")


class FormatNotYours(DomainError):
    code, http_status, message = "format_not_yours", 403, _("Files of type {name} are imported by the operator.")


class ImportIsRunning(DomainError):
    code, message = "import_is_running", _("The same file is being imported right now: {run}.")
