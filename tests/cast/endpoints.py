"""Endpoints of which a test replaces what lies behind the check of rights."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from autossa.api.v1.frame.endpoints import Endpoint


@contextmanager
def behind(endpoint: Endpoint, view: Callable[..., Any]) -> Iterator[None]:
    """Something else than its view, until the block ends."""
    own = endpoint.view
    cell = dict(zip(own.__code__.co_freevars, own.__closure__ or (), strict=True))["view"]
    before = cell.cell_contents
    cell.cell_contents = view
    try:
        yield
    finally:
        cell.cell_contents = before
