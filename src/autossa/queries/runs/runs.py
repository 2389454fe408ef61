"""What the daily runs did, what is parked, what tonight's would book, and how schedule and outbox stand."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from autossa.domain.amounts import Money, Ssc
from autossa.domain.renewals import is_due
from autossa.queries.as_of import plan_run
from autossa.queries.runs.previews import PlannedPeriod, load_in_portions, planned_periods
from autossa.queries.snapshot import snapshot
from autossa.queries.vendor.outbox import PARKED_FROM
from autossa.store import models
from autossa.store.engine.load import Loaded, load_projects
from autossa.store.ids import public_id, read_public_id

RUNS, PAGE, MAILS = 14, 50, 20
COUNTED = 5000
"""Up to how many projects are added up for the totals of a preview: some seconds."""


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
class PreviewRow:
    """A project that the run would visit: the periods it would book, or why it would not."""

    id: str
    name: str
    customer: str
    periods: tuple[PlannedPeriod, ...]
    waits_for_price: bool
    failure: str


@dataclass(slots=True)
class Totals:
    """What periods of one currency add up to; SSC in hundredths, money in minor units."""

    currency: str
    projects: int = 0
    periods: int = 0
    ssc: Ssc = 0
    from_balance: Ssc = 0
    net: Money = 0
    gross: Money = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """The totals by currency of the first `projects` projects that a run would visit."""

    totals: tuple[Totals, ...]
    projects: int
    waiting: int
    failing: int


@dataclass(frozen=True, slots=True)
class Preview:
    """A page of what the run of a day would do, and the key of the next page."""

    rows: tuple[PreviewRow, ...]
    next_after: str | None


@dataclass(frozen=True, slots=True)
class TaskRow:
    """What is known of a task of the schedule."""

    task: str
    done_for: date | None
    done_at: datetime | None
    failed_at: datetime | None
    last_error: str


def last_runs(limit: int = RUNS) -> tuple[RunRow, ...]:
    """The newest runs."""
    return tuple(_run(row) for row in models.Run.objects.order_by("-started_at", "-id")[:limit])


def parked_projects(after: str = "", page: int = PAGE) -> Parked:
    """What is parked, longest first, paged by key."""
    found = models.Project.objects.filter(parked_at__isnull=False)
    count = found.count()
    rows = list(_parked_after(found, after).select_related("customer").order_by("parked_at", "id")[: page + 1])
    shown = tuple(_parked(row) for row in rows[:page])
    return Parked(shown, count, shown[-1].id if len(rows) > page else None)


def stuck_mails(limit: int = MAILS) -> tuple[StuckMail, ...]:
    """The newest messages that failed and are not delivered."""
    found = models.OutboxMessage.objects.filter(Q(delivered_at=None) & ~Q(last_error=""))
    return tuple(_stuck(row) for row in found.order_by("-id")[:limit])


def task_states() -> dict[str, TaskRow]:
    """The tasks that were ever done or failed."""
    return {
        row.task: TaskRow(row.task, row.done_for, row.done_at, row.failed_at, row.last_error)
        for row in models.ScheduledTask.objects.all()
    }


def preview(day: date, after: str = "", page: int = PAGE) -> Preview:
    """What a run on the day would do with a page of projects, in a constant number of queries."""
    with snapshot():
        found = _due_after(day, after)
        heads = list(found.select_related("customer")[: page + 1])
        shown = heads[:page]
        loaded = load_projects([row.id for row in shown], day, lock=False)
        rows = tuple(_preview_row(row, loaded[row.id], day) for row in shown)
    return Preview(rows, rows[-1].id if len(heads) > page else None)


def add_up(day: date, limit: int = COUNTED) -> Summary:
    """The totals of the first projects that a run on the day would visit, by currency."""
    totals: dict[str, Totals] = {}
    waiting = failing = 0
    ids = list(models.Project.objects.due(day).values_list("id", flat=True)[:limit])
    for loaded in load_in_portions(ids, day):
        periods, waits, failure = _foresee(loaded, day)
        failing += bool(failure)
        waiting += waits
        _add(totals, periods)
    return Summary(tuple(totals[currency] for currency in sorted(totals)), len(ids), waiting, failing)


def _add(totals: dict[str, Totals], periods: tuple[PlannedPeriod, ...]) -> None:
    for currency in {period.currency for period in periods}:
        totals.setdefault(currency, Totals(currency)).projects += 1
    for period in periods:
        total = totals[period.currency]
        total.periods += 1
        total.ssc += period.ssc
        total.from_balance += period.from_balance
        total.net += period.net
        total.gross += period.gross


def _due_after(day: date, after: str) -> QuerySet[models.Project]:
    due = models.Project.objects.due(day)
    row = _row_of(after)
    if row is None or row.next_run_on is None:
        return due
    return due.filter(Q(next_run_on__gt=row.next_run_on) | Q(next_run_on=row.next_run_on, id__gt=row.id))


def _parked_after(found: QuerySet[models.Project], after: str) -> QuerySet[models.Project]:
    row = _row_of(after)
    if row is None or row.parked_at is None:
        return found
    return found.filter(Q(parked_at__gt=row.parked_at) | Q(parked_at=row.parked_at, id__gt=row.id))


def _row_of(text: str) -> models.Project | None:
    """The project that a key names; None for anything else, which is the beginning."""
    try:
        return models.Project.objects.filter(pk=read_public_id("prj", text)).first() if text else None
    except ValueError:
        return None


def _preview_row(row: models.Project, loaded: Loaded, day: date) -> PreviewRow:
    return PreviewRow(row.public_id, row.name, row.customer.name, *_foresee(loaded, day))


def _foresee(loaded: Loaded, day: date) -> tuple[tuple[PlannedPeriod, ...], bool, str]:
    """What the run would book; whether something still due waits for a price (rule 2); what would make it park."""
    try:
        outcome = plan_run(loaded, day)
        return tuple(planned_periods(loaded, outcome)), is_due(outcome.project, day), ""
    except Exception as error:  # whatever it is: the run would park this one, and the others go on
        return (), False, f"{type(error).__name__}: {error}"


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
