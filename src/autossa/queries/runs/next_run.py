"""What the run of a day would do with each project and all together: the same plan, unapplied."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings as site
from django.db.models import Q, QuerySet

from autossa.domain.amounts import Money, Ssc
from autossa.domain.billing.dunning.waiting import UnpaidBefore
from autossa.domain.renewals import is_due, waits_now
from autossa.domain.runs.caps import is_too_many
from autossa.domain.settlements import Settlement
from autossa.queries.as_of import plan_run
from autossa.queries.billing.issued.cycles import Settings, settings_of
from autossa.queries.runs.due import count_due, load_in_batches, row_of
from autossa.queries.runs.previews import PlannedPeriod, last_periods_of, planned_periods
from autossa.queries.snapshot import snapshot
from autossa.store import models
from autossa.store.engine.load import Loaded, load_projects

PAGE = 50
MAX_ADDED_UP = 5000
"""Up to how many projects are added up for the totals of a preview: some seconds."""


@dataclass(frozen=True, slots=True)
class RunPreview:
    """What the run of a day would do: how many projects it visits, a page of them, the totals where asked for."""

    day: date
    due: int
    page: "Preview"
    summary: "Summary | None"


def preview_page(day: date, after: str, *, with_totals: bool) -> RunPreview:
    """The preview of the run of a day from a project on; the totals take some seconds."""
    return RunPreview(day, count_due(day), preview(day, after), add_up(day) if with_totals else None)


@dataclass(frozen=True, slots=True)
class RunNow:
    """How many projects a run started now visits, and the totals when it is short enough to be done at once."""

    due: int
    summary: "Summary | None"


def preview_now(today: date, max_at_once: int) -> RunNow:
    """What a run by hand would do, with totals for at most so many projects."""
    due = count_due(today)
    return RunNow(due, add_up(today) if 0 < due <= max_at_once else None)


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A project that the run would visit: the periods it would book, or why it would not."""

    id: str
    name: str
    customer: str
    periods: tuple[PlannedPeriod, ...]
    waits_for_price: bool
    failure: str
    unpaid: UnpaidBefore | None = None


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


def preview(day: date, after: str = "", page: int = PAGE) -> Preview:
    """What a run on the day would do with a page of projects, in a constant number of queries."""
    with snapshot():
        found = _due_after(day, after)
        heads = list(found.select_related("customer")[: page + 1])
        shown = heads[:page]
        loaded = load_projects([row.id for row in shown], day, lock=False)
        settings = settings_of({key for one in loaded.values() for key in (one.payer, one.customer) if key})
        before = last_periods_of(loaded.values())
        rows = tuple(_preview_row(row, loaded[row.id], day, settings, before) for row in shown)
    return Preview(rows, rows[-1].id if len(heads) > page else None)


def add_up(day: date, limit: int = MAX_ADDED_UP) -> Summary:
    """The totals of the first projects that a run on the day would visit, by currency."""
    totals: dict[str, Totals] = {}
    waiting = failing = 0
    ids = list(models.Project.objects.due(day).values_list("id", flat=True)[:limit])
    for loaded in load_in_batches(ids, day):
        periods, waits, failure = _foresee(loaded, day, {}, {})
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
    row = row_of(after)
    if row is None or row.next_run_on is None:
        return due
    return due.filter(Q(next_run_on__gt=row.next_run_on) | Q(next_run_on=row.next_run_on, id__gt=row.id))


def _preview_row(
    row: models.Project, loaded: Loaded, day: date, settings: Settings, before: Mapping[UUID, Settlement]
) -> PreviewRow:
    waits = waits_now(loaded.project, day)
    return PreviewRow(row.public_id, row.name, row.customer.name, *_foresee(loaded, day, settings, before), waits)


def _foresee(
    loaded: Loaded, day: date, settings: Settings, before: Mapping[UUID, Settlement]
) -> tuple[tuple[PlannedPeriod, ...], bool, str]:
    """What the run would book; whether something still due waits for a price (rule 2); what would make it park."""
    try:
        outcome = plan_run(loaded, day)
        periods = tuple(planned_periods(loaded, outcome, day, settings, before))
        return periods, is_due(outcome.project, day), _too_many(len(periods))
    except Exception as error:  # whatever it is: the run would park this one, and the others go on
        return (), False, f"{type(error).__name__}: {error}"


def _too_many(periods: int) -> str:
    """More than a run books of one project: it would park it (`operations.runs.safety.errors`)."""
    return f"TooManyPeriods: {periods}" if is_too_many(periods, site.RUN_LIMITS) else ""
