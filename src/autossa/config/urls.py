"""Addresses: the portal's pages."""

from django.urls import include, path

urlpatterns = [
    path("", include("autossa.portal.urls")),
]

handler400 = "autossa.portal.web.error_pages.bad_request"
handler403 = "autossa.portal.web.error_pages.forbidden"
handler404 = "autossa.portal.web.error_pages.not_found"
handler500 = "autossa.portal.web.error_pages.server_error"
handler429 = "autossa.portal.accounts.log_in.too_many"
