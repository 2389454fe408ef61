"""COPY: rows as text into a table, several times quicker than INSERT; every row the engine writes goes this way."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def copy_rows(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Append rows to a table inside the present transaction; nothing happens for no rows."""
    if not rows:
        return
    names = ", ".join(f'"{column}"' for column in columns)
    text = "".join(map(_row_text, rows))
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
        copy.write(text)


def _row_text(row: Iterable[Any]) -> str:
    return "\t".join([_TEXTS[type(value)](value) for value in row]) + "\n"


def _list_text(values: list[int] | tuple[int, ...]) -> str:
    return "{" + ",".join(map(str, values)) + "}"


_TEXTS: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: "\\N",
    str: lambda value: value.translate(_ESCAPES) if value.isascii() is False or not value.isalnum() else value,
    int: str,
    bool: lambda value: "t" if value else "f",
    date: date.isoformat,
    datetime: datetime.isoformat,
    UUID: str,
    Decimal: str,
    list: _list_text,
    tuple: _list_text,
    dict: lambda value: json.dumps(value).translate(_ESCAPES),
}
