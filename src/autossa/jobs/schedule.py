"""The schedule: what is done each day or week, from which hour on, as one table.

Nothing is triggered by a clock striking: each round asks of each task whether it is done for the last day it was due.
So a time that was missed is caught up, once, and a task that failed is tried again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import structlog

from autossa.jobs import clock
from autossa.operations import limits, outbox
from autossa.operations.accounts import ciphers, registrations, retention, sessions
from autossa.operations.accounts.programs import once
from autossa.operations.accounts.webhooks import sending
from autossa.operations.billing import documents
from autossa.operations.billing.payments import crediting
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.contracts import drafts
from autossa.operations.devices.license_files import majors
from autossa.operations.orders import paid
from autossa.operations.releases import artifacts
from autossa.operations.runs import dunning, reminders, renewals, schedule
from autossa.operations.runs.timetable import TIMETABLE
from autossa.operations.vendor.terms import announcements

log = structlog.get_logger()
Continue = Callable[[], bool]
States = Mapping[str, schedule.TaskState]


class Stopped(Exception):
    """The worker is to stop; what is done so far stays, the rest is done by the next one."""


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the schedule; `after` names a task that must be done for the day first."""

    name: str
    due: Callable[[datetime], date]
    run: Callable[[ActionContext, Continue], int]
    after: str = ""


def _daily_run(ctx: ActionContext, should_continue: Continue) -> int:
    return renewals.run(ctx=ctx, progress=lambda _: _check(should_continue)).periods


def _dunning(ctx: ActionContext, should_continue: Continue) -> int:
    return dunning.run(ctx=ctx, progress=lambda _: _check(should_continue)).letters


def _reminders(ctx: ActionContext, should_continue: Continue) -> int:
    return reminders.run(ctx=ctx, progress=lambda _: _check(should_continue)).reminders


def _match_payments(ctx: ActionContext, _: Continue) -> int:
    return paid.match_again(ctx=ctx)


def _use_credit(ctx: ActionContext, should_continue: Continue) -> int:
    return crediting.run(ctx=ctx, progress=lambda _: _check(should_continue))


def _license_files(ctx: ActionContext, should_continue: Continue) -> int:
    return majors.run(ctx=ctx, progress=lambda _: _check(should_continue))


def _announce_terms(ctx: ActionContext, should_continue: Continue) -> int:
    return announcements.run(ctx=ctx, progress=lambda _: _check(should_continue))


def _documents(ctx: ActionContext, should_continue: Continue) -> int:
    def check() -> bool:
        _check(should_continue)
        return True

    return documents.render_missing(ctx=ctx, should_continue=check).made


SCHEDULE: tuple[Task, ...] = (
    Task("daily_run", TIMETABLE["daily_run"].last, _daily_run),
    Task(
        "prune_outbox",
        TIMETABLE["prune_outbox"].last,
        lambda ctx, _: outbox.prune(now=ctx.now) + sending.prune(now=ctx.now),
    ),
    Task(
        "forget_registrations",
        TIMETABLE["forget_registrations"].last,
        lambda ctx, _: registrations.purge_expired(ctx=ctx),
    ),
    Task("forget_drafts", TIMETABLE["forget_drafts"].last, lambda ctx, _: drafts.purge_expired(now=ctx.now)),
    Task(
        "forget_addresses",
        TIMETABLE["forget_addresses"].last,
        lambda ctx, _: retention.forget(now=clock.real(ctx.now)),
    ),
    Task(
        "forget_limits",
        TIMETABLE["forget_limits"].last,
        lambda ctx, _: limits.purge_expired(now=ctx.now) + once.purge_kept(now=ctx.now),
    ),
    Task(
        "clear_sessions",
        TIMETABLE["clear_sessions"].last,
        lambda ctx, _: sessions.clear_expired(now=clock.real(ctx.now)),
    ),
    Task("renew_secrets", TIMETABLE["renew_secrets"].last, lambda _ctx, _: ciphers.renew_secrets()),
    Task(
        "sweep_artifacts",
        TIMETABLE["sweep_artifacts"].last,
        lambda ctx, _: artifacts.sweep(now=clock.real(ctx.now)),
    ),
    Task("match_payments", TIMETABLE["match_payments"].last, _match_payments, after="daily_run"),
    Task("use_credit", TIMETABLE["use_credit"].last, _use_credit, after="daily_run"),
    Task("license_files", TIMETABLE["license_files"].last, _license_files, after="daily_run"),
    Task("announce_terms", TIMETABLE["announce_terms"].last, _announce_terms, after="daily_run"),
    Task("documents", TIMETABLE["documents"].last, _documents, after="daily_run"),
    Task("dunning", TIMETABLE["dunning"].last, _dunning, after="daily_run"),
    Task("reminders", TIMETABLE["reminders"].last, _reminders, after="daily_run"),
    Task("weekly_list", TIMETABLE["weekly_list"].last, lambda ctx, _: reminders.run_weekly(ctx=ctx), after="daily_run"),
)


def run_due(moment: datetime, should_continue: Continue, tasks: tuple[Task, ...] = SCHEDULE) -> list[str]:
    """Do what is due at the moment, each task by one worker only; the names of what was done. Raises Stopped."""
    local = clock.local(moment)
    ctx = ActionContext(SYSTEM, local.date(), moment)
    done: list[str] = []
    states = schedule.states()
    for task in tasks:
        if _is_due(task, states, local, moment):
            if _do(task, local, ctx, should_continue):
                done.append(task.name)
            states = schedule.states()
    return done


def _is_due(task: Task, states: States, local: datetime, moment: datetime) -> bool:
    day = task.due(local)
    if not states.get(task.name, schedule.TaskState(task.name)).is_due(day, moment):
        return False
    before = states[task.after].done_for if task.after in states else None
    return not task.after or (before is not None and before >= day)


def _do(task: Task, local: datetime, ctx: ActionContext, should_continue: Continue) -> bool:
    _check(should_continue)
    with schedule.lock(task.name) as acquired:
        if not acquired or not _is_due(
            task, schedule.states(), local, ctx.now
        ):  # another worker is at it, or was just now
            return False
        try:
            count = task.run(ctx, should_continue)
        except Stopped:
            raise
        except Exception as error:  # whatever it is: the other tasks are done, this one again later
            log.exception("task failed", task=task.name)
            schedule.fail(task.name, error, ctx.now)
            return False
        schedule.finish(task.name, task.due(local), ctx.now)
    log.info("task done", task=task.name, day=str(ctx.today), count=count)
    return True


def _check(should_continue: Continue) -> None:
    if not should_continue():
        raise Stopped
