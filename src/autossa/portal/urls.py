"""Addresses of the pages."""

from django.urls import path

from autossa.portal import (
    account_urls,
    contract_urls,
    credit_urls,
    help_urls,
    license_urls,
    organisation_urls,
    projects,
    staff_urls,
    views,
)

urlpatterns = [
    path("", views.home, name="home"),
    path("projects/<str:project_id>/", projects.overview, name="project"),
    path("language/", views.language, name="language"),
    path("theme.css", views.theme, name="theme"),
    *account_urls.urlpatterns,
    *organisation_urls.urlpatterns,
    *license_urls.urlpatterns,
    *credit_urls.urlpatterns,
    *contract_urls.urlpatterns,
    *staff_urls.urlpatterns,
    *help_urls.urlpatterns,
]
