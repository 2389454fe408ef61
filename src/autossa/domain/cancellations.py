"""Cancelling a contract with notice, and taking that back (rule 7)."""

from dataclasses import dataclass
from datetime import date

from autossa.domain.contracts import Contract, Status, stretches
from autossa.domain.dates import DAY, add_months, month_index
from autossa.domain.entries import ContractMoved, EndSet
from autossa.domain.lifecycle import Action, refused_in_state
from autossa.domain.plans import Option
from autossa.domain.projects import Outcome, Project, record, the_contract
from autossa.domain.refusals import Code, Refusal


def last_day_to_cancel(term_end: date, option: Option) -> date:
    """The last day on which a cancellation still reaches that term end (rule 7)."""
    return add_months(term_end, -option.notice_months) - DAY


@dataclass(frozen=True, slots=True)
class TermEnd:
    """A term end, and the option whose term ends there: its notice counts (rule 7)."""

    day: date
    option: Option

    @property
    def last_day(self) -> date:
        """The last day on which a cancellation still reaches it."""
        return last_day_to_cancel(self.day, self.option)


def earliest_end(start: date, option: Option, day: date, months: int = 0) -> date:
    """The first term end T_k = A ⊕ (m + k·term) whose last day to cancel is not before the day (rule 7)."""
    term = option.term_months
    k = max(1, (month_index(start, day) - months) // term)
    while last_day_to_cancel(add_months(start, months + k * term), option) < day:
        k += 1
    return add_months(start, months + k * term)


def reachable_end(contract: Contract, day: date) -> TermEnd:
    """The first term end that a cancellation on the day still reaches, whichever option holds then (rule 7)."""
    for stretch in stretches(contract):
        end = earliest_end(contract.start, stretch.option, day, stretch.months)
        if stretch.until is None or end <= stretch.until:
            return TermEnd(end, stretch.option)
    raise AssertionError  # the last option has no end


def cancel(project: Project, day: date, wished_end: date | None = None) -> Outcome | Refusal:
    """Set the end to the earliest term end, or to a wished day from it on (rule 7). Suspended, it stays suspended.

    Refused, in this order: `not_active`, `notice_too_short`, `already_ending`.
    """
    if refusal := refused_in_state(Action.CANCEL, project.contract):
        return refusal
    contract = the_contract(project)
    earliest = reachable_end(contract, day).day
    end = wished_end or earliest
    if end < earliest:
        return Refusal(Code.NOTICE_TOO_SHORT, earliest_end=earliest)
    if contract.ends_on is not None and end >= contract.ends_on:
        return Refusal(Code.ALREADY_ENDING, ends_on=contract.ends_on)
    outcome = record(project, EndSet(day, end))
    return outcome.then(ContractMoved(day, Status.ENDING)) if contract.status is Status.ACTIVE else outcome


def undo(project: Project, day: date) -> Outcome | Refusal:
    """Take a cancellation back: to active, or to the end agreed at conclusion (rule 7).

    Refused, in this order: `not_ending`, `nothing_to_undo`.
    """
    if refusal := refused_in_state(Action.UNDO, project.contract):
        return refusal
    contract = the_contract(project)
    if contract.ends_on == contract.fixed_end:
        return Refusal(Code.NOTHING_TO_UNDO)
    outcome = record(project, EndSet(day, contract.fixed_end))
    return outcome.then(*_back_to_active(contract, day))


def _back_to_active(contract: Contract, day: date) -> list[ContractMoved]:
    return [] if contract.fixed_end else [ContractMoved(day, Status.ACTIVE)]
