"""For which day each task of the timetable was done last: a row a task.

The engine of jobs cannot say it: it forgets what went well, knows no vendor's day, and a task that is ahead of its hour
(a run by hand) or behind it (a demo's clock) is the same job to it.
"""

from datetime import date, datetime, timedelta

from autossa.store import models


def done_for() -> dict[str, date]:
    """The last day that each task was done for; a task that was never done is missing."""
    return dict(models.TaskDay.objects.values_list("task", "done_for"))


def finish(task: str, day: date, now: datetime) -> None:
    """The task is done for the day."""
    models.TaskDay.objects.update_or_create(task=task, defaults={"done_for": day, "done_at": now})


def again(task: str, day: date) -> None:
    """Let a worker do the task of the day once more, at its next look."""
    models.TaskDay.objects.update_or_create(task=task, defaults={"done_for": day - timedelta(days=1)})
