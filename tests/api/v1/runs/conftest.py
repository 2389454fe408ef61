"""Who looks after runs."""

import pytest

from autossa.domain.rights import Role
from tests.api.v1.conftest import Tokens
from tests.cast.shop import Shop


@pytest.fixture
def finance(shop: Shop, token: Tokens) -> str:
    """The secret of somebody of the vendor's finance."""
    return token(organisation=shop.vendor, role=Role.FINANCE)
