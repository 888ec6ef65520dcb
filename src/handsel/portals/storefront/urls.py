"""Addresses of the storefront: store and language first, so that a page can be shared, kept and found."""

from django.urls import URLPattern, URLResolver, path, re_path
from django.urls.converters import register_converter

from handsel.portals.storefront import sessions

app_name = "storefront"
# Other doors of the marketplace are no stores, even where an address below them does not exist.
STORE_NAME = "(?!(?:api|accounts|health|media|metrics|static)/)[A-Za-z0-9_-]{1,20}"


class StoreName:
    regex = STORE_NAME

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class LanguageCode(StoreName):
    regex = "[A-Za-z]{2}"


register_converter(StoreName, "storename")
register_converter(LanguageCode, "languagecode")
INSIDE = "<storename:store>/<languagecode:language>"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", sessions.start, name="start"),
    path("remember", sessions.remember, name="remember"),
    path("act-for", sessions.act_for, name="act-for"),
    # Anything else inside a store gets the error page of that store, in its language.
    re_path(
        f"^(?P<store>{STORE_NAME})/(?P<language>[A-Za-z]{{2}})/(?P<rest>.+)$", sessions.nothing_here, name="nothing"
    ),
]
