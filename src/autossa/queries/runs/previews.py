"""What the run would book: the same plan, unapplied."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.domain.amounts import Money, Ssc
from autossa.domain.invoices import Reason
from autossa.domain.projects import Outcome
from autossa.domain.settlements import Settlement
from autossa.queries.as_of import plan_run
from autossa.queries.runs.due import due_projects
from autossa.store.engine.load import Loaded, load_projects
from autossa.store.ids import public_id

_BATCH_SIZE = 500


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


def load_in_batches(ids: list[UUID], day: date) -> Iterator[Loaded]:
    """The facts of many projects, some hundreds at a time."""
    for begin in range(0, len(ids), _BATCH_SIZE):
        yield from load_projects(ids[begin : begin + _BATCH_SIZE], day, lock=False).values()


def planned_periods(loaded: Loaded, outcome: Outcome) -> Iterator[PlannedPeriod]:
    """The periods among what a run would do with one project."""
    for entry in outcome.entries:
        if isinstance(entry, Settlement) and entry.reason is Reason.EXTENSION:
            yield _planned(loaded.id, loaded.currency, entry)


def _planned(project: UUID, currency: str, entry: Settlement) -> PlannedPeriod:
    invoice = entry.invoice
    recharged = entry.recharge.free if entry.recharge else 0
    return PlannedPeriod(
        public_id("prj", project),
        entry.start,
        entry.end,
        entry.ssc,
        entry.ssc - recharged,
        invoice.net if invoice else 0,
        invoice.gross if invoice else 0,
        currency,
    )
