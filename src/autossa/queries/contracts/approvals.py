"""What approving a contract would book: the very decisions of the use case on loaded facts, unapplied (law 6)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from autossa.domain import licenses, reviews
from autossa.domain.amounts import Money, Ssc
from autossa.domain.invoices import Reason
from autossa.domain.projects import Outcome, Project
from autossa.domain.refusals import Refusal
from autossa.domain.renewals import catch_up, run_from
from autossa.domain.settlements import Settlement
from autossa.queries.billing.next_charges import NextCharge, next_charge
from autossa.store.loading import Loaded


@dataclass(frozen=True, slots=True)
class Approval:
    """What is booked with the approval, the periods that are due then among it; and the first period, whenever it is.

    `refusal` says why it cannot be approved; then nothing else is known. SSC in hundredths, money in minor units.
    """

    currency: str
    refusal: Refusal | None = None
    booked: tuple[Settlement, ...] = ()
    first: NextCharge | None = None

    @property
    def later(self) -> NextCharge | None:
        """The first period, when the approval does not book it: it is not due yet, or waits for a price."""
        return None if any(one.reason is Reason.EXTENSION for one in self.booked) else self.first

    @property
    def ssc(self) -> Ssc:
        """Everything together."""
        return sum(one.ssc for one in self.booked) + (self.later.ssc if self.later else 0)

    @property
    def gross(self) -> Money:
        """What will be invoiced together, VAT included."""
        now = sum(one.invoice.gross for one in self.booked if one.invoice)
        return now + (self.later.gross if self.later else 0)


def preview_approval(loaded: Loaded, today: date, also: Iterable[int] = ()) -> Approval:
    """Approve today, and confirm these later requested lines too."""
    caught_up = catch_up(loaded.project, loaded.touched_on, today).project
    outcome = approve_with(caught_up, today, also)
    if isinstance(outcome, Refusal):
        return Approval(loaded.currency, outcome)
    approved = replace(loaded, project=outcome.project, touched_on=today)
    entries = outcome.followed_by(run_from(outcome.project, today, today)).entries
    booked = tuple(entry for entry in entries if isinstance(entry, Settlement))
    return Approval(loaded.currency, None, booked, next_charge(approved, today))


def approve_with(project: Project, day: date, also: Iterable[int]) -> Outcome | Refusal:
    """Approve the contract (rule 4), then confirm lines that were requested after its conclusion (rule 6)."""
    outcome = reviews.approve(project, day)
    for line in also:
        if isinstance(outcome, Refusal):
            break
        confirmed = licenses.confirm(outcome.project, day, line)
        outcome = confirmed if isinstance(confirmed, Refusal) else outcome.followed_by(confirmed)
    return outcome
