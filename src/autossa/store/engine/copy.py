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

from autossa.store.engine.rows import TABLES, columns_of


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


def copy_rows(rows: Sequence[tuple[Any, ...]]) -> None:
    """Append rows of one kind to their table inside the present transaction; nothing happens for no rows.

    Raises Django's errors.
    """
    if not rows:
        return
    kind = type(rows[0])
    names = ", ".join(f'"{column}"' for column in columns_of(kind))
    with connection.wrap_database_errors, connection.cursor() as cursor:  # Django wraps all but COPY by itself
        for value, dumper in _DUMPERS.items():
            cursor.adapters.register_dumper(value, dumper)
        with cursor.copy(f'COPY "{TABLES[kind]}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)


@lru_cache(maxsize=4096)
def _day_text(day: date) -> bytes:
    return str(day).encode()
