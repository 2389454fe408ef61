"""What resuming a suspended contract would book: the use case's decisions on loaded facts, unapplied (law 6)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.domain import suspensions
from autossa.domain.amounts import Money, Ssc
from autossa.domain.refusals import Refusal
from autossa.domain.renewals import run_day
from autossa.domain.settlements import Settlement
from autossa.queries.as_of import present
from autossa.queries.billing.settlements import Priced, price


@dataclass(frozen=True, slots=True)
class Resumption:
    """The periods that fell due meanwhile. SSC in hundredths, money in minor units of `currency`."""

    currency: str
    booked: tuple[Priced, ...]

    @property
    def ssc(self) -> Ssc:
        """Everything together."""
        return sum(one.settlement.ssc for one in self.booked)

    @property
    def gross(self) -> Money:
        """What will be invoiced together, VAT included."""
        return sum(one.settlement.invoice.gross for one in self.booked if one.settlement.invoice)


def preview_resumption(project: UUID, today: date) -> Resumption | None:
    """Resume today; None when the contract is not suspended."""
    found = present(project, today)
    if found is None:
        return None
    outcome = suspensions.resume(found.project, today)
    if isinstance(outcome, Refusal):
        return None
    entries = run_day(outcome.project, today).entries
    return Resumption(found.currency, tuple(price(entry) for entry in entries if isinstance(entry, Settlement)))
