"""Everything under `/api/`: the storefront contract of the reference system (`glue`), later our own resources."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
