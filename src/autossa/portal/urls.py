"""Addresses of the pages, area by area."""

from django.urls import path

from autossa.portal.accounts import urls as accounts
from autossa.portal.accounts.programs import urls as programs
from autossa.portal.billing import urls as billing
from autossa.portal.billing.checkouts import urls as checkouts
from autossa.portal.billing.dunning import urls as dunning
from autossa.portal.contracts import urls as contracts
from autossa.portal.credits import urls as credits
from autossa.portal.devices import urls as devices
from autossa.portal.licenses import urls as licenses
from autossa.portal.orders import urls as orders
from autossa.portal.organisations import urls as organisations
from autossa.portal.projects import home
from autossa.portal.projects import urls as projects
from autossa.portal.releases import urls as releases
from autossa.portal.releases.answers import urls as answers
from autossa.portal.runs import urls as runs
from autossa.portal.vendor import urls as vendor
from autossa.portal.web import urls as web

_AREAS = (
    projects,
    accounts,
    programs,
    organisations,
    billing,
    checkouts,
    dunning,
    licenses,
    devices,
    credits,
    contracts,
    orders,
    releases,
    answers,
    runs,
    vendor,
    web,
)

urlpatterns = [
    path("language/", home.language, name="language"),
    path("theme.css", home.theme, name="theme"),
    *(pattern for area in _AREAS for pattern in area.urlpatterns),
]
