"""A program of an administrator of the vendor."""

import pytest

from autossa.domain.rights import Role
from tests.api.v1.conftest import Tokens
from tests.cast.shop import Shop


@pytest.fixture
def admin(shop: Shop, token: Tokens) -> str:
    return token(organisation=shop.vendor, role=Role.ADMIN)
