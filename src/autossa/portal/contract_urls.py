"""Addresses of contracts: the wizard, the review as the customer sees it, cancelling."""

from django.urls import path

from autossa.portal import projects

_PRJ = "projects/<str:project_id>/"

urlpatterns = [
    path(f"{_PRJ}contracts/", projects.contracts, name="project_contracts"),
]
