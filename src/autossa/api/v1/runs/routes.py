"""Endpoints of the daily run: what it did, would do, is parked; started and tried again."""

from datetime import date, datetime
from typing import Any

from ninja import Field, Query, Router

from autossa.api.v1.frame.calls import Call, ProjectCall, context_of, path_key
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.paging import Listed, OnwardAsk, PageAsk, listed, part
from autossa.api.v1.frame.rows import answer_of
from autossa.api.v1.frame.shapes import Answer, Body, MoneyOut, SscText, money, ssc_text
from autossa.domain.rights import Action
from autossa.operations.days import WrongDay
from autossa.operations.errors import Invalid, NotFound, OperationError
from autossa.operations.runs import queue, renewals
from autossa.operations.runs.by_hand import run_now
from autossa.queries.errors import Unknown
from autossa.queries.permissions import Scope
from autossa.queries.runs.due import count_due
from autossa.queries.runs.history import RunRow, last_runs, parked_projects, run_row, task_states
from autossa.queries.runs.jobs import all_jobs, find_job, troubled_jobs
from autossa.queries.runs.next_run import PreviewRow, Totals, add_up, preview
from autossa.queries.runs.overview import next_run_day
from autossa.queries.runs.previews import PlannedPeriod

router = Router(tags=["Runs"])
_MOST_RUNS = 400


class StaysParked(Invalid):
    """It failed again and stays parked: {cause}."""


class ShareOut(Answer):
    """What a run's periods of a currency cost, in percent of the ones before."""

    currency: str
    percent: int


class RunExpectedOut(Answer):
    """What a run was checked against: projects due and forecast (None: nobody knew), periods by a sample, doubts."""

    due: int
    forecast: int | None
    periods: int
    worths: list[ShareOut]
    doubts: list[str]


class RunOut(Answer):
    """A run; without milliseconds it goes on, or was broken off.

    `state` is `running`, `finished`, `broken`, `halted` (it waits for somebody), `stopped` or `voided`; `cause` says
    why it is broken or halted, `reason` why somebody let it go on or stopped it. `unbooked` projects are due still,
    `checked` ones were recomputed afterwards, with so many `findings`.
    """

    id: str
    day: date
    started_at: datetime
    milliseconds: int | None
    projects: int
    periods: int
    parked: int
    state: str
    cause: str
    reason: str
    unbooked: int
    checked: int
    findings: int
    expected: RunExpectedOut


class ParkedOut(Answer):
    """A project that is set aside until somebody tries it again."""

    id: str
    name: str
    customer: str
    since: datetime
    cause: str


class TaskOut(Answer):
    """A task of the schedule."""

    task: str
    done_for: date | None
    done_at: datetime | None
    failed_at: datetime | None
    last_error: str


class JobOut(Answer):
    """A job of a queue. Its state is failed (for good), again (at `next_try`), waits, or at_work."""

    id: int
    queue: str
    task: str
    state: str
    attempts: int
    next_try: datetime | None
    failed_at: datetime | None
    cause: str


class JobAsk(PageAsk):
    """Which jobs."""

    only_failed: bool = False


class PeriodDifferenceOut(Answer):
    """What a period costs more (or less) than the one before, and why; the licenses that were added, removed, resized.

    `why` holds `added`, `removed`, `quantity`, `rate`, `price`, `adjustment`, `length`, `balance`, `vat`.
    """

    net_before: MoneyOut
    net: MoneyOut
    gross: MoneyOut
    why: list[str]
    licenses: list[str]


class PlannedPeriodOut(Answer):
    """A period that would be booked."""

    starts_on: date
    until: date
    ssc: SscText
    from_balance: SscText
    net: MoneyOut
    gross: MoneyOut
    collective_on: date | None
    difference: PeriodDifferenceOut | None


class PreviewOut(Answer):
    """What the run would do with a project."""

    id: str
    name: str
    customer: str
    periods: list[PlannedPeriodOut]
    waits_for_price: bool
    waits_for_payment: bool
    failure: str


class TotalsOut(Answer):
    """What the periods of a currency add up to."""

    projects: int
    periods: int
    ssc: SscText
    from_balance: SscText
    net: MoneyOut
    gross: MoneyOut


class SummaryOut(Answer):
    """The totals of the first so many projects that the run would visit."""

    day: date
    due: int
    counted: int
    waiting: int
    failing: int
    totals: list[TotalsOut]


class PreviewAsk(OnwardAsk):
    """Of which run: the next one, or one that is started now."""

    now: bool = False


class SummaryAsk(Body):
    """Of which run: the next one, or one that is started now."""

    now: bool = False


class Started(Answer):
    """What the run did; where it is long the worker does it, within a minute."""

    by_worker: bool
    projects: int = 0
    periods: int = 0
    parked: int = 0
    unbooked: int = 0
    findings: int = 0


class Retried(Answer):
    """What was booked."""

    periods: int = Field(ge=0)


@endpoint(router, "GET", "/runs", Scope.VENDOR, Action.VIEW_RUNS, answer=Listed[RunOut])
def list_runs(request: Call, ask: Query[PageAsk]) -> Listed[RunOut]:
    """The newest runs."""
    return listed(last_runs(_MOST_RUNS), ask, _run)


@endpoint(router, "GET", "/runs/tasks", Scope.VENDOR, Action.VIEW_RUNS, answer=list[TaskOut])
def list_tasks(request: Call) -> list[TaskOut]:
    """When each task of the schedule was done last."""
    return [answer_of(TaskOut, row) for row in task_states().values()]


@endpoint(router, "GET", "/runs/jobs", Scope.VENDOR, Action.VIEW_RUNS, answer=Listed[JobOut])
def list_jobs(request: Call, ask: Query[JobAsk]) -> Listed[JobOut]:
    """Jobs that failed, wait or are being done, the newest first."""
    found = troubled_jobs() if ask.only_failed else all_jobs()
    return listed(found, ask, lambda row: answer_of(JobOut, row, task=row.what))


@endpoint(router, "POST", "/runs/jobs/{job_id}/retry", Scope.VENDOR, Action.START_RUNS)
def retry_job(request: Call, job_id: str) -> None:
    """Try a job again at once that failed, or waits for its next try."""
    queue.retry(job=_job(job_id), ctx=context_of(request))


@endpoint(router, "POST", "/runs/jobs/{job_id}/cancel", Scope.VENDOR, Action.START_RUNS)
def cancel_job(request: Call, job_id: str) -> None:
    """Give a job up; what is due all the same comes again with the next one."""
    queue.cancel(job=_job(job_id), ctx=context_of(request))


@endpoint(router, "GET", "/runs/parked", Scope.VENDOR, Action.VIEW_RUNS, answer=Listed[ParkedOut])
def list_parked(request: Call, ask: Query[OnwardAsk]) -> Listed[ParkedOut]:
    """Projects that are parked, the longest first."""
    found = parked_projects(ask.starting_after, page=ask.limit)
    return part(found.rows, lambda row: answer_of(ParkedOut, row), found.next_after)


@endpoint(router, "GET", "/runs/preview", Scope.VENDOR, Action.VIEW_RUNS, answer=Listed[PreviewOut])
def preview_run(request: Call, ask: Query[PreviewAsk]) -> Listed[PreviewOut]:
    """What the run would book, project by project."""
    found = preview(_day(request, now=ask.now), ask.starting_after, page=ask.limit)
    return part(found.rows, _preview, found.next_after)


@endpoint(router, "GET", "/runs/preview/totals", Scope.VENDOR, Action.VIEW_RUNS, answer=SummaryOut)
def add_up_run(request: Call, ask: Query[SummaryAsk]) -> SummaryOut:
    """What the run would book, added up; it takes some seconds."""
    day = _day(request, now=ask.now)
    found = add_up(day)
    return SummaryOut(
        day=day, due=count_due(day), counted=found.projects, waiting=found.waiting, failing=found.failing,
        totals=[_totals(one) for one in found.totals],
    )  # fmt: skip


@endpoint(router, "GET", "/runs/{run_id}", Scope.VENDOR, Action.VIEW_RUNS, answer=RunOut)
def get_run(request: Call, run_id: str) -> RunOut:
    """One run."""
    found = run_row(path_key("run", run_id))
    if found is None:
        raise NotFound
    return _run(found)


@endpoint(router, "POST", "/runs", Scope.VENDOR, Action.START_RUNS, answer=Started)
def start_run(request: Call) -> Started:
    """Do the daily run now."""
    report = run_now(ctx=context_of(request))
    if report is None:
        return Started(by_worker=True)
    return answer_of(Started, report, by_worker=False)


@endpoint(router, "POST", "/projects/{project_id}/retry", Scope.PROJECT, Action.START_RUNS, answer=Retried)
def retry_project(request: ProjectCall, project_id: str) -> Retried:
    """Try a parked project again; it stays parked where it fails again."""
    try:
        outcome = renewals.retry(project=request.project.id, ctx=context_of(request))
    except (WrongDay, OperationError):
        raise
    except Exception as error:  # whatever keeps it parked: staff is to read it
        raise StaysParked(cause=f"{type(error).__name__}: {error}") from None
    return Retried(periods=renewals.periods_in(outcome))


def _job(text: str) -> int:
    try:
        return find_job(text)
    except Unknown:
        raise queue.JobNotFound from None


def _run(row: RunRow) -> RunOut:
    figures = row.figures
    expected = RunExpectedOut(
        due=figures.get("due", 0), forecast=figures.get("forecast"), periods=figures.get("periods", 0),
        worths=[ShareOut(**one) for one in figures.get("worths", ())], doubts=list(figures.get("doubts", ())),
    )  # fmt: skip
    milliseconds = None if row.seconds is None else round(row.seconds * 1000)
    return answer_of(RunOut, row, milliseconds=milliseconds, expected=expected)


def _day(request: Call, *, now: bool) -> date:
    return request.today if now else next_run_day(request.today)


def _preview(row: PreviewRow) -> PreviewOut:
    periods = [_period(one) for one in row.periods]
    return answer_of(PreviewOut, row, periods=periods, waits_for_payment=row.unpaid is not None)


def _period(row: PlannedPeriod) -> PlannedPeriodOut:
    differs = None
    if (found := row.difference) is not None:
        differs = PeriodDifferenceOut(
            net_before=money(found.net_before, row.currency), net=money(found.net, row.currency),
            gross=money(found.gross, row.currency), why=[one.value for one in found.why],
            licenses=list(found.licenses),
        )  # fmt: skip
    return answer_of(PlannedPeriodOut, row, starts_on=row.start, until=row.end, difference=differs, **_figures(row))


def _totals(row: Totals) -> TotalsOut:
    return answer_of(TotalsOut, row, **_figures(row))


def _figures(row: PlannedPeriod | Totals) -> dict[str, Any]:
    return {
        "ssc": ssc_text(row.ssc), "from_balance": ssc_text(row.from_balance), "net": money(row.net, row.currency),
        "gross": money(row.gross, row.currency),
    }  # fmt: skip
