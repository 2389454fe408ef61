"""Addresses: the portal's pages."""

from django.urls import include, path

urlpatterns = [
    path("", include("autossa.portal.urls")),
]

handler400 = "autossa.portal.problems.bad_request"
handler403 = "autossa.portal.problems.forbidden"
handler404 = "autossa.portal.problems.not_found"
handler500 = "autossa.portal.problems.server_error"
handler429 = "autossa.portal.accounts.too_many"
