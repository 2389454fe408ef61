"""A shop with a customer and partners, as the pages of licenses are opened by each of them."""

from typing import Any

import pytest

from tests.cast.people import People
from tests.cast.shop import Shop, open_shop


@pytest.fixture
def shop() -> Shop:
    return open_shop()


@pytest.fixture
def people(shop: Shop, settings: Any) -> People:
    found = People(shop, settings)
    found.today("2026-01-20")
    return found
