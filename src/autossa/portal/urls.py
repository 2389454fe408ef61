"""Addresses of the pages."""

from django.urls import path

from autossa.portal import (
    account_urls,
    calendars,
    contract_urls,
    credit_urls,
    help_urls,
    license_urls,
    organisation_urls,
    project_urls,
    staff_urls,
    views,
)

urlpatterns = [
    path("projects/calendar/", calendars.year, name="calendar"),
    path("language/", views.language, name="language"),
    path("theme.css", views.theme, name="theme"),
    *project_urls.urlpatterns,
    *account_urls.urlpatterns,
    *organisation_urls.urlpatterns,
    *license_urls.urlpatterns,
    *credit_urls.urlpatterns,
    *contract_urls.urlpatterns,
    *staff_urls.urlpatterns,
    *help_urls.urlpatterns,
]
