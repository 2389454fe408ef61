"""Addresses of devices and their license files."""

from django.urls import path

from autossa.portal.devices import checks, exchange, files

_FILES = "projects/<str:project_id>/license-files/"

urlpatterns = [
    path(_FILES, files.overview, name="project_license_files"),
    path(f"{_FILES}issue/", files.issue, name="issue_license_file"),
    path(f"{_FILES}exchange/", exchange.exchange, name="offline_exchange"),
    path(f"{_FILES}<str:file_id>/", files.show, name="license_file"),
    path(f"{_FILES}<str:file_id>/download/", files.download, name="download_license_file"),
    path(f"{_FILES}<str:file_id>/qr.svg", files.qr_code, name="license_file_qr"),
    # ---- for staff
    path("staff/license-files/check/", checks.check, name="check_license_file"),
    path("staff/license-files/overdue/", checks.overdue, name="overdue_devices"),
    # ---- for everybody
    path(".well-known/autossa-jwks.json", files.published_keys, name="published_keys"),
]
