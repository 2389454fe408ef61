"""What approving, resuming, cancelling, undoing or withdrawing a contract would do: the use case's plan, unapplied."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.domain import at_once, cancellations, reviews
from autossa.domain.amounts import Money, Ssc
from autossa.domain.cancellations import reachable_end
from autossa.domain.contracts import Contract, Status, option_on
from autossa.domain.invoices import Reason
from autossa.domain.plans import Option
from autossa.domain.projects import the_contract
from autossa.domain.refusals import Refusal
from autossa.domain.settlements import Settlement
from autossa.queries.as_of import ProjectAsOf, as_of, plan, project_as_of
from autossa.queries.billing.next_charges import NextCharge, next_charge
from autossa.queries.billing.settlements import ExplainedSettlement, explain_settlement
from autossa.queries.contracts.option_previews import TermOutcomes, term_outcomes
from autossa.queries.contracts.thread import ThreadEntry, load_latest_thread
from autossa.queries.snapshot import snapshot
from autossa.store.engine.load import Loaded, load_projects


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


@dataclass(frozen=True, slots=True)
class Resumption:
    """The periods that fell due meanwhile. SSC in hundredths, money in minor units of `currency`."""

    contract: Contract
    option: Option
    currency: str
    booked: tuple[ExplainedSettlement, ...]

    @property
    def ssc(self) -> Ssc:
        """Everything together."""
        return sum(one.settlement.ssc for one in self.booked)

    @property
    def gross(self) -> Money:
        """What will be invoiced together, VAT included."""
        return sum(one.settlement.invoice.gross for one in self.booked if one.settlement.invoice)


@dataclass(frozen=True, slots=True)
class CancelPage:
    """A cancellation on a day; `end` is the first day after the contract, `earliest` the first that is possible.

    `last_day` is the last day on which that earliest end can still be reached. `too_early` is the refusal of a wished
    end, `end` then the earliest one. `option` is that of the day, `outcomes` are those of the term's end.
    """

    contract: Contract
    covered_until: date | None
    charge: NextCharge | None
    free: Ssc
    end: date
    earliest: date
    last_day: date
    too_early: Refusal | None
    option: Option
    outcomes: TermOutcomes | None


@dataclass(frozen=True, slots=True)
class UndoPage:
    """A cancellation taken back: the contract before and after, and what the next end would be then."""

    before: Contract
    after: Contract
    last_day: date
    earliest: date


@dataclass(frozen=True, slots=True)
class WithdrawPage:
    """A contract in review taken back; `released` SSC are free again."""

    contract: Contract
    released: Ssc


def preview_approval(loaded: Loaded, today: date, lines: Sequence[int] = ()) -> Approval:
    """Approve today, and confirm these later requested lines too."""
    found, rule = as_of(loaded, today), at_once.approve(today, lines)
    outcome = plan(found, rule)
    if isinstance(outcome, Refusal):
        return Approval(found.currency, outcome)
    booked = outcome.settlements
    return Approval(found.currency, None, booked, _first_period(loaded, found, rule))


def _first_period(loaded: Loaded, found: ProjectAsOf, rule: at_once.BookedAtOnce) -> NextCharge | None:
    """The first period of an approved contract, as it is before anything of it is booked."""
    approved = plan(found, rule.decision)
    if isinstance(approved, Refusal):
        return None
    return next_charge(loaded._replace(project=approved.project, touched_on=found.day), found.day)


def preview_resumption(project: UUID, today: date) -> Resumption | None:
    """Resume today; None when the contract is not suspended."""
    found = project_as_of(project, today)
    outcome = plan(found, at_once.resume(today)) if found else None
    if found is None or outcome is None or isinstance(outcome, Refusal):
        return None
    booked = tuple(explain_settlement(one) for one in outcome.settlements)
    contract = the_contract(found.project)
    return Resumption(contract, option_on(contract, today), found.currency, booked)


def cancel_page(project: UUID, today: date, wished: date | None = None) -> CancelPage | Refusal:
    """Cancel today, to the earliest end or a wished one. The refusal when there is nothing to cancel."""
    loaded, found = _load(project, today)
    facts = found.project
    outcome, too_early = plan(found, lambda facts: cancellations.cancel(facts, today, wished)), None
    if isinstance(outcome, Refusal) and wished is not None:
        too_early, outcome = outcome, plan(found, lambda facts: cancellations.cancel(facts, today))
    if isinstance(outcome, Refusal):
        return outcome
    contract, after = the_contract(facts), the_contract(outcome.project)
    earliest = reachable_end(contract, today)
    return CancelPage(
        contract=contract,
        covered_until=facts.covered_until,
        charge=next_charge(loaded, today),
        free=facts.credits.free,
        end=after.ends_on or earliest.day,
        earliest=earliest.day,
        last_day=earliest.last_day,
        too_early=too_early,
        option=option_on(contract, today),
        outcomes=term_outcomes(facts, today),
    )


def undo_page(project: UUID, today: date) -> UndoPage | Refusal:
    """Withdraw the cancellation today."""
    _loaded, found = _load(project, today)
    outcome = plan(found, lambda facts: cancellations.undo(facts, today))
    if isinstance(outcome, Refusal):
        return outcome
    contract = the_contract(found.project)
    end = reachable_end(contract, today)
    return UndoPage(contract, the_contract(outcome.project), end.last_day, end.day)


def withdraw_page(project: UUID, today: date) -> WithdrawPage | Refusal:
    """Withdraw today."""
    _loaded, found = _load(project, today)
    outcome = plan(found, lambda facts: reviews.withdraw(facts, today))
    if isinstance(outcome, Refusal):
        return outcome
    return WithdrawPage(the_contract(found.project), outcome.project.credits.free - found.project.credits.free)


def open_question(project: UUID, today: date) -> tuple[ThreadEntry, ...] | None:
    """What was said so far, when the vendor waits for an answer; None when it does not."""
    _loaded, found = _load(project, today)
    contract = found.project.contract
    return load_latest_thread(project) if contract is not None and contract.status is Status.QUESTION else None


def _load(project: UUID, today: date) -> tuple[Loaded, ProjectAsOf]:
    with snapshot():
        loaded = load_projects([project], today, lock=False)[project]
        return loaded, as_of(loaded, today)
