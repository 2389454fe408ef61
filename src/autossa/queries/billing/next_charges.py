"""The next charge of a project: what the daily run would book first, unapplied (rule 5)."""

from dataclasses import dataclass, replace
from datetime import date

from autossa.domain.amounts import Money, Ssc
from autossa.domain.projects import Outcome
from autossa.domain.renewals import booked_periods, days_ahead, is_due, paid_in_time
from autossa.domain.settlements import Settlement
from autossa.queries.billing.issued.cycles import collective_on, settings_of
from autossa.store.engine.load import Loaded


@dataclass(frozen=True, slots=True)
class NextCharge:
    """A period as it would be booked if nothing changes; SSC in hundredths, money in minor units.

    `settlement` is None while there is no price to book it with (rule 2). `paid_by` is who will be invoiced where that
    is not the customer, else empty; `collective_on` the day of the collective invoice that it will stand on, None where
    it has one of its own, or as long as nobody asked (`with_document`).
    """

    day: date
    currency: str
    settlement: Settlement | None
    paid_by: str = ""
    collective_on: date | None = None

    @property
    def ssc(self) -> Ssc:
        """What the period costs."""
        return self.settlement.ssc if self.settlement else 0

    @property
    def invoiced(self) -> Ssc:
        """What the balance does not hold."""
        return self.settlement.recharged if self.settlement else 0

    @property
    def gross(self) -> Money:
        """What will be invoiced, VAT included."""
        return self.settlement.invoice.gross if self.settlement and self.settlement.invoice else 0


def next_charge(loaded: Loaded, today: date) -> NextCharge | None:
    """The first period that the run will book, today or later; None when none is left or nothing runs."""
    for day, outcome in days_ahead(paid_in_time(loaded.project, today), loaded.touched_on, today):
        if (settlement := _first_period(outcome)) is not None:
            return _charge(loaded, max(settlement.day, today), settlement)
        if is_due(outcome.project, day):
            return NextCharge(day, loaded.currency, None)
    return None


def with_document(loaded: Loaded, charge: NextCharge | None) -> NextCharge | None:
    """A charge with the collective invoice that it will stand on, if any (billing 5). At most one query."""
    if charge is None or charge.settlement is None or charge.settlement.invoice is None:
        return charge
    payer = loaded.payer_on(charge.settlement.start)
    return replace(charge, collective_on=collective_on(settings_of([payer]), payer, charge.day))


def _charge(loaded: Loaded, day: date, settlement: Settlement) -> NextCharge:
    paid_by = loaded.other_payer(settlement.start) if settlement.invoice else ""
    return NextCharge(day, loaded.currency, settlement, paid_by)


def _first_period(outcome: Outcome) -> Settlement | None:
    return next(booked_periods(outcome), None)
