"""The daily run as jobs: begun once a day, booked by all workers, closed by the last of them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import structlog

from autossa.domain.runs.jobs import DAILY_RUN, NIGHT
from autossa.jobs import clock
from autossa.jobs.jobs import Work
from autossa.operations.runs import nights, queue
from autossa.operations.runs.safety import voiding
from autossa.operations.runs.timetable import TIMETABLE

log = structlog.get_logger()


def find_due(local: datetime, done: Mapping[str, date]) -> list[queue.Put]:
    """The job that begins the night, where it is due and nobody is at one."""
    day = TIMETABLE[DAILY_RUN].last(local)
    if done.get(DAILY_RUN, date.min) >= day or nights.is_under_way():
        return []
    return [] if queue.has_failed(NIGHT, day=day.isoformat()) else [nights.job(day)]


def begin(work: Work, day: str) -> None:
    """Open the run of the day that is due by now; the day it was put for may be one that was missed."""
    work.check()
    due = max(date.fromisoformat(day), TIMETABLE[DAILY_RUN].last(clock.local(work.ctx.now)))
    run = nights.begin(day=due, ctx=work.ctx)
    log.info("night begun" if run else "no night begun", day=str(due), put_for=day)


def share(work: Work, run: str, today: str) -> int:
    """Book chunks of the night. Raises Stopped."""
    work.check()
    ctx = replace(work.ctx, today=date.fromisoformat(today))
    return nights.share(run=UUID(run), ctx=ctx, should_continue=work.should_continue)


def void_approved(work: Work) -> int:
    """Void what two people decided to take back of a run; how many periods."""
    return voiding.carry_out_approved(ctx=work.ctx, should_continue=work.should_continue)


def close(work: Work, run: str, today: str, day: str, looks: int) -> str | None:
    """Close the night; the name of the task, once it is done."""
    ctx = replace(work.ctx, today=date.fromisoformat(today))
    report = nights.close(run=UUID(run), day=date.fromisoformat(day), looks=looks, ctx=ctx)
    if report is None:
        return None
    log.info(
        "task done", task=DAILY_RUN, day=day, projects=report.projects, periods=report.periods, parked=report.parked,
        left=report.unbooked, findings=report.findings,
    )  # fmt: skip
    return DAILY_RUN
