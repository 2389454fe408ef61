"""What the schedule has done for which day, and who may do it now: a row a task, and a lock of the database."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection

from autossa.store import models

PAUSE_AFTER_FAILURE = timedelta(minutes=10)
_LOCKS = 0x55A  # tells these advisory locks from any others
_SIGNED = 1 << 31
_MAX_ERROR = 300
_HELD_BY_OTHERS = """
SELECT EXISTS (
    SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database
    WHERE l.locktype = 'advisory' AND l.granted AND l.classid = %s AND l.pid <> pg_backend_pid()
    AND d.datname = current_database()
)
"""


@dataclass(frozen=True, slots=True)
class TaskState:
    """The last day a task was done for and when that was; its failure, if that came later."""

    task: str
    done_for: date | None = None
    done_at: datetime | None = None
    failed_at: datetime | None = None
    last_error: str = ""

    def is_due(self, day: date, now: datetime) -> bool:
        """Not done for the day yet, and not failed just now."""
        if self.done_for is not None and self.done_for >= day:
            return False
        return self.failed_at is None or now >= self.failed_at + PAUSE_AFTER_FAILURE


def states() -> dict[str, TaskState]:
    """What is known of every task that was ever done or failed, by its name."""
    rows = models.ScheduledTask.objects.all()
    return {row.task: TaskState(row.task, row.done_for, row.done_at, row.failed_at, row.last_error) for row in rows}


def others_at_work() -> bool:
    """Another process holds the lock of a task at this moment."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD_BY_OTHERS, [_LOCKS])
        return bool(cursor.fetchone()[0])


@contextmanager
def lock(task: str) -> Iterator[bool]:
    """True for one process at a time, until the block ends or its connection does; others do not wait."""
    key = zlib.crc32(task.encode()) - _SIGNED
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCKS, key])
        (acquired,) = cursor.fetchone()
    try:
        yield acquired
    finally:
        if acquired and connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCKS, key])


def finish(task: str, day: date, now: datetime) -> None:
    """The task is done for the day."""
    done = {"done_for": day, "done_at": now, "failed_at": None, "last_error": ""}
    models.ScheduledTask.objects.update_or_create(task=task, defaults=done)


def fail(task: str, error: Exception, now: datetime) -> None:
    """The task failed; it is tried again after a pause."""
    said = " ".join(f"{type(error).__name__}: {error}".split())[:_MAX_ERROR]
    models.ScheduledTask.objects.update_or_create(task=task, defaults={"failed_at": now, "last_error": said})


def again(task: str, day: date) -> None:
    """Let a worker do the task of the day once more, at its next look."""
    values = {"done_for": day - timedelta(days=1), "failed_at": None}
    models.ScheduledTask.objects.update_or_create(task=task, defaults=values)
