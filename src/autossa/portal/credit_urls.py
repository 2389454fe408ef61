"""Addresses of credits and invoices."""

from django.urls import path

from autossa.portal import projects

_PRJ = "projects/<str:project_id>/"

urlpatterns = [
    path(f"{_PRJ}credits/", projects.credits, name="project_credits"),
    path(f"{_PRJ}invoices/", projects.invoices, name="project_invoices"),
]
