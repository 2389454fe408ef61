"""A day on which the shop is open, for the pages of limits."""

import pytest


@pytest.fixture
def shop_day() -> str:
    return "2026-01-20"
