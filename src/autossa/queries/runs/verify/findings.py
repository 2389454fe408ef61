"""A wrong row, and the query that looks for such rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from autossa.queries.runs.safety.sampling import shadowed

PORTION = 2000


@dataclass(frozen=True, slots=True)
class Finding:
    """A row that is not what its history says: its table, its key as text, and what is wrong with it."""

    table: str
    key: str
    wrong: str


def look(table: str, query: str, parameters: Sequence[Any] = ()) -> Iterator[Finding]:
    """One finding for each row of a query that gives a key and a sentence."""
    for key, wrong in rows(query, parameters):
        yield Finding(table, str(key), wrong)


def rows(query: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of a query, fetched in portions from a cursor of the server: memory holds one portion of them."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(*shadowed(query, parameters))
        while portion := cursor.fetchmany(PORTION):
            yield from portion
