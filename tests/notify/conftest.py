"""A shop whose mails are read."""

import pytest

from tests.cast.shop import Shop
from tests.notify.post import Post, shop_with_post


@pytest.fixture
def post(shop: Shop) -> Post:
    return shop_with_post(shop)
