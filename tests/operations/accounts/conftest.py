"""Who is looked at in tests of what is kept about people."""

import pytest

from autossa.store import models
from tests.cast.shop import Shop
from tests.operations.accounts.life import live


@pytest.fixture
def zara(shop: Shop) -> models.User:
    """She has lived."""
    return live(shop)
