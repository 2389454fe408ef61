"""What the run would book: the same plan, unapplied."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.domain.amounts import Money, Ssc
from autossa.domain.projects import Outcome
from autossa.domain.renewals import booked_periods
from autossa.domain.runs.differences import Difference, difference
from autossa.domain.settlements import Settlement
from autossa.queries.as_of import plan_run
from autossa.queries.billing.issued.cycles import Settings, collective_on, settings_of
from autossa.queries.runs.due import due_projects, load_in_batches
from autossa.queries.runs.safety.last_periods import last_periods
from autossa.store.engine.load import Loaded
from autossa.store.ids import public_id

_TOGETHER = 500


@dataclass(frozen=True, slots=True)
class PlannedPeriod:
    """A period that would be booked; SSC in hundredths, money in minor units.

    `collective_on` is the day of the collective invoice that it would stand on; None where it has one of its own, or
    nothing of it is invoiced (billing 5). `difference` is to the period before it; None for the first of a contract.
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
    difference: Difference | None = None


def preview_run(day: date) -> Iterator[PlannedPeriod]:
    """Every period that a run on the day would book, parked projects left out."""
    settings, ids = settings_of(), due_projects(day)
    for begin in range(0, len(ids), _TOGETHER):
        found = list(load_in_batches(ids[begin : begin + _TOGETHER], day))
        before = last_periods_of(found)
        for loaded in found:
            yield from planned_periods(loaded, plan_run(loaded, day), day, settings, before)


def last_periods_of(found: Iterable[Loaded]) -> Mapping[UUID, Settlement]:
    """The periods that these projects' contracts were booked last, by contract."""
    return last_periods([loaded.contract_id for loaded in found if loaded.contract_id is not None])


def planned_periods(
    loaded: Loaded, outcome: Outcome, day: date, settings: Settings, before: Mapping[UUID, Settlement]
) -> Iterator[PlannedPeriod]:
    """The periods among what a run on a day would do with one project, each beside the one before it."""
    last = before.get(loaded.contract_id) if loaded.contract_id else None
    for period in booked_periods(outcome):
        payer = loaded.payer_on(period.start)
        together = collective_on(settings, payer, day) if period.invoice else None
        yield _planned(loaded, period, together, difference(last, period) if last else None)
        last = period


def _planned(loaded: Loaded, entry: Settlement, together: date | None, differs: Difference | None) -> PlannedPeriod:
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
        differs,
    )
