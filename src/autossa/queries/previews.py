"""What the run would book: the same plan, unapplied."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.domain.amounts import Money, Ssc
from autossa.domain.invoices import Reason
from autossa.domain.renewals import catch_up, run_day
from autossa.domain.settlements import Settlement
from autossa.queries.wakes import due_projects
from autossa.store.ids import public_id
from autossa.store.loading import Loaded, load_projects

_PORTION = 500


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
    ids = due_projects(day)
    for begin in range(0, len(ids), _PORTION):
        loaded = load_projects(ids[begin : begin + _PORTION], day, lock=False)
        for item in loaded.values():
            yield from planned_periods(item, day)


def planned_periods(loaded: Loaded, day: date) -> Iterator[PlannedPeriod]:
    """The periods that a run on the day would book for one project."""
    caught_up = catch_up(loaded.project, loaded.touched_on, day)
    for entry in caught_up.followed_by(run_day(caught_up.project, day)).entries:
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
