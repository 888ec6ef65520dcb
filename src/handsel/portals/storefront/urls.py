"""Addresses of the storefront: store and language first, so that a page can be shared, kept and found."""

from django.urls import URLPattern, URLResolver, path, re_path
from django.urls.converters import register_converter

from handsel.portals.storefront import categories, home, merchants, products, search, sessions

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
    path(f"{INSIDE}/", home.show_home, name="home"),
    path(f"{INSIDE}/categories/<path:key>/", categories.show_category, name="category"),
    path(f"{INSIDE}/search", search.show_results, name="search"),
    path(f"{INSIDE}/products/<path:sku>", products.show_product, name="product"),
    path(f"{INSIDE}/merchants/", merchants.show_merchants, name="merchants"),
    path(f"{INSIDE}/merchants/<path:reference>", merchants.show_merchant, name="merchant"),
    # Anything else inside a store gets the error page of that store, in its language.
    re_path(
        f"^(?P<store>{STORE_NAME})/(?P<language>[A-Za-z]{{2}})/(?P<rest>.+)$", sessions.nothing_here, name="nothing"
    ),
]
