"""Licenses have prices; and whatever was done, everything adds up."""

from collections.abc import Iterator

import pytest

from autossa.queries.runs.verify import check_all
from tests.cast.shop import Shop
from tests.cast.sold import sell


@pytest.fixture(autouse=True)
def _prices(shop: Shop) -> Iterator[None]:
    sell(shop)
    yield
    assert list(check_all()) == []
