"""A statement that is asked a thousand times a second: prepared once a connection, its one value as text.

psycopg's cursors do the same with four times the processor time: they look at types, at how often a statement was
asked, and wait in a loop that can be interrupted. What is asked here takes a fifth of a millisecond.
"""

from collections.abc import Sequence
from weakref import WeakKeyDictionary

import psycopg
from django.db import connection
from psycopg import errors, pq

_GOOD = (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK)
_prepared: "WeakKeyDictionary[psycopg.Connection, set[bytes]]" = WeakKeyDictionary()


class Prepared:
    """A statement with $1, $2, …; `name` is its name on the server."""

    def __init__(self, name: str, statement: str) -> None:
        self._name, self._statement = name.encode(), statement.encode()

    def one(self, values: Sequence[bytes]) -> str | None:
        """The one column of the one row, None without a row; all are the texts of PostgreSQL. Raises psycopg.Error.

        A connection that broke is made anew, once, unless something else was begun on it.
        """
        try:
            return self._one(values)
        except psycopg.OperationalError:
            if connection.in_atomic_block:
                raise
            connection.close()
            return self._one(values)

    def _one(self, values: Sequence[bytes]) -> str | None:
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
        cell = result.get_value(0, 0) if result.ntuples else None
        return cell.decode() if cell is not None else None


def _check(raw: psycopg.Connection, result: pq.abc.PGresult) -> pq.abc.PGresult:
    if result.status in _GOOD:
        return result
    raise errors.error_from_result(result, encoding=raw.info.encoding)
