"""What every test may ask for: a database of its own, the shop, the small world."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as shipped
from django.db import transaction

from autossa.domain.runs.caps import Limits
from autossa.workbench import servers
from tests.cast import world as small_world
from tests.cast.databases import Entered, beside, drop_filled, own_copy, own_database
from tests.cast.shop import Shop, open_shop
from tests.cast.world import World

shipped.SECRET_KEY = "only for tests: " + "0123456789" * 5  # the shipped settings have none
SHIPPED_HASHERS = shipped.PASSWORD_HASHERS
shipped.PASSWORD_HASHERS = ["tests.cast.hashing.QuickHasher"]
shipped.CLOCK_LIMIT = None  # days of tests are days of the past and to come
shipped.RUN_LIMITS = Limits(periods=100_000, floor=100_000)  # and months are leapt over
shipped.WEBHOOK_GATEWAY = "autossa.gateways.webhooks.memory.MemoryWebhooks"
shipped.MAIL_GATEWAY, shipped.MAILS_WAIT = "autossa.gateways.mail.files.from_settings", False
shipped.SIGNING_GATEWAY = "autossa.gateways.signing.memory.from_settings"
for _files in ("artifacts", "documents"):  # nothing stays on disk
    shipped.STORAGES[_files] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}


def pytest_sessionfinish() -> None:
    """Nothing that was kept to be copied stays behind."""
    drop_filled()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """One database for all tests of this process that roll back what they do (mark `django_db`)."""
    with own_database(django_db_blocker):
        yield


@pytest.fixture
def database(django_db_blocker: Any) -> Iterator[servers.Addresses]:
    """A database of its own for a test that commits, kills, or looks from several sessions."""
    with own_database(django_db_blocker) as addresses:
        yield addresses


@pytest.fixture(scope="module")
def world(django_db_blocker: Any) -> Iterator[World]:
    """The small world in a database of the file's own; its tests share it."""
    with own_copy(django_db_blocker, small_world.build) as (_, found):
        yield found


@pytest.fixture
def own(world: World) -> Iterator[World]:
    """The world; what the test does to it is taken back."""
    with transaction.atomic():
        yield world
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def opened(django_db_blocker: Any) -> Iterator[tuple[Entered, Shop]]:
    """The shop in a database of its own, opened once a process: to open it takes as long as many a test."""
    with beside(django_db_blocker, open_shop) as found:
        yield found


@pytest.fixture
def shop(db: None, opened: tuple[Entered, Shop]) -> Iterator[Shop]:
    """The vendor's shop with Alice's company and Charlie's; what the test does to it is taken back."""
    entered, found = opened
    with entered():
        yield found


@pytest.fixture(autouse=True)
def _shop_first(request: pytest.FixtureRequest) -> None:
    """The shop is opened before anybody enters it: what was written before would be in the other database."""
    if "shop" in request.fixturenames:
        request.getfixturevalue("shop")


@pytest.fixture
def shop_of_the_command(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, shop: Shop) -> Shop:
    """The shop, in the database that the file's `command` takes for its own."""
    monkeypatch.setattr(request.module.command, "boot_ready", lambda: None)
    return shop


@pytest.fixture
def real_hashing(settings: Any) -> None:
    """Passwords are hashed as the shipped settings say."""
    settings.PASSWORD_HASHERS = SHIPPED_HASHERS


@pytest.fixture
def files_folder(tmp_path: Path, settings: Any) -> Path:
    """Where files of releases are kept in the test, each of at most a megabyte; what is on its way is beside it."""
    folder = tmp_path / "artifacts"
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(folder)}}
    settings.STORAGES = {**settings.STORAGES, "artifacts": storage}
    settings.ARTIFACT_LIMIT, settings.UPLOAD_FOLDER = 1_000_000, str(tmp_path / "uploads")
    return folder
