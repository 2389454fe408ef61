"""When the daily run has something to do."""

from datetime import date
from uuid import UUID

from autossa.store import models


def next_wake_on(project: UUID) -> date | None:
    """The first day on which the run may have something to do with the project, None when there is none."""
    return models.Project.objects.filter(pk=project).values_list("wake_on", flat=True).get()
