"""What a cancellation, its undoing or a withdrawal would do: the very decisions of the use cases, unapplied."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.domain import cancellations, reviews
from autossa.domain.amounts import Ssc
from autossa.domain.cancellations import earliest_end, last_day_to_cancel
from autossa.domain.contracts import Contract, Status
from autossa.domain.projects import Project, the_contract
from autossa.domain.refusals import Refusal
from autossa.queries.as_of import project_on
from autossa.queries.billing.next_charges import NextCharge, next_charge
from autossa.queries.snapshot import snapshot
from autossa.store.loading import Loaded, load_projects


@dataclass(frozen=True, slots=True)
class CancelPage:
    """A cancellation on a day; `end` is the first day after the contract, `earliest` the first that is possible.

    `last_day` is the last day on which that earliest end can still be reached. `too_early` is the refusal of a wished
    end, `end` then the earliest one.
    """

    contract: Contract
    covered_until: date | None
    charge: NextCharge | None
    free: Ssc
    end: date
    earliest: date
    last_day: date
    too_early: Refusal | None


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


def cancel_page(project: UUID, today: date, wished: date | None = None) -> CancelPage | Refusal:
    """Cancel today, to the earliest end or a wished one. The refusal when there is nothing to cancel."""
    loaded, facts = _load(project, today)
    outcome, too_early = cancellations.cancel(facts, today, wished), None
    if isinstance(outcome, Refusal) and wished is not None:
        too_early, outcome = outcome, cancellations.cancel(facts, today)
    if isinstance(outcome, Refusal):
        return outcome
    contract, after = the_contract(facts), the_contract(outcome.project)
    earliest = earliest_end(contract.start, contract.option, today)
    return CancelPage(
        contract=contract,
        covered_until=facts.covered_until,
        charge=next_charge(loaded, today),
        free=facts.credits.free,
        end=after.ends_on or earliest,
        earliest=earliest,
        last_day=last_day_to_cancel(earliest, contract.option),
        too_early=too_early,
    )


def undo_page(project: UUID, today: date) -> UndoPage | Refusal:
    """Take the cancellation back today."""
    _loaded, facts = _load(project, today)
    outcome = cancellations.undo(facts, today)
    if isinstance(outcome, Refusal):
        return outcome
    contract = the_contract(facts)
    end = earliest_end(contract.start, contract.option, today)
    return UndoPage(contract, the_contract(outcome.project), last_day_to_cancel(end, contract.option), end)


def withdraw_page(project: UUID, today: date) -> WithdrawPage | Refusal:
    """Withdraw today."""
    _loaded, facts = _load(project, today)
    outcome = reviews.withdraw(facts, today)
    if isinstance(outcome, Refusal):
        return outcome
    return WithdrawPage(the_contract(facts), outcome.project.credits.free - facts.credits.free)


def open_question(project: UUID, today: date) -> bool:
    """The vendor waits for an answer."""
    _loaded, facts = _load(project, today)
    return facts.contract is not None and facts.contract.status is Status.QUESTION


def _load(project: UUID, today: date) -> tuple[Loaded, Project]:
    with snapshot():
        loaded = load_projects([project], today, lock=False)[project]
        return loaded, project_on(loaded, today)[0]
