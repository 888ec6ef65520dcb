"""Small things about text that several resources need."""

from urllib.parse import quote

from django.conf import settings


def segment(name: str) -> str:
    """A reference or SKU as one part of an address."""
    return quote(name, safe="")


def picture(path: str, host: str) -> str | None:
    """The absolute address of a picture: in this site's media folder or where its owner keeps it; null for none."""
    if not path or path.startswith(("https://", "http://")):
        return path or None
    if ":" in path or path.startswith(("//", "\\")):
        return None
    return f"{host}{path}" if path.startswith("/") else f"{host}{settings.MEDIA_URL}{quote(path)}"


def names(text: str) -> frozenset[str]:
    """The names in a text, parted by blanks."""
    return frozenset(text.split())
