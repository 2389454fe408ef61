"""Log-in over a database of its own for each test: what commits there is seen by all sessions, as for real."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from autossa.domain.rights import Role
from autossa.operations.organisations import create
from autossa.operations.vendor.schema import set_first_policy
from autossa.store import models
from tests.cast.databases import own_copy
from tests.cast.people import PASSWORD, make_person
from tests.portal.accounts.entering import BY, Cast


@pytest.fixture(autouse=True)
def plain_settings(settings: Any) -> None:
    """As in production, over plain HTTP and without collected static files."""
    settings.DEMO = False
    settings.SECURE_SSL_REDIRECT = False
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.BASE_URL = "https://portal.example"
    settings.VENDOR_NAME = "Example Systems"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]


@pytest.fixture
def cast(django_db_blocker: Any) -> Iterator[Cast]:
    with own_copy(django_db_blocker, everybody) as (_, found):
        yield found


def everybody() -> Cast:
    """The cast, in an empty database."""
    set_first_policy(BY)
    vendor = create.create(kind="vendor", name="Example Systems", number="V-1", ctx=BY)
    partner = create.create(kind="partner", name="Paul's Phones", number="P-1", ctx=BY)
    customer = create.create(kind="customer", name="Alice Ltd", number="C-1", ctx=BY)
    people = (
        make_person("vera@vendor.example", (vendor, Role.SUPPORT), factor=False),
        make_person("paul@partner.example", (partner, Role.OWNER), factor=False),
        make_person("alice@customer.example", (customer, Role.OWNER), factor=False),
        make_person("bob@customer.example", (customer, Role.VIEWER), factor=False),
    )
    models.User.objects.update(password=make_password(PASSWORD))
    return Cast(vendor, partner, customer, *people)


@pytest.fixture
def hashed_cast(cast: Cast, real_hashing: None) -> Cast:
    """The cast, with passwords as production hashes them, and so will what the test hashes."""
    models.User.objects.update(password=make_password(PASSWORD))
    return cast


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"accept-language": "en"})
