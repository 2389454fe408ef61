"""COPY: rows into a table, several times quicker than INSERT; every row the engine writes goes this way.

psycopg formats a row and sends it while PostgreSQL is at work on those before. Rows of the daily run hold ids and
numerics as text already (`ids.new_id_text`, `exact.numeric_text`): formatting them anew would cost more than all else.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from psycopg.adapt import Dumper


class _DayDumper(Dumper):
    """Days and moments: few different ones occur in a batch."""

    def dump(self, obj: date) -> bytes:
        return _day_text(obj)


class _ArrayDumper(Dumper):
    """Integers as an array; psycopg's own way looks at each one's size first."""

    def dump(self, obj: Sequence[int]) -> bytes:
        return f"{{{','.join(map(str, obj))}}}".encode()


class _JsonDumper(Dumper):
    def dump(self, obj: dict[str, Any]) -> bytes:
        return json.dumps(obj).encode()


_DUMPERS: dict[type, type[Dumper]] = {
    date: _DayDumper,
    datetime: _DayDumper,
    list: _ArrayDumper,
    tuple: _ArrayDumper,
    dict: _JsonDumper,
}


def copy_rows(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Append rows to a table inside the present transaction; nothing happens for no rows. Raises Django's errors."""
    if not rows:
        return
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.wrap_database_errors, connection.cursor() as cursor:  # Django wraps all but COPY by itself
        for kind, dumper in _DUMPERS.items():
            cursor.adapters.register_dumper(kind, dumper)
        with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)


@lru_cache(maxsize=4096)
def _day_text(day: date) -> bytes:
    return str(day).encode()
