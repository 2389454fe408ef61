"""No security log while a demo or a scenario plays: nobody did what it would tell an auditor."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unaudited() -> Iterator[None]:
    """Keep the lines off stderr, where they would hide what is said to the person at the terminal."""
    log = logging.getLogger("autossa.security")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)
