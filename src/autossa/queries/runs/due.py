"""When the daily run has something to do."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from autossa.domain.renewals import is_due
from autossa.store import models
from autossa.store.engine.load import Loaded, load_projects
from autossa.store.ids import read_public_id

_BATCH_SIZE = 500


def next_run_on(project: UUID) -> date | None:
    """The first day on which the run may have something to do with the project, None when there is none."""
    return models.Project.objects.filter(pk=project).values_list("next_run_on", flat=True).get()


def due_projects(day: date) -> list[UUID]:
    """The projects that a run on the day would visit, in its order."""
    return list(models.Project.objects.due(day).values_list("id", flat=True))


def count_due(day: date) -> int:
    """How many projects a run on the day would visit."""
    return models.Project.objects.due(day).count()


def first_run_day() -> date | None:
    """The first day on which the run has something to do with any project that is not parked."""
    found = models.Project.objects.filter(next_run_on__isnull=False, parked_at=None).order_by("next_run_on")
    return found.values_list("next_run_on", flat=True).first()


def count_waiting_for_price(day: date) -> int:
    """How many projects the run of the day could not book, because no price is in force yet (rule 2)."""
    tomorrow = day + timedelta(days=1)
    found = models.Project.objects.filter(next_run_on=tomorrow, parked_at=None).order_by("id")
    ids = list(found.values_list("id", flat=True))
    return sum(is_due(loaded.project, day) for loaded in load_in_batches(ids, day))


def load_in_batches(ids: list[UUID], day: date) -> Iterator[Loaded]:
    """The facts of many projects, some hundreds at a time."""
    for begin in range(0, len(ids), _BATCH_SIZE):
        yield from load_projects(ids[begin : begin + _BATCH_SIZE], day, lock=False).values()


def row_of(text: str) -> models.Project | None:
    """The project that the key of a page names; None for anything else, which is the beginning."""
    try:
        return models.Project.objects.filter(pk=read_public_id("prj", text)).first() if text else None
    except ValueError:
        return None
