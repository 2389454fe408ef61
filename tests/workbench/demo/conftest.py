"""The demo's tests use databases of the scratch server, as tests do everywhere but beside this folder."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from autossa.operations.context import SYSTEM, ActionContext
from autossa.workbench import demo, servers
from tests.cast.databases import own_copy, own_database

TODAY = date(2026, 11, 29)
NOW = datetime(2026, 11, 29, 2, tzinfo=UTC)  # at night: nothing of the last day has happened yet


@pytest.fixture
def database(django_db_blocker: Any) -> Iterator[servers.Addresses]:
    """A database of its own with the present schema, in use while the test runs."""
    with own_database(django_db_blocker) as addresses:
        yield addresses


@pytest.fixture(scope="module")
def loaded(django_db_blocker: Any) -> Iterator[None]:
    """The demo in a database of the file's own; its tests only look."""
    with own_copy(django_db_blocker, _load):
        yield


def _load() -> None:
    demo.load(ActionContext(SYSTEM, TODAY, NOW))
