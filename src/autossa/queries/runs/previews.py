"""What the run would book: the same plan, unapplied."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from autossa.domain.amounts import Money, Ssc
from autossa.domain.projects import Outcome
from autossa.domain.renewals import booked_periods
from autossa.domain.settlements import Settlement
from autossa.queries.as_of import plan_run
from autossa.queries.billing.issued.cycles import Settings, collective_on, settings_of
from autossa.queries.runs.due import due_projects, load_in_batches
from autossa.store.engine.load import Loaded
from autossa.store.ids import public_id


@dataclass(frozen=True, slots=True)
class PlannedPeriod:
    """A period that would be booked; SSC in hundredths, money in minor units.

    `collective_on` is the day of the collective invoice that it would stand on; None where it has one of its own, or
    nothing of it is invoiced (billing 5).
    """

    project: str
    start: date
    end: date
    ssc: Ssc
    from_balance: Ssc
    net: Money
    gross: Money
    currency: str
    collective_on: date | None


def preview_run(day: date) -> Iterator[PlannedPeriod]:
    """Every period that a run on the day would book, parked projects left out."""
    settings = settings_of()
    for loaded in load_in_batches(due_projects(day), day):
        yield from planned_periods(loaded, plan_run(loaded, day), day, settings)


def planned_periods(loaded: Loaded, outcome: Outcome, day: date, settings: Settings) -> Iterator[PlannedPeriod]:
    """The periods among what a run on a day would do with one project."""
    for period in booked_periods(outcome):
        payer = loaded.payer_on(period.start)
        together = collective_on(settings, payer, day) if period.invoice else None
        yield _planned(loaded, period, together)


def _planned(loaded: Loaded, entry: Settlement, together: date | None) -> PlannedPeriod:
    invoice = entry.invoice
    return PlannedPeriod(
        public_id("prj", loaded.id),
        entry.start,
        entry.end,
        entry.ssc,
        entry.from_balance,
        invoice.net if invoice else 0,
        invoice.gross if invoice else 0,
        loaded.currency,
        together,
    )
