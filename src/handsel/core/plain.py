"""Values as JSON keeps them: what histories and the audit trail store of a change."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same facts in JSON's types: decimals as text without trailing zeros, instants and days in ISO form."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return plain(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    return value
