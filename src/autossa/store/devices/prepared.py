"""A statement that is asked a thousand times a second: prepared once a connection, its one row as texts.

psycopg's cursors do the same with four times the processor time: they look at types, at how often a statement was
asked, and wait in a loop that can be interrupted. What is asked here takes a fifth of a millisecond.
"""

from collections.abc import Sequence
from weakref import WeakKeyDictionary

import psycopg
from django.db import connection
from psycopg import errors, pq

Row = list[str | None]

_GOOD = (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK)
_prepared: "WeakKeyDictionary[psycopg.Connection, set[bytes]]" = WeakKeyDictionary()


class Prepared:
    """A statement with $1, $2, …; `name` is its name on the server."""

    def __init__(self, name: str, statement: str) -> None:
        self._name, self._statement = name.encode(), statement.encode()

    def one(self, values: Sequence[bytes]) -> Row | None:
        """The one row, None without any; values are the texts of PostgreSQL. Raises psycopg.Error.

        A connection that broke is made anew, once, unless something else was begun on it.
        """
        try:
            return self._one(values)
        except psycopg.OperationalError:
            if connection.in_atomic_block:
                raise
            connection.close()
            return self._one(values)

    def _one(self, values: Sequence[bytes]) -> Row | None:
        connection.ensure_connection()
        raw: psycopg.Connection = connection.connection
        known = _prepared.setdefault(raw, set())
        try:
            if self._name not in known:
                _check(raw, raw.pgconn.prepare(self._name, self._statement))
                known.add(self._name)
            result = _check(raw, raw.pgconn.exec_prepared(self._name, values))
        except psycopg.errors.InvalidSqlStatementName:  # whoever pools connections has forgotten it
            known.discard(self._name)
            raise psycopg.OperationalError("the prepared statement is gone") from None
        if not result.ntuples:
            return None
        cells = (result.get_value(0, column) for column in range(result.nfields))
        return [None if cell is None else cell.decode() for cell in cells]


def _check(raw: psycopg.Connection, result: pq.abc.PGresult) -> pq.abc.PGresult:
    if result.status in _GOOD:
        return result
    raise errors.error_from_result(result, encoding=raw.info.encoding)
