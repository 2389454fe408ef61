"""The pages over a small world, built once in a database of its own; pages only read, so tests share it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from autossa.operations import servers
from tests.conftest import own_database
from tests.portal import world as small_world
from tests.portal.world import TODAY, World


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
def client(language: str) -> Client:
    """A visitor whose browser asks for the language."""
    return Client(headers={"accept-language": language})
