"""What the run would book: the same plan, unapplied."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.domain.amounts import Money, Ssc
from autossa.domain.projects import Outcome
from autossa.domain.renewals import booked_periods
from autossa.domain.settlements import Settlement
from autossa.queries.as_of import plan_run
from autossa.queries.runs.due import due_projects, load_in_batches
from autossa.store.engine.load import Loaded
from autossa.store.ids import public_id


@dataclass(frozen=True, slots=True)
class PlannedPeriod:
    """A period that would be booked; SSC in hundredths, money in minor units."""

    project: str
    start: date
    end: date
    ssc: Ssc
    from_balance: Ssc
    net: Money
    gross: Money
    currency: str


def preview_run(day: date) -> Iterator[PlannedPeriod]:
    """Every period that a run on the day would book, parked projects left out."""
    for loaded in load_in_batches(due_projects(day), day):
        yield from planned_periods(loaded, plan_run(loaded, day))


def planned_periods(loaded: Loaded, outcome: Outcome) -> Iterator[PlannedPeriod]:
    """The periods among what a run would do with one project."""
    for period in booked_periods(outcome):
        yield _planned(loaded.id, loaded.currency, period)


def _planned(project: UUID, currency: str, entry: Settlement) -> PlannedPeriod:
    invoice = entry.invoice
    return PlannedPeriod(
        public_id("prj", project),
        entry.start,
        entry.end,
        entry.ssc,
        entry.from_balance,
        invoice.net if invoice else 0,
        invoice.gross if invoice else 0,
        currency,
    )
