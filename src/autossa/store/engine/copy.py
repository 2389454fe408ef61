"""COPY: rows into a table, several times quicker than INSERT; every row the engine writes goes this way.

In PostgreSQL's binary form: it spares the server the reading of texts. The bytes are made a column at a time, from
what was seen before: few different days, amounts and words occur in a batch, and an id in several of its tables.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import chain, repeat
from struct import pack
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection

from autossa.store.binary import encoder_of
from autossa.store.engine.rows import TABLES, columns_of

_HEAD, _END = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
_PIECE = 1 << 16


class _Form(NamedTuple):
    """How rows of a kind are copied: by what statement, what each begins with, how each column becomes bytes."""

    statement: str
    begin: bytes
    encoders: tuple[Callable[[Iterable[Any]], Iterable[bytes]], ...]


def copy_rows(rows: Sequence[tuple[Any, ...]], **instead: Iterable[Any]) -> None:
    """Append rows of one kind to their table inside the present transaction; nothing happens for no rows.

    `instead` are whole columns that take the place of what the rows say. Raises Django's errors.
    """
    if not rows:
        return
    form = _form(type(rows[0]))
    values: list[Iterable[Any]] = list(zip(*rows, strict=True))
    for name, column in instead.items():
        values[columns_of(type(rows[0])).index(name)] = column
    columns = [encode(column) for encode, column in zip(form.encoders, values, strict=True)]
    data = b"".join([_HEAD, *chain.from_iterable(zip(repeat(form.begin), *columns, strict=False)), _END])
    with (
        connection.wrap_database_errors,  # Django wraps all but COPY by itself
        connection.cursor() as cursor,
        cursor.copy(form.statement) as copy,
    ):
        for start in range(0, len(data), _PIECE):  # the server is at work on those before
            copy.write(data[start : start + _PIECE])


@cache
def _form(kind: type[tuple[Any, ...]]) -> _Form:
    columns = columns_of(kind)
    names = ", ".join(f'"{column}"' for column in columns)
    types = _types(TABLES[kind])
    statement = f'COPY "{TABLES[kind]}" ({names}) FROM STDIN (FORMAT binary)'
    return _Form(statement, pack(">h", len(columns)), tuple(encoder_of(types[column]) for column in columns))


def _types(table: str) -> dict[str, str]:
    """The PostgreSQL type of each column, as the models say, without its length."""
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    fields = model._meta.concrete_fields
    return {str(field.column): (field.db_type(connection) or "").partition("(")[0] for field in fields}
