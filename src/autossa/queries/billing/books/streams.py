"""Rows of a statement from a cursor of the server, so that a million of them take no room here."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import connection

_PORTION = 5000
_ALL_ROWS = "SET LOCAL cursor_tuple_fraction = 1; SET LOCAL work_mem = '64MB'"


def plan_for_all_rows() -> None:
    """For the rest of the transaction: cursors are read to their end, so the quickest plan for the first tenth of the
    rows, which the planner takes otherwise, is the wrong one; and what does not fit into memory takes twice as long."""
    with connection.cursor() as cursor:
        cursor.execute(_ALL_ROWS)


def stream(statement: str, parameters: Mapping[str, Any] | None = None) -> Iterator[tuple[Any, ...]]:
    """The rows, fetched in portions; inside a transaction, whose snapshot they are of."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, parameters or {})
        while portion := cursor.fetchmany(_PORTION):
            yield from portion
