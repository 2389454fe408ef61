"""A shop with a customer and partners, as the pages of credits are opened by each of them."""

from typing import Any

import pytest

from tests.cast.people import People
from tests.cast.shop import Shop, open_shop
from tests.portal.credits.ordering import DAY


@pytest.fixture
def shop(db: None) -> Shop:
    return open_shop()


@pytest.fixture
def people(shop: Shop, settings: Any) -> People:
    found = People(shop, settings)
    found.today(DAY)
    return found
