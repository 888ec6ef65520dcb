"""Ids: opaque, prefixed, time-ordered public ids, and 15-digit UIDs with a check digit (ID rules)."""

import secrets

from uuid_utils import uuid7

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
UID_LENGTH = 15


def public_id(prefix: str) -> str:
    """A new public id such as `org_01hv...`: 26 characters of base 32 behind the prefix, ordered by time."""
    number = uuid7().int
    digits = []
    for _ in range(26):
        digits.append(ALPHABET[number & 31])
        number >>= 5
    return f"{prefix}_{''.join(reversed(digits))}"


def luhn_digit(digits: str) -> str:
    """The Luhn check digit of a string of digits."""
    total = 0
    for position, character in enumerate(reversed(digits)):
        value = int(character)
        if position % 2 == 0:
            value = value * 2 - 9 if value > 4 else value * 2
        total += value
    return str(-total % 10)


def new_uid() -> str:
    """A random UID: 15 digits, the first not zero, the last a check digit. Uniqueness is the database's."""
    body = str(secrets.randbelow(9) + 1) + "".join(str(secrets.randbelow(10)) for _ in range(UID_LENGTH - 2))
    return body + luhn_digit(body)


def is_uid(text: str) -> bool:
    """Whether `text` is a well-formed UID: 15 ASCII digits with a right check digit."""
    return len(text) == UID_LENGTH and text.isascii() and text.isdigit() and luhn_digit(text[:-1]) == text[-1]
