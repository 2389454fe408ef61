"""What several tests of the store look at."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.cast.databases import own_database
from tests.store.books import Session, fill, sessions


@pytest.fixture(scope="module")
def books(django_db_blocker: Any) -> Iterator[dict[str, Session]]:
    """Sessions of the application, the owner and the superuser on a database with rows in every table."""
    with own_database(django_db_blocker) as addresses:
        fill()
        with sessions(addresses) as opened:
            yield opened
