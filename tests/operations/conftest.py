"""Who asks for use cases."""

import pytest

from autossa.store import models
from tests.cast.members import member
from tests.cast.shop import Shop


@pytest.fixture
def alice(shop: Shop) -> models.User:
    return member(shop.alice, "alice@example.com", "owner")
