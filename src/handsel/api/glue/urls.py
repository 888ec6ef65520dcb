"""The addresses of the storefront contract. Empty parts have answers of their own and are never redirected (API-5)."""

from django.urls import URLPattern, path, re_path, register_converter

from handsel.api.glue import tokens, views
from handsel.api.glue.endpoints import Respond, refuses
from handsel.api.glue.errors import (
    ABSTRACT_MISSING,
    CONCRETE_MISSING,
    ID_MISSING,
    MERCHANT_MISSING,
    NOT_FOUND,
    OFFER_MISSING,
    Problem,
)


class NaturalKey:
    """A SKU or reference. It may hold slashes, which arrive decoded, but neither starts nor ends with one."""

    regex = "[^/](?:.*[^/])?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(NaturalKey, "key")


def missing(address: str, name: str, problem: Problem) -> list[URLPattern]:
    """An address without its id, with and without a slash at its end."""
    view = refuses(problem)
    return [path(address, view, name=f"{name}-missing"), path(f"{address}/", view, name=f"{name}-missing-slash")]


def at(address: str, view: Respond, name: str) -> URLPattern:
    return path(address, view, name=name)


urlpatterns: list[URLPattern] = [
    at("access-tokens", tokens.access_tokens, "access-tokens"),
    at("refresh-tokens", tokens.refresh_tokens, "refresh-tokens"),
    at("refresh-tokens/", tokens.refresh_token_missing, "refresh-token-missing"),
    at("refresh-tokens/<key:token>", tokens.refresh_token, "refresh-token"),
    at("stores", views.store_list, "stores"),
    path("stores/", refuses(ID_MISSING), name="store-missing-slash"),
    at("stores/<key:name>", views.store, "store"),
    *missing("concrete-products", "concrete-product", CONCRETE_MISSING),
    path("concrete-products//product-offers", refuses(CONCRETE_MISSING), name="concrete-product-offers-missing"),
    at("concrete-products/<key:sku>/product-offers", views.offers_of_concrete_product, "concrete-product-offers"),
    at("concrete-products/<key:sku>", views.concrete_product, "concrete-product"),
    *missing("product-offers", "product-offer", OFFER_MISSING),
    path("product-offers//product-offer-prices", refuses(OFFER_MISSING), name="product-offer-prices-missing"),
    path(
        "product-offers//product-offer-availabilities",
        refuses(OFFER_MISSING),
        name="product-offer-availabilities-missing",
    ),
    at("product-offers/<key:reference>/product-offer-prices", views.product_offer_prices, "product-offer-prices"),
    at(
        "product-offers/<key:reference>/product-offer-availabilities",
        views.product_offer_availabilities,
        "product-offer-availabilities",
    ),
    at("product-offers/<key:reference>", views.product_offer, "product-offer"),
    *missing("abstract-products", "abstract-product", ABSTRACT_MISSING),
    at("abstract-products/<key:sku>", views.abstract_product, "abstract-product"),
    at("merchants", views.merchant_list, "merchants"),
    path("merchants/", refuses(MERCHANT_MISSING), name="merchant-missing-slash"),
    path("merchants//merchant-addresses", refuses(MERCHANT_MISSING), name="merchant-addresses-missing"),
    path("merchants//merchant-opening-hours", refuses(MERCHANT_MISSING), name="merchant-opening-hours-missing"),
    at("merchants/<key:reference>/merchant-addresses", views.merchant_addresses, "merchant-addresses"),
    at("merchants/<key:reference>/merchant-opening-hours", views.merchant_opening_hours, "merchant-opening-hours"),
    at("merchants/<key:reference>", views.merchant, "merchant"),
    re_path(r"^.*$", refuses(NOT_FOUND), name="nothing"),
]
