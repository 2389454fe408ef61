"""Jobs of the queues: which failed, and why; which wait, and which are being done."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from procrastinate.contrib.django.models import ProcrastinateJob

from autossa.domain.runs.jobs import CHUNK, CLOSE, DAILY_RUN, DAY, NIGHT
from autossa.queries.errors import Unknown
from autossa.store import models

MOST = 500
FAILED, AGAIN, WAITS, AT_WORK = "failed", "again", "waits", "at_work"


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job: what it does (`of` is its task of the timetable), how it stands, why it failed the last time.

    `state`: failed for good; again, that is, it failed and waits for `next_try`; waits; at_work.
    """

    id: int
    queue: str
    task: str
    of: str
    args: dict[str, object]
    state: str
    attempts: int
    next_try: datetime | None
    failed_at: datetime | None
    cause: str

    @property
    def what(self) -> str:
        """Its task of the timetable, or its kind where it has none."""
        return self.of or self.task


def all_jobs(limit: int = MOST) -> tuple[JobRow, ...]:
    """The jobs that failed, wait or are being done, newest first."""
    return _read(Q(status__in=("failed", "doing", "todo")), limit)


def troubled_jobs(limit: int = MOST) -> tuple[JobRow, ...]:
    """The jobs that failed, be it that they are tried again, newest first."""
    causes = models.JobCause.objects.values("job")
    return _read(Q(status="failed") | Q(status="todo", attempts__gt=0, id__in=causes), limit)


def find_job(text: str) -> int:
    """A job by its number. Raises Unknown."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Unknown(f"`{text}` is not the number of a job")
    return int(text)


def _read(which: Q, limit: int) -> tuple[JobRow, ...]:
    found = list(ProcrastinateJob.objects.filter(which).order_by("-id")[:limit])
    causes = {row.job: row for row in models.JobCause.objects.filter(job__in=[job.id for job in found])}
    return tuple(_row(job, causes.get(job.id)) for job in found)


def _row(job: ProcrastinateJob, cause: models.JobCause | None) -> JobRow:
    return JobRow(
        id=job.id,
        queue=job.queue_name,
        task=job.task_name,
        of=DAILY_RUN if job.task_name in (NIGHT, CHUNK, CLOSE) else job.args["task"] if job.task_name == DAY else "",
        args=job.args,
        state=_state(job, cause),
        attempts=job.attempts,
        next_try=job.scheduled_at if job.status == "todo" else None,
        failed_at=cause.at if cause else None,
        cause=cause.cause if cause else "",
    )


def _state(job: ProcrastinateJob, cause: models.JobCause | None) -> str:
    if job.status == "todo":
        return AGAIN if cause else WAITS
    return AT_WORK if job.status == "doing" else FAILED
