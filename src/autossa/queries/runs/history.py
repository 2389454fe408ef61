"""What the daily runs did, what is parked, which messages are stuck, and when each task was done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from autossa.queries.runs.due import row_of
from autossa.queries.runs.jobs import JobRow, troubled_jobs
from autossa.store import models

MAX_RUNS, PAGE, MAX_MAILS, MAX_TASKS = 14, 50, 20, 200


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run; `seconds` is None for one that was broken off or goes on.

    `figures` are what it was checked against before (`operations.runs.safety.opening`); `asks` one that waits.
    """

    id: str
    day: date
    started_at: datetime
    seconds: float | None
    projects: int
    periods: int
    parked: int
    state: str = "finished"
    cause: str = ""
    reason: str = ""
    unbooked: int = 0
    checked: int = 0
    findings: int = 0
    figures: Mapping[str, Any] = field(default_factory=dict)
    asks: bool = False


@dataclass(frozen=True, slots=True)
class ParkedRow:
    """A project set aside, with its cause, until somebody tries it again."""

    id: str
    name: str
    customer: str
    since: datetime
    cause: str


@dataclass(frozen=True, slots=True)
class Parked:
    """A page of them, oldest first, how many there are, and the key of the next page."""

    rows: tuple[ParkedRow, ...]
    count: int
    next_after: str | None


@dataclass(frozen=True, slots=True)
class StuckMail:
    """A message that could not be delivered: what it is, to whom, how often it was tried, why it failed."""

    id: str
    what: str
    to: str
    made_at: datetime
    attempts: int
    is_parked: bool
    next_try: datetime | None
    error: str


@dataclass(frozen=True, slots=True)
class TaskRow:
    """What is known of a task of the schedule."""

    task: str
    done_for: date | None
    done_at: datetime | None
    failed_at: datetime | None
    last_error: str


def last_runs(limit: int = MAX_RUNS) -> tuple[RunRow, ...]:
    """The newest runs."""
    return tuple(_run(row) for row in models.Run.objects.order_by("-started_at", "-id")[:limit])


def run_row(run: UUID) -> RunRow | None:
    """One run; None where there is none."""
    row = models.Run.objects.filter(pk=run).first()
    return None if row is None else _run(row)


def asking_runs() -> tuple[RunRow, ...]:
    """Those that are halted and wait for somebody."""
    return tuple(_run(row) for row in models.Run.objects.filter(state="halted", decided_at=None).order_by("-id"))


def parked_projects(after: str = "", page: int = PAGE) -> Parked:
    """What is parked, longest first, paged by key."""
    found = models.Project.objects.filter(parked_at__isnull=False)
    count = found.count()
    rows = list(_parked_after(found, after).select_related("customer").order_by("parked_at", "id")[: page + 1])
    shown = tuple(_parked(row) for row in rows[:page])
    return Parked(shown, count, shown[-1].id if len(rows) > page else None)


def stuck_mails(limit: int = MAX_MAILS) -> tuple[StuckMail, ...]:
    """The newest messages that failed and are not delivered."""
    found = models.OutboxMessage.objects.filter(Q(delivered_at=None) & ~Q(last_error=""))
    return tuple(_stuck(row) for row in found.order_by("-id")[:limit])


def task_states() -> dict[str, TaskRow]:
    """The tasks that were ever done or failed; a failure until the task is done."""
    done = {row.task: row for row in models.TaskDay.objects.all()}
    failed = {job.of: job for job in troubled_jobs(MAX_TASKS) if job.of}
    return {name: _task(name, done.get(name), failed.get(name)) for name in {**done, **failed}}


def _task(name: str, done: models.TaskDay | None, failed: JobRow | None) -> TaskRow:
    return TaskRow(
        task=name,
        done_for=done.done_for if done else None,
        done_at=done.done_at if done else None,
        failed_at=failed.failed_at if failed else None,
        last_error=failed.cause if failed else "",
    )


def _parked_after(found: QuerySet[models.Project], after: str) -> QuerySet[models.Project]:
    row = row_of(after)
    if row is None or row.parked_at is None:
        return found
    return found.filter(Q(parked_at__gt=row.parked_at) | Q(parked_at=row.parked_at, id__gt=row.id))


def _run(row: models.Run) -> RunRow:
    seconds = (row.finished_at - row.started_at).total_seconds() if row.finished_at else None
    asks = row.state == "halted" and row.decided_at is None
    return RunRow(
        row.public_id, row.day, row.started_at, seconds, row.projects, row.periods, row.parked, row.state, row.cause,
        row.reason, row.unbooked, row.checked, row.findings, row.figures, asks,
    )  # fmt: skip


def _parked(row: models.Project) -> ParkedRow:
    assert row.parked_at is not None
    return ParkedRow(row.public_id, row.name, row.customer.name, row.parked_at, row.parked_cause)


def _stuck(row: models.OutboxMessage) -> StuckMail:
    is_parked = row.parked_at is not None
    return StuckMail(
        id=row.public_id,
        what=str(row.payload.get("key", row.topic)),
        to=str(row.payload.get("to", "")),
        made_at=row.created_at,
        attempts=row.attempts,
        is_parked=is_parked,
        next_try=None if is_parked else row.not_before,
        error=row.last_error,
    )
