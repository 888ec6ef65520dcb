"""Where pictures of products, categories and merchants are: in the media folder of this site, never elsewhere."""

from urllib.parse import quote

from django.conf import settings


def picture_url(path: str) -> str:
    """The address of a picture below the media folder; empty for none and for one that lies on another site."""
    if not path or "://" in path or path.startswith(("//", "\\", "data:", "javascript:")):
        return ""
    return path if path.startswith("/") else f"{settings.MEDIA_URL}{quote(path)}"
