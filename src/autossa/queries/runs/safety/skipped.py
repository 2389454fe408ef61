"""What a run of a day left although it was due, and why."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.queries.runs.due import count_due, count_waiting_for_price
from autossa.store import models
from autossa.store.ids import public_id


@dataclass(frozen=True, slots=True)
class Skipped:
    """Projects that are due on a day and not booked: held by others, parked, or waiting for a price (rule 2)."""

    held: int
    parked: int
    waiting_for_price: int

    @property
    def is_any(self) -> bool:
        """Something due is left."""
        return bool(self.held or self.parked or self.waiting_for_price)

    @staticmethod
    def run_name(run: UUID) -> str:
        """What a run is called outside."""
        return public_id("run", run)


def read_skipped(day: date) -> Skipped:
    """As it stands after a run of the day."""
    parked = models.Project.objects.filter(parked_at__isnull=False, next_run_on__lte=day).count()
    return Skipped(count_due(day), parked, count_waiting_for_price(day))
