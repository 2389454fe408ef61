"""What tests of pages ask for: a small world to read in, or the shop with its people to act in.

Each file has a copy of the world, in a database of its own; pages only read, so its tests share it.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, override_settings

from autossa.workbench import servers
from tests.cast.databases import own_database
from tests.cast.people import People
from tests.cast.shop import Shop
from tests.cast.world import TODAY, World
from tests.portal import walking
from tests.portal.staff import as_staff


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
def stage(shared_database: servers.Addresses) -> Iterator[walking.Stage]:
    """Everybody who could come, for walks over all addresses; with a gateway of cards, as far as pages tell."""
    with override_settings(CARD_GATEWAY="autossa.workbench.cards.fake.FakeCards"):
        yield walking.build()


@pytest.fixture(params=["en", "de"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def client(world: World, language: str) -> Client:
    """Vendor staff, who sees every project, reading in the language."""
    return as_staff(language)


@pytest.fixture
def visitor(world: World, language: str) -> Client:
    """Nobody, whose browser asks for the language."""
    return Client(headers={"accept-language": language})


@pytest.fixture
def staff(own: World) -> Client:
    return as_staff()


# ---------------------------------------------------------------- the shop and its people


@pytest.fixture
def people(shop: Shop, settings: Any) -> People:
    """The people of the shop, on a day of its first weeks; each comes when a test asks for them."""
    found = People(shop, settings)
    found.today("2026-01-20")
    return found


@pytest.fixture
def team(people: People) -> People:
    """The people of the shop, all of whom have come, on the day of the small world."""
    people.today(TODAY.isoformat())
    people.all_come()
    return people
