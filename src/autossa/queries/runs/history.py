"""What the daily runs did, what is parked, which messages are stuck, and when each task was done."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from autossa.queries.runs.due import row_of
from autossa.queries.vendor.outbox import PARKED_FROM
from autossa.store import models
from autossa.store.ids import public_id

MAX_RUNS, PAGE, MAX_MAILS = 14, 50, 20


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run; `seconds` is None for one that was broken off or goes on."""

    id: str
    day: date
    started_at: datetime
    seconds: float | None
    projects: int
    periods: int
    parked: int


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
    """The tasks that were ever done or failed."""
    return {
        row.task: TaskRow(row.task, row.done_for, row.done_at, row.failed_at, row.last_error)
        for row in models.ScheduledTask.objects.all()
    }


def _parked_after(found: QuerySet[models.Project], after: str) -> QuerySet[models.Project]:
    row = row_of(after)
    if row is None or row.parked_at is None:
        return found
    return found.filter(Q(parked_at__gt=row.parked_at) | Q(parked_at=row.parked_at, id__gt=row.id))


def _run(row: models.Run) -> RunRow:
    seconds = (row.finished_at - row.started_at).total_seconds() if row.finished_at else None
    return RunRow(public_id("run", row.id), row.day, row.started_at, seconds, row.projects, row.periods, row.parked)


def _parked(row: models.Project) -> ParkedRow:
    assert row.parked_at is not None
    return ParkedRow(row.public_id, row.name, row.customer.name, row.parked_at, row.parked_cause)


def _stuck(row: models.OutboxMessage) -> StuckMail:
    is_parked = row.attempts >= PARKED_FROM
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
