"""The tasks of the timetable: what each does, in which queue, and after which other one.

Nothing is triggered by a clock striking: whoever looks asks of each task whether it is done for the last day that it
was due. So a time that was missed is caught up, once, and a task that failed is tried again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import structlog

from autossa.domain.runs.jobs import DAILY_RUN, DAY, Queue
from autossa.jobs import clock, night
from autossa.jobs.jobs import Work
from autossa.operations import limits, outbox
from autossa.operations.accounts import ciphers, registrations, retention, sessions
from autossa.operations.accounts.programs import once
from autossa.operations.accounts.webhooks import sending
from autossa.operations.billing import documents
from autossa.operations.billing.payments import crediting
from autossa.operations.contracts import drafts
from autossa.operations.devices.license_files import majors
from autossa.operations.orders import paid
from autossa.operations.releases import artifacts
from autossa.operations.runs import dunning, forgetting, partitions, queue, reminders, task_days
from autossa.operations.runs.safety import afterwards, alarms
from autossa.operations.runs.timetable import TIMETABLE
from autossa.operations.vendor.terms import announcements

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the timetable; `after` names a task that must be done for the day first."""

    name: str
    due: Callable[[datetime], date]
    run: Callable[[Work], object]
    after: str = ""
    queue: Queue = Queue.UPKEEP


def _documents(work: Work) -> int:
    def check() -> bool:
        work.check()
        return True

    return documents.render_missing(ctx=work.ctx, should_continue=check).made


def _prune_outbox(work: Work) -> int:
    now = work.ctx.now
    count = outbox.prune(now=now) + sending.prune(now=now)
    return count + forgetting.forget(now=now, today=work.ctx.today, should_continue=work.should_continue)


def _task(name: str, run: Callable[[Work], object], queue: Queue = Queue.UPKEEP, after: str = "") -> Task:
    return Task(name, TIMETABLE[name].last, run, after, queue)


TASKS: tuple[Task, ...] = (
    _task("partitions", lambda work: partitions.make_ahead(now=clock.real(work.ctx.now))),
    _task("prune_outbox", _prune_outbox),
    _task("forget_registrations", lambda work: registrations.purge_expired(ctx=work.ctx)),
    _task("forget_drafts", lambda work: drafts.purge_expired(now=work.ctx.now)),
    _task("forget_addresses", lambda work: retention.forget(now=clock.real(work.ctx.now))),
    _task("forget_limits", lambda work: limits.purge_expired(now=work.ctx.now) + once.purge_kept(now=work.ctx.now)),
    _task("forget_jobs", lambda _: queue.forget_old()),
    _task("clear_sessions", lambda work: sessions.clear_expired(now=clock.real(work.ctx.now))),
    _task("renew_secrets", lambda _: ciphers.renew_secrets()),
    _task("sweep_artifacts", lambda work: artifacts.sweep(now=clock.real(work.ctx.now))),
    _task("match_payments", lambda work: paid.match_again(ctx=work.ctx), Queue.BANK, DAILY_RUN),
    _task("use_credit", lambda work: crediting.run(ctx=work.ctx, progress=work.check), Queue.BANK, DAILY_RUN),
    _task("license_files", lambda work: majors.run(ctx=work.ctx, progress=work.check), Queue.DOCUMENTS, DAILY_RUN),
    _task("announce_terms", lambda work: announcements.run(ctx=work.ctx, progress=work.check), after=DAILY_RUN),
    _task("documents", _documents, Queue.DOCUMENTS, DAILY_RUN),
    _task("dunning", lambda work: dunning.run(ctx=work.ctx, progress=work.check).letters, Queue.BANK, DAILY_RUN),
    _task("reminders", lambda work: reminders.run(ctx=work.ctx, progress=work.check).reminders, after=DAILY_RUN),
    _task("watch_runs", lambda work: alarms.watch(ctx=work.ctx, is_morning=True)),
    _task("verify_all", lambda work: afterwards.check_whole(ctx=work.ctx), after=DAILY_RUN),
    _task("weekly_list", lambda work: reminders.run_weekly(ctx=work.ctx), after=DAILY_RUN),
)


def find_due(moment: datetime) -> list[queue.Put]:
    """The jobs of what is due at the moment and nobody is at; the night first, without which most others wait."""
    local, done = clock.local(moment), task_days.done_for()
    found = night.find_due(local, done)
    for task in TASKS:
        day = task.due(local)
        if not _is_due(task, day, done) or queue.alive(DAY, task=task.name):
            continue
        if not queue.has_failed(DAY, task=task.name, day=day.isoformat()):
            found.append(job_of(task, day))
    return found


def job_of(task: Task, day: date) -> queue.Put:
    """The job of a task; one at a time, whichever day they are for."""
    args = {"task": task.name, "day": day.isoformat()}
    return queue.Put(DAY, task.queue, args, lock=f"{DAY} {task.name}")


def do(work: Work, task: str, day: str) -> str | None:
    """Do a task for the last day that it was due, unless it was done meanwhile; its name, if it was. Raises Stopped.

    `day` is the day that it was put for: by now a later one may be due.
    """
    found = _by_name()[task]
    due = found.due(clock.local(work.ctx.now))
    work.check()
    if not _is_due(found, due, task_days.done_for()):
        return None
    count = found.run(work)
    task_days.finish(task, due, work.ctx.now)
    log.info("task done", task=task, day=str(due), put_for=day, count=count)
    return task


def _by_name() -> dict[str, Task]:
    return {task.name: task for task in TASKS}


def _is_due(task: Task, day: date, done: Mapping[str, date]) -> bool:
    if task.name in done and done[task.name] >= day:
        return False
    return not task.after or (task.after in done and done[task.after] >= day)
