"""Reading the body of a request: its shape first, then its fields, each problem named (contract, Field validation)."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.request import UnreadablePostError

from handsel.api.glue.errors import INVALID_BODY, INVALID_FIELD, INVALID_TYPE, Refused

MISSING = "This field is missing."
BLANK = "This value should not be blank."
NOT_TEXT = "This value should be of type string."
TOO_LONG = "This value is too long. It should have {limit} characters or less."
UNREADABLE = "This value holds characters that cannot be read."


def attributes_of(request: HttpRequest, resource_type: str) -> Mapping[str, Any]:
    """The attributes of the one resource that was sent. Raises Refused for a body of another shape or type."""
    try:
        document = json.loads(request.body)
    except (ValueError, RecursionError, UnreadablePostError, RequestDataTooBig):
        raise Refused(INVALID_BODY) from None
    data = document.get("data") if isinstance(document, dict) else None
    if not isinstance(data, dict) or "type" not in data:
        raise Refused(INVALID_BODY)
    if data["type"] != resource_type:
        raise Refused(INVALID_TYPE)
    attributes = data.get("attributes", {})
    if not isinstance(attributes, dict):
        raise Refused(INVALID_BODY)
    return attributes


def texts_of(attributes: Mapping[str, Any], names: Sequence[str], *, limit: int = 255) -> list[str]:
    """Required texts, in the order of their names. Raises Refused with every problem (422, code 901)."""
    problems = [
        INVALID_FIELD.about(path=name, text=problem) for name in names if (problem := _problem(attributes, name, limit))
    ]
    if problems:
        raise Refused(*problems)
    return [attributes[name] for name in names]


def _problem(attributes: Mapping[str, Any], name: str, limit: int) -> str:
    if name not in attributes:
        return MISSING
    value = attributes[name]
    if value is None or value == "":
        return BLANK
    if not isinstance(value, str):
        return NOT_TEXT
    if len(value) > limit:
        return TOO_LONG.format(limit=limit)
    return UNREADABLE if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value) else ""
