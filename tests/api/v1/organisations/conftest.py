"""Where Alice's company is, for programs."""

import pytest

from autossa.store.ids import public_id
from tests.cast.shop import Shop


@pytest.fixture
def alices(shop: Shop) -> str:
    return f"organisations/{public_id('org', shop.alice)}"
