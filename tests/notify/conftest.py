"""A shop whose mails are read."""

import pytest

from tests.notify.post import Post, shop_with_post
from tests.operations.cast import Shop, open_shop


@pytest.fixture
def shop() -> Shop:
    return open_shop()


@pytest.fixture
def post(shop: Shop) -> Post:
    return shop_with_post(shop)
