"""Addresses of the pages."""

from django.urls import path

from autossa.portal.accounts import urls
from autossa.portal.contracts import urls as contract_urls
from autossa.portal.credits import urls as credit_urls
from autossa.portal.licenses import urls as license_urls
from autossa.portal.organisations import urls as organisation_urls
from autossa.portal.projects import calendar, home
from autossa.portal.projects import urls as project_urls
from autossa.portal.vendor import urls as staff_urls
from autossa.portal.web import help_urls

urlpatterns = [
    path("projects/calendar/", calendar.year, name="calendar"),
    path("language/", home.language, name="language"),
    path("theme.css", home.theme, name="theme"),
    *project_urls.urlpatterns,
    *urls.urlpatterns,
    *organisation_urls.urlpatterns,
    *license_urls.urlpatterns,
    *credit_urls.urlpatterns,
    *contract_urls.urlpatterns,
    *staff_urls.urlpatterns,
    *help_urls.urlpatterns,
]
