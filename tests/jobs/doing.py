"""Jobs in tests: at a moment, in the vendor's zone, in this process."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from autossa.domain.runs.jobs import Queue
from autossa.jobs import days, night
from autossa.jobs.days import Task
from autossa.jobs.inline import run_due
from autossa.jobs.jobs import Work
from autossa.operations.runs import queue
from autossa.operations.runs.timetable import Due
from autossa.operations.vendor import mails
from tests.cast.shop import on

PATIENCE = 120.0


def moment(text: str) -> datetime:
    """A moment in the vendor's zone (Berlin), in winter."""
    return datetime.fromisoformat(f"{text}+01:00").astimezone(UTC)


def at(text: str, *, should_continue: bool = True) -> list[str]:
    """What is done at a moment."""
    return run_due(moment(text), lambda: should_continue)


def jobs(**which: Any) -> list[ProcrastinateJob]:
    """The jobs that there are, as they were put."""
    return list(ProcrastinateJob.objects.filter(**which).order_by("id"))


def ask_for_tests(count: int) -> None:
    """So many e-mails wait."""
    for number in range(count):
        mails.send_test(to=f"{number}@example.com", language="en", ctx=on("2026-01-20"))


def wait_until(is_so: Callable[[], object]) -> None:
    """Until something holds that other sessions do."""
    end = monotonic() + PATIENCE
    while not is_so():
        assert monotonic() < end, "it did not come"
        sleep(0.02)


def failed(cause: str = "it does not work", task: str = "documents") -> int:
    """A job that failed for good, and why."""
    queue.put(queue.Put("day", Queue.DOCUMENTS, {"task": task, "day": "2026-02-04"}))
    job = jobs()[-1].id
    queue.note_cause(job, RuntimeError(cause), moment("2026-02-04T08:00"))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed', attempts = 13 WHERE id = %s", [job])
    return job


class Notes:
    """Tasks that note when they were done, or fail."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.fails = False
        self.before: Callable[[], object] = lambda: None

    def task(self, name: str = "a", hour: int = 7, after: str = "") -> Task:
        """A task of the timetable, from an hour on."""

        def run(work: Work) -> int:
            self.before()
            if self.fails:
                raise RuntimeError("it does not work")
            self.done.append(f"{name} {work.ctx.today}")
            return 1

        return Task(name, Due(time(hour)).last, run, after, Queue.UPKEEP)


def only(monkeypatch: pytest.MonkeyPatch, *tasks: Task) -> None:
    """The timetable has these tasks and no night."""
    monkeypatch.setattr(days, "TASKS", tasks)
    monkeypatch.setattr(night, "find_due", lambda local, done: [])
