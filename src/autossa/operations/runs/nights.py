"""The daily run shared by all workers of all machines: opened by one job, booked by many, closed by the last.

Each of the jobs claims projects that nobody else has, so jobs that are doubled, lost or late change nothing in what is
booked. What a job does is noted where it is done; nothing is handed from one to the next but the run they belong to.
"""

from collections.abc import Callable
from datetime import date
from time import monotonic
from uuid import UUID

from django.db import transaction

from autossa.domain.runs.jobs import CHUNK, CLOSE, DAILY_RUN, NIGHT, Priority, Queue
from autossa.operations.billing import collective
from autossa.operations.context import ActionContext
from autossa.operations.runs import queue, renewals, task_days
from autossa.operations.runs.safety.afterwards import check_after
from autossa.operations.runs.safety.closing import close_run
from autossa.operations.runs.safety.errors import RunHalted, RunStopped
from autossa.operations.runs.safety.opening import open_run
from autossa.queries.runs.due import count_due

MOST_STREAMS = 64
"""Up to how many jobs book side by side, by as many workers as there are."""
TURN = 1.0
"""Seconds after which a job lets others go first, such as what people wait for."""
LOOKS, LOOK_SECONDS = 12, 10
"""What others have locked is looked for so often, with so long a pause, before it is left."""
AGAIN_SECONDS = 600
"""What was left is tried again after so long."""
HALTED_SECONDS = 60
"""After so long it is looked whether a run that was halted may go on."""


def job(day: date, priority: Priority = Priority.NORMAL, seconds: int = 0) -> queue.Put:
    """The job that begins the night of a day."""
    return queue.Put(NIGHT, Queue.BOOKING, {"day": day.isoformat()}, priority, lock=NIGHT, seconds=seconds)


def is_under_way() -> bool:
    """A night waits to begin, or for its end."""
    return bool(queue.alive(NIGHT) or queue.alive(CLOSE))


def begin(*, day: date, ctx: ActionContext) -> UUID | None:
    """Open the run and put its jobs; None where one is under way, or nothing is left of a day that was done.

    A run that is halted, or stopped, is asked for again after a while. Raises DayToCome, and whatever else keeps a run
    from being opened.
    """
    due = count_due(ctx.today)
    if queue.alive(CLOSE) or (not due and task_days.done_for().get(DAILY_RUN, date.min) >= day):
        return None
    try:
        run = open_run(ctx=ctx)
    except (RunHalted, RunStopped):
        queue.put(job(day, seconds=HALTED_SECONDS))
        return None
    collective.issue_due(ctx=ctx)  # what was booked before the day stands on invoices of its own
    streams = min(MOST_STREAMS, -(-due // renewals.CHUNK))
    queue.put_all([*[_chunk(run, ctx.today)] * streams, _close(run, ctx.today, day)])
    return run


def share(*, run: UUID, ctx: ActionContext, should_continue: Callable[[], bool]) -> int:
    """Book chunks for a while, then let another job go on; the last finds nothing that is free. How many projects."""
    begun, visited = monotonic(), 0
    while found := renewals.book_next(run=run, ctx=ctx, chunk=renewals.CHUNK):
        visited += found.projects
        if monotonic() - begun >= TURN or not should_continue():
            queue.put(_chunk(run, ctx.today))
            break
    return visited


def close(*, run: UUID, day: date, looks: int, ctx: ActionContext) -> renewals.Report | None:
    """Close the run and with it the night of the day; None as long as somebody is at it, or something is looked for."""
    if queue.alive(CHUNK, run=str(run)):
        queue.put(_close(run, ctx.today, day, looks, seconds=1))
        return None
    if looks < LOOKS and count_due(ctx.today):
        queue.put_all([_chunk(run, ctx.today), _close(run, ctx.today, day, looks + 1, seconds=LOOK_SECONDS)])
        return None
    with transaction.atomic():
        left = close_run(run=run, ctx=ctx, finished_at=ctx.now)
        task_days.finish(DAILY_RUN, day, ctx.now)
        if left:
            queue.put(job(day, seconds=AGAIN_SECONDS))
    check_after(run=run, ctx=ctx)
    return renewals.report_of(run)


def _chunk(run: UUID, today: date) -> queue.Put:
    return queue.Put(CHUNK, Queue.BOOKING, {"run": str(run), "today": today.isoformat()}, Priority.NIGHT)


def _close(run: UUID, today: date, day: date, looks: int = 0, seconds: int = 0) -> queue.Put:
    args = {"run": str(run), "today": today.isoformat(), "day": day.isoformat(), "looks": looks}
    return queue.Put(CLOSE, Queue.BOOKING, args, Priority.LAST, lock=f"{CLOSE} {run}", seconds=seconds)
