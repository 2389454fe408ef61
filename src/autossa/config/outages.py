"""What the log says while the database is away: a sentence a line, no trace that names our own code."""

import sys
from collections.abc import MutableMapping
from typing import Any

import psycopg

from autossa.wording.database_faults import causes, database_fault

# Waited for a lock, cancelled for taking too long, others changed the same rows: where it was is worth knowing.
_BUSY = ("55P03", "57014", "40001", "40P01")


def outages(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A processor of structlog: an error that comes of a database that is away becomes a warning in one sentence."""
    error = _error_of(event.get("exc_info"))
    if error is not None and _is_outage(error):
        del event["exc_info"]
        event["level"] = "warning"
        event["event"] = f"{event['event']}: {database_fault(error)}"
    return event


def _error_of(given: Any) -> BaseException | None:
    """As loggers take it: the error, what `sys.exc_info` returns, or that the present one is meant."""
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        found: BaseException | None = given[1]
        return found
    return sys.exc_info()[1] if given else None


def _is_outage(error: BaseException) -> bool:
    return any(
        isinstance(one, psycopg.OperationalError | psycopg.InterfaceError) and one.sqlstate not in _BUSY
        for one in causes(error)
    )
