"""Jobs put into the queue, in the transaction of whoever puts them; tried again, given up, freed, forgotten.

Nothing rests on a job being there once: what it does is claimed, or refused as done, in the transaction that does it.
So no job is kept out by another's `queueing_lock`, which would make people wait for each other, and a retry fail.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from asgiref.sync import async_to_sync
from django.db import DatabaseError, InterfaceError, connection, transaction
from procrastinate import tasks
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.sql import queries
from procrastinate.types import TimeDeltaParams

from autossa.domain.runs.jobs import Priority, Queue
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.store import models

STALLED_AFTER = 30.0  # seconds without a sign of life from a worker: six of its heartbeats
KEPT_HOURS = 30 * 24
_MAX_CAUSE = 300
_ALIVE = ("todo", "doing")
_ENDED = ("succeeded", "failed", "cancelled", "aborted")


class JobNotFound(NotFound):
    """There is no such job that failed or waits."""


class JobAtWork(Invalid):
    """A worker is doing this job at present."""


@dataclass(frozen=True, slots=True)
class Put:
    """A job to put: what is done, in which queue, with what, and before or after what."""

    task: str
    queue: Queue
    args: dict[str, Any] = field(default_factory=dict)
    priority: Priority = Priority.NORMAL
    lock: str | None = None
    seconds: int = 0


def put(job: Put) -> None:
    """Put a job into the queue, in the present transaction; `seconds` is how long it is to wait at least."""
    later: TimeDeltaParams | None = {"seconds": job.seconds} if job.seconds else None
    tasks.configure_task(
        name=job.task, job_manager=app.job_manager, queue=job.queue.value, lock=job.lock,
        priority=job.priority.value, schedule_in=later,
    ).defer(**job.args)  # fmt: skip


def put_all(jobs: Iterable[Put]) -> None:
    """All of them, or none."""
    with transaction.atomic():
        for job in jobs:
            put(job)


def alive(task: str, /, **args: Any) -> int:
    """How many jobs of a task wait or are being done, with these arguments among theirs."""
    return ProcrastinateJob.objects.filter(task_name=task, status__in=_ALIVE, args__contains=args).count()


def waiting(task: str) -> int:
    """How many jobs of a task wait, be it for a later moment."""
    return ProcrastinateJob.objects.filter(task_name=task, status="todo").count()


def has_failed(task: str, /, **args: Any) -> bool:
    """A job of a task with these arguments failed for good, and nobody has dealt with it."""
    return ProcrastinateJob.objects.filter(task_name=task, status="failed", args__contains=args).exists()


def held_by(workers: list[int]) -> list[int]:
    """The jobs that these workers are said to be doing."""
    found = ProcrastinateJob.objects.filter(status="doing", worker__in=workers)
    return list(found.values_list("id", flat=True))


def others_at_work() -> bool:
    """Some worker is doing a job at this moment."""
    return ProcrastinateJob.objects.filter(status="doing").exists()


def note_cause(job: int, error: BaseException, now: datetime) -> None:
    """Keep why a job failed; nothing where the database is what fails."""
    said = " ".join(f"{type(error).__name__}: {error}".split())[:_MAX_CAUSE]
    with suppress(DatabaseError, InterfaceError), transaction.atomic():
        models.JobCause.objects.update_or_create(job=job, defaults={"at": now, "cause": said})


def retry(*, job: int, ctx: ActionContext) -> None:
    """Try a job again at once that failed, or waits to be tried again. Raises JobNotFound, JobAtWork."""
    with transaction.atomic():
        row = _locked(job)
        if row.status == "todo":
            _execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE id = %s", job)
        else:
            free(job)
        record_activity(ctx, "retry_job", details={"job": job, "task": row.task_name})


def cancel(*, job: int, ctx: ActionContext) -> None:
    """Give a job up that failed or waits; what it would have done comes with the next one. As retry."""
    with transaction.atomic():
        row = _locked(job)
        if row.status == "todo":
            app.job_manager.cancel_job_by_id(job, delete_job=True)
        else:
            _execute("DELETE FROM procrastinate_jobs WHERE id = %s", job)
        record_activity(ctx, "cancel_job", details={"job": job, "task": row.task_name})


def free_stalled() -> int:
    """Let others do what workers have that give no sign of life; how many jobs."""
    found = list(async_to_sync(app.job_manager.get_stalled_jobs)(seconds_since_heartbeat=STALLED_AFTER))
    for job in found:
        assert job.id is not None
        free(job.id)
    return len(found)


def free(job: int) -> None:
    """Let a worker do a job that nobody does any more, or that failed; nothing where it came to an end just now."""
    with suppress(ConnectorException):
        try:
            _call("retry_job", job_id=job, retry_at=None, new_priority=None, new_queue_name=None, new_lock=None)
        except UniqueViolation:  # another one of which one may wait does: that is enough
            _call("finish_job", job_id=job, status="failed", delete_job=True)


def forget_old() -> None:
    """Forget jobs that came to an end long ago; those that went well are forgotten at once."""
    _call("delete_old_jobs", nb_hours=KEPT_HOURS, queue=None, statuses=list(_ENDED))


def forget_failed(task: str) -> None:
    """Forget what failed of a task that has gone well since."""
    _execute("DELETE FROM procrastinate_jobs WHERE status = 'failed' AND task_name = %s", task)


def _locked(job: int) -> ProcrastinateJob:
    row: ProcrastinateJob | None = (
        ProcrastinateJob.objects.select_for_update().filter(pk=job, status__in=("todo", "doing", "failed")).first()
    )
    if row is None:
        raise JobNotFound
    if row.status == "doing":
        raise JobAtWork
    return row


def _call(query: str, **given: Any) -> None:
    with transaction.atomic():  # what is refused takes back nothing else
        app.connector.get_sync_connector().execute_query(query=queries[query], **given)


def _execute(statement: str, value: int | str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [value])
