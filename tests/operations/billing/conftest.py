"""What must hold after every story of invoices."""

from collections.abc import Iterator

import pytest

from autossa.queries.runs.verify import check_all
from tests.cast.shop import Shop
from tests.store.looking import broken_laws


@pytest.fixture
def all_is_right_afterwards(shop: Shop) -> Iterator[None]:
    """No law is broken, and `verify` finds nothing."""
    yield
    assert broken_laws() == {}
    assert list(check_all()) == []
