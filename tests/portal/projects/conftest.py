"""Who looks at projects."""

import pytest
from django.test import Client

from tests.cast.world import World
from tests.portal.staff import as_staff


@pytest.fixture
def staff(world: World) -> Client:
    """Of the vendor, who only reads: nothing is taken back."""
    return as_staff()
