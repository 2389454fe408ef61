"""The daily run (rule 5): projects with something due, in chunks that several workers can claim side by side."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from time import monotonic
from uuid import UUID

import structlog
from django.conf import settings
from django.db import DatabaseError, OperationalError, connection, transaction
from structlog.contextvars import bound_contextvars

from autossa.domain.dates import DAY
from autossa.domain.projects import Outcome
from autossa.domain.renewals import booked_periods
from autossa.domain.runs.caps import Limits, is_too_many
from autossa.operations.billing import collective
from autossa.operations.context import ActionContext
from autossa.operations.days import check_day_of
from autossa.operations.decide import ProjectNotFound, park
from autossa.operations.runs.safety.afterwards import check_after
from autossa.operations.runs.safety.closing import close_run, grow, kept_true
from autossa.operations.runs.safety.errors import ContractUnreadable, TooManyPeriods
from autossa.operations.runs.safety.opening import open_run
from autossa.operations.vendor import schema
from autossa.queries.as_of import plan_run
from autossa.store import models
from autossa.store.engine.activity import activity_row
from autossa.store.engine.batch import Batch
from autossa.store.engine.load import Loaded, load_for_run
from autossa.store.ids import public_id

log = structlog.get_logger()
CHUNK = 600
"""So many projects are claimed and written together: more gain little, and take 28 kB of memory each."""

# For a chunk the planner would read whole tables of some ten thousand projects, the longer the more there are.
_BY_KEY = "SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off"


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did: projects visited, periods booked, projects parked; `unbooked` ones are due still, held by others.

    `findings` of some projects that were recomputed afterwards.
    """

    run: UUID
    projects: int
    periods: int
    parked: int
    unbooked: int = 0
    findings: int = 0


@dataclass(frozen=True, slots=True)
class Booked:
    """What was booked: projects visited, periods, projects parked."""

    projects: int = 0
    periods: int = 0
    parked: int = 0

    def plus(self, other: "Booked") -> "Booked":
        """Both together."""
        return Booked(self.projects + other.projects, self.periods + other.periods, self.parked + other.parked)


def run(
    *,
    ctx: ActionContext,
    chunk: int = CHUNK,
    progress: Callable[[int], None] = lambda _: None,
    reason: str = "",
    book: Callable[[UUID], Booked] | None = None,
) -> Report:
    """Check before, issue the collective invoices that are due, book everything due on the day, check after.

    A project that fails is parked with its cause; the others go on. Running again books nothing more. Killed at any
    moment, it leaves whole chunks or nothing of them. `book` shares the work out; here it is done by this process.
    Raises as `open_run`; a `reason` lets it go on whatever it finds.
    """

    def here(run: UUID) -> Booked:
        return book_due(run=run, ctx=ctx, chunk=chunk, progress=progress)

    key = book_all(ctx=ctx, reason=reason, book=book or here)
    return replace(report_of(key), findings=check_after(run=key, ctx=ctx))


def book_all(*, ctx: ActionContext, book: Callable[[UUID], Booked], reason: str = "") -> UUID:
    """The run as far as it books: from the check before it until it is closed. Raises as `open_run`."""
    begun, key = monotonic(), open_run(ctx=ctx, reason=reason)
    with kept_true(key):
        collective.issue_due(ctx=ctx)
        book(key)
        close_run(run=key, ctx=ctx, finished_at=ctx.now + timedelta(seconds=monotonic() - begun))
    return key


def report_of(run: UUID) -> Report:
    """What a run did, as its row says."""
    row = models.Run.objects.get(pk=run)
    return Report(row.id, row.projects, row.periods, row.parked, row.unbooked, row.findings)


def book_due(
    *, run: UUID, ctx: ActionContext, chunk: int = CHUNK, progress: Callable[[int], None] = lambda _: None
) -> Booked:
    """Book what is due in chunks, as part of a run that is open; any number of processes may share one."""
    done = Booked()
    while found := book_next(run=run, ctx=ctx, chunk=chunk):
        done = done.plus(found)
        progress(found.projects)
    return done


def book_next(*, run: UUID, ctx: ActionContext, chunk: int = CHUNK) -> Booked | None:
    """Claim and book the next chunk of what is due and nobody else has locked; None where nothing is.

    Raises SchemaIsNewer.
    """
    schema.check_not_newer()
    with _collector_paused(), bound_contextvars(run=public_id("run", run)):
        count, booked = book_chunk(run=run, ctx=ctx, chunk=chunk)
    return booked if count else None


def run_project(*, project: UUID, ctx: ActionContext) -> Outcome:
    """The daily run of one project, parked or not, however much is due.

    Raises NotFound, Invalid as `decide`, or whatever makes it fail.
    """
    with transaction.atomic():
        _lock([project])
        loaded = load_for_run([project], ctx.today).get(project)
        if loaded is None:
            raise ProjectNotFound
        if loaded.contract_id is None and models.Project.objects.filter(pk=project, next_run_on__isnull=False).exists():
            raise ContractUnreadable
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


def book_chunk(*, run: UUID, ctx: ActionContext, chunk: int = CHUNK) -> tuple[int, Booked]:
    """Claim some projects and book what is due there, in one transaction: how many were claimed, and what was done."""
    ids: list[UUID] = []
    try:
        with transaction.atomic():
            ids = _claim(ctx, chunk)
            done = _book(ids, ctx, run)
        return len(ids), done
    except OperationalError:
        raise  # the disk, the memory, the connection: no project's fault
    except Exception as error:
        if not ids:
            raise
        log.warning("chunk failed, trying its projects one by one", projects=len(ids), error=str(error))
    return len(ids), _one_by_one(ids, ctx, run)


def _one_by_one(ids: list[UUID], ctx: ActionContext, run_id: UUID) -> Booked:
    """What cannot be read or written of one project must not keep the others of its chunk from being booked."""
    done = Booked()
    for project in ids:
        try:
            with transaction.atomic():
                if _lock([project]):
                    done = done.plus(_book([project], ctx, run_id))
        except OperationalError:
            raise
        except Exception as error:  # whatever it is: it is this project's, the run goes on
            log.exception("project parked", project=str(project))
            with transaction.atomic():
                park(project, ContractUnreadable() if isinstance(error, LookupError) else error, ctx)
                grow(run_id, 1, 0, 1)
            done = done.plus(Booked(1, 0, 1))
    return done


def _book(ids: list[UUID], ctx: ActionContext, run_id: UUID) -> Booked:
    batch = Batch(ctx.today, ctx.now, run_id)
    booked = failed = 0
    loaded_projects = load_for_run(ids, ctx.today)
    for project in ids:
        try:
            loaded = _readable(loaded_projects.pop(project, None))  # one after the other is let go
            outcome = plan_run(loaded, ctx.today)
            periods = _within_limits(periods_in(outcome))
            batch.add(loaded, outcome, ctx.today + DAY)
            booked += periods
        except DatabaseError:
            raise  # the transaction is lost, and with it the chunk
        except Exception as error:
            log.exception("project parked", project=str(project))
            park(project, error, ctx)
            failed += 1
    batch.flush()
    if ids:
        grow(run_id, len(ids), booked, failed)
    return Booked(len(ids), booked, failed)


def _readable(loaded: Loaded | None) -> Loaded:
    """What is due has a contract: without one a row that it rests on is missing. Raises ContractUnreadable."""
    if loaded is None or loaded.contract_id is None:
        raise ContractUnreadable
    return loaded


def _within_limits(periods: int) -> int:
    """Raises TooManyPeriods for more of one project than a run books without a question."""
    limits: Limits = settings.RUN_LIMITS
    if is_too_many(periods, limits):
        raise TooManyPeriods(periods=periods, most=limits.periods)
    return periods


def _claim(ctx: ActionContext, chunk: int) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(_BY_KEY)
    due = models.Project.objects.due(ctx.today).select_for_update(skip_locked=True)
    return list(due.values_list("id", flat=True)[:chunk])


def _lock(ids: list[UUID]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM projects WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [ids])
        return cursor.fetchone() is not None
