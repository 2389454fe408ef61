"""The kinds of jobs as tasks of procrastinate, of an app that a worker makes for itself."""

import threading
from typing import Any

from procrastinate import App, JobContext

from autossa.jobs.jobs import Kind, Patience, perform
from autossa.jobs.kinds import KINDS, TICK

STOP = "stop"
"""Where a worker's context has the event that tells its jobs to end."""
EACH = "* * * * * */5"
"""How often is looked what is due: of procrastinate's clock only the beat is used, and a beat may be missed."""


def register(app: App, *, beats: bool) -> None:
    """Make known what can be done; with `beats` it is also looked again and again what is due."""
    for kind in KINDS.values():
        job = _job_of(kind)
        options: dict[str, Any] = {"name": kind.name, "queue": kind.queue.value, "priority": kind.priority.value}
        if kind is not TICK:
            app.task(**options, pass_context=True, retry=Patience())(job)
            continue
        # One may wait, which is enough; it is not tried again, since the next one comes by itself.
        task = app.task(**options, pass_context=True, queueing_lock=kind.name)(job)
        if beats:
            app.periodic(cron=EACH)(task)


def _job_of(kind: Kind) -> Any:
    def job(context: JobContext, **args: Any) -> None:
        stop: threading.Event = context.additional_context[STOP]
        assert context.job.id is not None
        perform(kind, context.job.id, args, lambda: not stop.is_set())

    return job
