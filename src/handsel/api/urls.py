"""Everything under `/api/`: the storefront contract of the reference system (`glue`), later our own resources."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [path("", include("handsel.api.glue.urls"))]
