"""What the contracts and orders of a project were placed with, as a table."""

from collections.abc import Iterator
from typing import Any

from autossa.documents.tables import Cell
from autossa.queries.vendor.terms.acceptances import COLUMNS


def terms_table(rows: Iterator[dict[str, Any]]) -> Iterator[list[Cell]]:
    """The names of the columns, which are those of the command line: programs read them; then a line a version."""
    yield list(COLUMNS)
    for row in rows:
        yield [row[name] for name in COLUMNS]
