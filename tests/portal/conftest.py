"""The pages over a small world, built once in a database of its own; pages only read, so tests share it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from autossa.domain.rights import Role
from autossa.store import models
from autossa.workbench import servers
from tests.cast import world as small_world
from tests.cast.world import TODAY, World
from tests.conftest import make_person, own_database, sign_in

STAFF = "vera.sand@example.com"


@pytest.fixture(autouse=True)
def demo_settings(settings: Any) -> None:
    """As `autossa demo` on a fixed day, without collected static files."""
    settings.DEMO = True
    settings.TODAY = TODAY.isoformat()
    settings.SECURE_SSL_REDIRECT = False
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]


@pytest.fixture(scope="module")
def shared_database(django_db_blocker: Any) -> Iterator[servers.Addresses]:
    with own_database(django_db_blocker) as addresses:
        yield addresses


@pytest.fixture(scope="module")
def world(shared_database: servers.Addresses) -> World:
    return small_world.build()


@pytest.fixture(params=["en", "de"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def client(world: World, language: str) -> Client:
    """Vendor staff, who sees every project, reading in the language."""
    return signed_in(language)


@pytest.fixture
def visitor(world: World, language: str) -> Client:
    """Nobody, whose browser asks for the language."""
    return Client(headers={"accept-language": language})


def signed_in(language: str = "en") -> Client:
    """A member of the vendor's staff, in the database that is used at present."""
    vendor = models.Organisation.objects.filter(kind="vendor").first()
    if vendor is None:
        vendor = models.Organisation.objects.create(kind="vendor", name="Example Systems", number="V-1")
    found = models.User.objects.filter(email=STAFF).first()
    user = found.id if found else make_person(STAFF, (vendor.id, Role.ADMIN))
    models.User.objects.filter(pk=user).update(language=language)
    return sign_in(Client(headers={"accept-language": language}), user)


@pytest.fixture
def own(world: World) -> Iterator[World]:
    """The world; what the test does to it is taken back."""
    with transaction.atomic():
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def staff(own: World) -> Client:
    return signed_in()
