"""Every address of the product. `api_urls` is what the permission matrix walks."""

from django.urls import include, path, re_path

from labelwright.config import health, pages

# The first that fits is taken, and each request tries them in this order: annotators ask most.
api_urls = [
    path("", include("annotation.api.urls")),
    path("", include("labelwright.accounts.api.urls")),
    path("", include("guidelines.api.urls")),
    path("", include("datasets.api.urls")),
    path("", include("datasets.evaluation.api.urls")),
    path("", include("exports.api.urls")),
]

urlpatterns = [
    path("healthz", health.healthz),
    path("api/v1/openapi.json", pages.openapi),
    path("api/v1/", include(api_urls)),
    re_path(r"^api(?:/.*)?$", pages.no_such_api),
    path("unsubscribe", pages.unsubscribe),
    re_path(r"^(?!static/).*$", pages.index),
]

handler400 = "labelwright.config.problems.bad_request"
handler404 = "labelwright.config.problems.not_found"
handler500 = "labelwright.config.problems.server_error"
