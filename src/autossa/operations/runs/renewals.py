"""The daily run (rule 5): projects with something due, in chunks that several workers can claim side by side."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from uuid import UUID

import structlog
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import F

from autossa.domain.dates import DAY
from autossa.domain.projects import Outcome
from autossa.domain.renewals import booked_periods
from autossa.operations.billing import collective
from autossa.operations.context import ActionContext
from autossa.operations.days import check_day, check_day_of
from autossa.operations.decide import ProjectNotFound, park
from autossa.queries.as_of import plan_run
from autossa.store import models
from autossa.store.engine.activity import activity_row
from autossa.store.engine.batch import Batch
from autossa.store.engine.load import load_for_run

log = structlog.get_logger()
CHUNK = 1000

# For a chunk the planner would read whole tables of some ten thousand projects, the longer the more there are.
_BY_KEY = "SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off"


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did: projects visited, periods booked, projects parked."""

    run: UUID
    projects: int
    periods: int
    parked: int


def run(*, ctx: ActionContext, chunk: int = CHUNK, progress: Callable[[int], None] = lambda _: None) -> Report:
    """Issue the collective invoices that are due, then book everything due on the day.

    A project that fails is parked with its cause; the others go on. Running again books nothing more. Killed at any
    moment, it leaves whole chunks or nothing of them. Raises DayToCome.
    """
    check_day(ctx)
    collective.issue_due(ctx=ctx)
    started, begun = models.Run.objects.create(day=ctx.today, started_at=ctx.now), monotonic()
    projects = periods = parked = 0
    while True:
        with _collector_paused():
            ids, booked, failed = _book_chunk(ctx, started.id, chunk)
        if not ids:
            break
        projects, periods, parked = projects + len(ids), periods + booked, parked + failed
        progress(len(ids))
    models.Run.objects.filter(pk=started.id).update(
        finished_at=ctx.now + timedelta(seconds=monotonic() - begun),
        projects=F("projects") + projects,
        periods=F("periods") + periods,
        parked=F("parked") + parked,
    )
    return Report(started.id, projects, periods, parked)


def run_project(*, project: UUID, ctx: ActionContext) -> Outcome:
    """The daily run of one project, parked or not. Raises NotFound, Invalid as `decide`, or whatever makes it fail."""
    with transaction.atomic():
        _lock([project])
        loaded = load_for_run([project], ctx.today).get(project)
        if loaded is None:
            raise ProjectNotFound
        check_day_of(project, ctx, loaded.touched_on)
        outcome = plan_run(loaded, ctx.today)
        batch = Batch(ctx.today, ctx.now)
        batch.add(loaded, outcome, ctx.today + DAY)
        batch.flush()
        models.Project.objects.filter(pk=project).update(parked_at=None, parked_cause="")
    return outcome


def retry(*, project: UUID, ctx: ActionContext) -> Outcome:
    """Run a parked project again by hand, and let it go when that succeeds. Raises what made it fail."""
    with transaction.atomic():
        outcome = run_project(project=project, ctx=ctx)
        batch = Batch(ctx.today, ctx.now)
        batch.log([activity_row(ctx.actor, ctx.today, ctx.now, "retry_project", project, {})])
        batch.flush()
    return outcome


def periods_in(outcome: Outcome) -> int:
    """How many contract periods an outcome books."""
    return sum(1 for _ in booked_periods(outcome))


@contextmanager
def _collector_paused() -> Iterator[None]:
    """A chunk is many objects without cycles among them: looking for some again and again costs a tenth of a run."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _book_chunk(ctx: ActionContext, run_id: UUID, chunk: int) -> tuple[list[UUID], int, int]:
    ids: list[UUID] = []
    try:
        with transaction.atomic():
            ids = _claim(ctx, chunk)
            booked, failed = _book(ids, ctx, run_id)
        return ids, booked, failed
    except OperationalError:
        raise  # the disk, the memory, the connection: no project's fault
    except Exception as error:
        if not ids:
            raise
        log.warning("chunk failed, trying its projects one by one", projects=len(ids), error=str(error))
    return _one_by_one(ids, ctx, run_id)


def _one_by_one(ids: list[UUID], ctx: ActionContext, run_id: UUID) -> tuple[list[UUID], int, int]:
    """What cannot be read or written of one project must not keep the others of its chunk from being booked."""
    booked = failed = 0
    for project in ids:
        try:
            with transaction.atomic():
                if _lock([project]):
                    one, bad = _book([project], ctx, run_id)
                    booked, failed = booked + one, failed + bad
        except OperationalError:
            raise
        except Exception as error:  # whatever it is: it is this project's, the run goes on
            log.exception("project parked", project=str(project))
            park(project, error, ctx)
            failed += 1
    return ids, booked, failed


def _book(ids: list[UUID], ctx: ActionContext, run_id: UUID) -> tuple[int, int]:
    batch = Batch(ctx.today, ctx.now, run_id)
    booked = failed = 0
    loaded_projects = load_for_run(ids, ctx.today)
    for project in ids:
        try:
            loaded = loaded_projects[project]
            outcome = plan_run(loaded, ctx.today)
            batch.add(loaded, outcome, ctx.today + DAY)
            booked += periods_in(outcome)
        except DatabaseError:
            raise  # the transaction is lost, and with it the chunk
        except Exception as error:
            log.exception("project parked", project=str(project))
            park(project, error, ctx)
            failed += 1
    batch.flush()
    return booked, failed


def _claim(ctx: ActionContext, chunk: int) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(_BY_KEY)
    due = models.Project.objects.due(ctx.today).select_for_update(skip_locked=True)
    return list(due.values_list("id", flat=True)[:chunk])


def _lock(ids: list[UUID]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM projects WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [ids])
        return cursor.fetchone() is not None
