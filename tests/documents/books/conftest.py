"""What the exports are tried with: the small world of the pages, in a database of its own."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.cast import world as small_world
from tests.cast.databases import own_copy
from tests.cast.world import World


@pytest.fixture(scope="module")
def world(django_db_blocker: Any) -> Iterator[World]:
    with own_copy(django_db_blocker, small_world.build) as (_, found):
        yield found


@pytest.fixture
def own(world: World) -> Iterator[World]:
    """The world; what the test does to it is taken back."""
    with transaction.atomic():
        yield world
        transaction.set_rollback(True)
