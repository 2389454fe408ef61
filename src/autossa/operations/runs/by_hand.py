"""The daily run started by hand."""

from django.db import transaction

from autossa.domain.runs.jobs import DAILY_RUN, Priority
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.runs import nights, queue, renewals, task_days
from autossa.queries.runs.due import count_due

MAX_AT_ONCE = 1000
"""Up to how many projects a run by hand is done at once; more are left to the worker."""


def run_now(*, ctx: ActionContext) -> renewals.Report | None:
    """Do the daily run by hand: at once, or by the worker (None) when it is long."""
    due = count_due(ctx.today)
    with transaction.atomic():
        record_activity(ctx, "start_run", details={"projects": due})
        if due > MAX_AT_ONCE:
            task_days.again(DAILY_RUN, ctx.today)
            queue.put(nights.job(ctx.today, Priority.PEOPLE))
            return None
    return renewals.run(ctx=ctx)
