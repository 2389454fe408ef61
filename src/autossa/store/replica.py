"""The second server that may answer what is long and only read: whether it can be used, and reading there.

A replica is used only if it is a copy of this very database and not too far behind. `DATABASE_REPLICA_URL` names it.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connections

REPLICA = "replica"
_PATIENCE = 2.0  # seconds that a replica has to arrive where the primary was when somebody asked
_STEP = 0.1
_WHERE = "SELECT current_database(), system_identifier FROM pg_control_system()"
_WRITTEN = "SELECT pg_current_wal_lsn()"
_ARRIVED = "SELECT NOT pg_is_in_recovery() OR pg_last_wal_replay_lsn() >= %s::pg_lsn"
_BEHIND = "SELECT extract(epoch FROM now() - pg_last_xact_replay_timestamp())"


class ReplicaUnused(Exception):
    """Why the primary is read instead, as a sentence."""


def is_named() -> bool:
    """Whether there is a replica at all."""
    return REPLICA in connections.settings


@contextmanager
def reading_there() -> Iterator[None]:
    """Whatever this thread reads meanwhile is read on the replica, by models and by statements alike.

    Raises ReplicaUnused where it is away, of another database, or further behind than `AUTOSSA_REPLICA_BEHIND_SECONDS`.
    """
    connection = connections[REPLICA]
    _check(connection)
    with instead(connection):
        yield


def in_use() -> Any:
    """The connection that this thread's queries go through."""
    return connections["default"]


@contextmanager
def instead(connection: Any) -> Iterator[None]:
    """A connection takes the place of the usual one in this thread."""
    before = connections["default"]
    connections["default"] = connection
    try:
        yield
    finally:
        connections["default"] = before


def _check(connection: Any) -> None:
    primary = connections["default"]
    try:
        there = _one(connection, _WHERE)
    except DatabaseError as error:
        connection.close()
        raise ReplicaUnused(f"the replica cannot be reached: {' '.join(str(error).split())}") from error
    if there != _one(primary, _WHERE):
        raise ReplicaUnused("the replica is not one of this database")
    if (behind := _behind(connection, *_one(primary, _WRITTEN))) > settings.REPLICA_BEHIND:
        raise ReplicaUnused(f"the replica is {behind:.0f} s behind, more than {settings.REPLICA_BEHIND} s")


def _behind(connection: Any, written: str) -> float:
    """Seconds: none as soon as it has everything that was written when it was asked for."""
    until = time.monotonic() + _PATIENCE
    while not _one(connection, _ARRIVED, [written])[0]:
        if time.monotonic() > until:
            (behind,) = _one(connection, _BEHIND)
            return float("inf") if behind is None else max(float(behind), 0.0)
        time.sleep(_STEP)
    return 0.0


def _one(connection: Any, statement: str, parameters: list[Any] | None = None) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found: tuple[Any, ...] = cursor.fetchone()
    return found
