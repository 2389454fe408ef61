"""Addresses of licenses."""

from django.urls import path

from autossa.portal import projects

_PRJ = "projects/<str:project_id>/"

urlpatterns = [
    path(f"{_PRJ}licenses/", projects.licenses, name="project_licenses"),
]
