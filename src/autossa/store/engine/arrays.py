"""Arrays as one parameter: psycopg would look at every element of a list, which takes longer than the query."""

from collections.abc import Iterable
from typing import Any

_EMPTY = '""'


def array_text(values: Iterable[Any]) -> str:
    """An array of ids, numbers, days, plain words or empty texts, to be cast by the statement: `%s::uuid[]`."""
    return f"{{{','.join(['NULL' if value is None else str(value) or _EMPTY for value in values])}}}"
