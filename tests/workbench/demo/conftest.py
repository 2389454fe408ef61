"""The demo's tests use databases of the scratch server, as tests do everywhere but beside this folder."""

from collections.abc import Iterator
from typing import Any

import pytest

from autossa.workbench import servers
from tests.cast.databases import own_database


@pytest.fixture
def database(django_db_blocker: Any) -> Iterator[servers.Addresses]:
    """A database of its own with the present schema, in use while the test runs."""
    with own_database(django_db_blocker) as addresses:
        yield addresses
