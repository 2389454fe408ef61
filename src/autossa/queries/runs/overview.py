"""The page of the runs: what they did, what is parked, what tonight's would book, how jobs and outbox stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from autossa.domain.rights import Action
from autossa.domain.runs.jobs import DAILY_RUN
from autossa.queries.access import Account, staff_may
from autossa.queries.runs.due import count_due
from autossa.queries.runs.history import (
    Parked,
    RunRow,
    StuckMail,
    TaskRow,
    asking_runs,
    last_runs,
    parked_projects,
    stuck_mails,
    task_states,
)
from autossa.queries.runs.jobs import JobRow, troubled_jobs
from autossa.queries.runs.next_run import Preview, preview
from autossa.queries.runs.safety.run_page import wants_run_mails
from autossa.queries.runs.safety.voidable import VoidingRow, waiting_voidings
from autossa.queries.vendor.outbox import Waiting, count_waiting

_DAY = timedelta(days=1)
_FEW = 10


@dataclass(frozen=True, slots=True)
class Overview:
    """`tonight` is the day that the next scheduled run books; `preview` a few of the projects it would visit."""

    runs: tuple[RunRow, ...]
    parked: Parked
    tonight: date
    due_tonight: int
    due_now: int
    preview: Preview
    tasks: Mapping[str, TaskRow]
    jobs: tuple[JobRow, ...]
    outbox: Waiting
    mails: tuple[StuckMail, ...]
    may_start: bool
    asking: tuple[RunRow, ...] = ()
    voidings: tuple[VoidingRow, ...] = ()
    wants_mails: bool = True


def read_overview(today: date, after: str = "", *, account: Account) -> Overview:
    """Everything that the page shows; the parked projects from a key on."""
    tasks = task_states()
    tonight = _tonight(tasks, today)
    return Overview(
        runs=last_runs(),
        parked=parked_projects(after),
        tonight=tonight,
        due_tonight=count_due(tonight),
        due_now=count_due(today),
        preview=preview(tonight, page=_FEW),
        tasks=tasks,
        jobs=troubled_jobs(_FEW),
        outbox=count_waiting(),
        mails=stuck_mails(),
        may_start=staff_may(account, Action.START_RUNS),
        asking=asking_runs(),
        voidings=waiting_voidings(account.user),
        wants_mails=wants_run_mails(account.user),
    )


def next_run_day(today: date) -> date:
    """The day that the next scheduled run books: today's, when that is still to come."""
    return _tonight(task_states(), today)


def _tonight(tasks: Mapping[str, TaskRow], today: date) -> date:
    done = tasks.get(DAILY_RUN)
    is_still_to_come = done is not None and (done.done_for is None or done.done_for < today)
    return today if is_still_to_come else today + _DAY
