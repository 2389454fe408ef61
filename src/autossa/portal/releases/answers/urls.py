"""Addresses of answers: who may install what."""

from django.urls import path

from autossa.portal.releases.answers import device, download, matrix, standing

_PRJ = "projects/<str:project_id>/releases/"
_DEV = "projects/<str:project_id>/devices/<str:device_id>/releases/"

urlpatterns = [
    path(_PRJ, matrix.overview, name="project_releases"),
    path(f"{_PRJ}files/<str:artifact_id>/", download.for_project, name="download_artifact"),
    path(_DEV, device.overview, name="device_releases"),
    path(f"{_DEV}files/<str:artifact_id>/", download.for_device, name="download_for_device"),
    path("catalogue/releases/<str:release_id>/who/", standing.overview, name="release_standing"),
]
