"""Addresses of answers: who may install what."""

from django.urls import path

from autossa.portal.releases.answers import device, matrix, standing

urlpatterns = [
    path("projects/<str:project_id>/releases/", matrix.overview, name="project_releases"),
    path("projects/<str:project_id>/devices/<str:device_id>/releases/", device.overview, name="device_releases"),
    path("catalogue/releases/<str:release_id>/who/", standing.overview, name="release_standing"),
]
