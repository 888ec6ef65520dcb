"""Every address of the marketplace, portal by portal."""

from django.urls import include, path

from handsel.config import health

urlpatterns = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("metrics", health.metrics, name="metrics"),
    path("media/<path:name>", health.media, name="media"),
    path("accounts/", include("handsel.config.account_urls")),
    path("api/", include("handsel.api.urls")),
    path("", include("handsel.portals.storefront.urls")),
]

handler400 = "handsel.config.errors.bad_request"
handler403 = "handsel.config.errors.forbidden"
handler404 = "handsel.config.errors.not_found"
handler500 = "handsel.config.errors.server_error"
