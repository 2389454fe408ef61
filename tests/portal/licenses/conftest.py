"""The day on which the pages of licenses are opened."""

import pytest


@pytest.fixture
def shop_day() -> str:
    return "2026-01-20"
