"""Small things about text that several resources need."""

from urllib.parse import quote


def segment(name: str) -> str:
    """A reference or SKU as one part of an address."""
    return quote(name, safe="")


def names(text: str) -> frozenset[str]:
    """The names in a text, parted by blanks."""
    return frozenset(text.split())
