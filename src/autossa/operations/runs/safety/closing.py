"""A run's row while it books and when it ends: its figures grow with what is committed, whatever becomes of it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from uuid import UUID

import structlog
from django.db import DatabaseError, InterfaceError, connection

from autossa.operations.context import ActionContext
from autossa.queries.runs.due import count_due
from autossa.queries.runs.safety.outlook import read_ahead
from autossa.store import models

log = structlog.get_logger()
_GROW = """
UPDATE runs SET projects = projects + %s, periods = periods + %s, parked = parked + %s, alive_at = clock_timestamp()
WHERE id = %s
"""
_BREAK = """
UPDATE runs SET state = 'broken', cause = left('It was broken off: ' || %s || '. ' || periods
    || ' periods are booked; the next run books the others.', 500)
WHERE id = %s AND state = 'running'
"""
_MOST_OF_CAUSE = 350


def grow(run: UUID, projects: int, periods: int, parked: int) -> None:
    """Count what a chunk did: last thing in its transaction, so that the row is locked for the commit alone."""
    with connection.cursor() as cursor:
        cursor.execute(_GROW, [projects, periods, parked, run])


@contextmanager
def kept_true(run: UUID) -> Iterator[None]:
    """Where a run breaks its row says so, with the cause; killed, it is closed by a later one (`opening`)."""
    try:
        yield
    except BaseException as error:
        with suppress(DatabaseError, InterfaceError), connection.cursor() as cursor:
            cursor.execute(_BREAK, [_said(error), run])
        log.error("run broken off", run=str(run), error=type(error).__name__)
        raise


def close_run(*, run: UUID, ctx: ActionContext, finished_at: datetime) -> int:
    """It came to its end: how many projects are still due, which others hold. What comes next is counted ahead."""
    unbooked = count_due(ctx.today)
    models.Run.objects.filter(pk=run).update(
        state="finished", finished_at=finished_at, unbooked=unbooked, ahead=read_ahead(ctx.today)
    )
    return unbooked


def _said(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split()).rstrip(".: ")[:_MOST_OF_CAUSE]
