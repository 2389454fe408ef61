"""What is long and only read (exports, reports, `verify`): one snapshot, of the replica where there is one.

Pages that must see what was written a moment ago never come here.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TypeVar

import structlog
from django.db import connection, transaction

from autossa.store import replica

T = TypeVar("T")
_log = structlog.get_logger()

# All rows are wanted, not the first ones soon; and who reads for long is not cut off as a page is.
_LONG = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL cursor_tuple_fraction = 1"
_PATIENT = "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0"


def log_unused(why: str) -> None:
    """Why the replica is not read, in the log."""
    _log.warning("replica_unused", why=why)


@contextmanager
def long_read(tell: Callable[[str], None] = log_unused, *, page: bool = False) -> Iterator[None]:
    """All queries inside see one moment, and write nothing; inside a transaction they see that one's.

    `tell` gets a sentence where the replica is not used although there is one. A report on a `page` keeps the limits
    of time that pages have.
    """
    if connection.in_atomic_block:
        yield
        return
    with ExitStack() as stack:
        _choose(stack, tell)
        stack.enter_context(transaction.atomic())
        with connection.cursor() as cursor:
            cursor.execute(_LONG if page else f"{_LONG}; {_PATIENT}")
        yield


def streamed(rows: Iterator[T], tell: Callable[[str], None] = log_unused) -> Iterator[T]:
    """Rows that are made one by one, all in one such snapshot; whoever takes them reads where they did before."""
    if connection.in_atomic_block:
        yield from rows
        return
    usual = replica.in_use()
    with long_read(tell):
        for row in rows:
            with replica.instead(usual):
                yield row


def _choose(stack: ExitStack, tell: Callable[[str], None]) -> None:
    """The replica, if there is one that can be used, until the stack is closed."""
    if not replica.is_named():
        return
    try:
        stack.enter_context(replica.reading_there())
    except replica.ReplicaUnused as error:
        tell(f"{error}; reading the primary instead")
