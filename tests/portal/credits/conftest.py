"""The day on which the pages of credits are opened."""

import pytest

from tests.portal.credits.ordering import DAY


@pytest.fixture
def shop_day() -> str:
    return DAY
