"""Addresses for devices, below `handler.PREFIX`; what is not found, and what fails, is a problem too."""

from django.urls import path

from autossa.api.device import checks, files, sessions
from autossa.api.device.endpoint import failed
from autossa.api.device.handler import PREFIX

_AT = PREFIX.removeprefix("/")

urlpatterns = [
    path(f"{_AT}activate", sessions.activate),
    path(f"{_AT}credential", sessions.rotate),
    path(f"{_AT}check", checks.check),
    path(f"{_AT}releases", checks.releases),
    path(f"{_AT}report", sessions.report),
    path(f"{_AT}license-file", files.license_file),
    path(f"{_AT}license-file/confirm", files.confirm),
    path(f"{_AT}manifest", files.manifest),
    path(f"{_AT}artifacts", files.artifacts),
]

handler400 = failed(400, "bad_request", "This request cannot be read.")
handler403 = failed(403, "forbidden", "This is not allowed.")
handler404 = failed(404, "not_found", "There is nothing at this address.")
handler500 = failed(500, "server_error", "Something went wrong here; nothing was done. Try again later.")
