"""The Auto SSA contract and its states (rule 4)."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from autossa.domain.amounts import Ssc
from autossa.domain.charges import Charge, total
from autossa.domain.dates import add_months, month_index
from autossa.domain.plans import Option


class Status(StrEnum):
    """The lifecycle of rule 4; a project without any contract has none of them."""

    IN_REVIEW = "in_review"
    QUESTION = "question"
    ACTIVE = "active"
    ENDING = "ending"
    SUSPENDED = "suspended"
    ENDED = "ended"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


UNDER_REVIEW = frozenset({Status.IN_REVIEW, Status.QUESTION})
RUNNING = frozenset({Status.ACTIVE, Status.ENDING})
OPEN = UNDER_REVIEW | RUNNING | {Status.SUSPENDED}


@dataclass(frozen=True, slots=True)
class Gap:
    """The uncovered days [start, end) before a contract, computed once, at its conclusion (rule 4).

    `late` means longer than the grace: calculated twice and held. `excused_days` of it do not count: they were spent in
    reviews that ended in rejection, or in the days to react to one. `waived`: it would be late, but for a waiver.
    """

    start: date
    end: date
    late: bool
    charges: tuple[Charge, ...]
    excused_days: int = 0
    waived: bool = False

    @property
    def ssc(self) -> Ssc:
        """What the gap costs, in hundredths of an SSC."""
        return total(self.charges)


@dataclass(frozen=True, slots=True)
class Question:
    """Days [asked_on, answered_on) of a review that waited for the customer; no second day while it still waits."""

    asked_on: date
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class RejectedReview:
    """A review that ended in rejection: its days excuse a gap, but for those that waited for the customer (rule 4)."""

    concluded_on: date
    rejected_on: date
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Contract:
    """One Auto SSA contract; `number` counts within the project. It covers the whole project, never single licenses.

    `booked_until` is the end of its last booked period, `start` before the first. `requested` names the lines
    that its approval confirms (rule 6). `questions` are those of its review. `terminated`: staff ended it at once,
    while it was suspended (rule 4).
    """

    number: int
    option: Option
    status: Status
    concluded_on: date
    start: date
    booked_until: date
    fixed_end: date | None = None
    ends_on: date | None = None
    gap: Gap | None = None
    requested: frozenset[int] = frozenset()
    questions: tuple[Question, ...] = ()
    terminated: bool = False

    @property
    def is_open(self) -> bool:
        """In review, active, ending or suspended: there can be no second one (rule 4)."""
        return self.status in OPEN

    @property
    def is_under_review(self) -> bool:
        """It waits for the vendor's decision, or for an answer that the vendor asked for (rule 4)."""
        return self.status in UNDER_REVIEW

    @property
    def is_running(self) -> bool:
        """Active or ending: periods are booked and additions invoiced (rules 5, 6)."""
        return self.status in RUNNING

    @property
    def all_booked(self) -> bool:
        """It has an end, and every period up to it is booked."""
        return self.ends_on is not None and self.booked_until >= self.ends_on


def moved_to(contract: Contract, status: Status, day: date) -> Contract:
    """The contract in its new state; its questions are kept for as long as it is under review."""
    questions = closed_questions(contract, day)
    if status is Status.QUESTION:
        questions = (*questions, Question(day))
    return replace(contract, status=status, questions=questions if status in UNDER_REVIEW else ())


def closed_questions(contract: Contract, day: date) -> tuple[Question, ...]:
    """Its questions, the last of which waits no longer than to that day."""
    return tuple(replace(one, answered_on=one.answered_on or day) for one in contract.questions)


def first_term_end(contract: Contract, day: date) -> date:
    """The first term end T_k = A ⊕ k·term, k ≥ 1, that is not before the day (rules 6, 7)."""
    term = contract.option.term_months
    k = max(1, month_index(contract.start, day) // term)
    end = add_months(contract.start, k * term)
    return end if end >= day else add_months(contract.start, (k + 1) * term)


def term_start(contract: Contract, day: date) -> date:
    """The first day of the contract term that a day, not before the start, lies in (rule 2)."""
    term = contract.option.term_months
    index = month_index(contract.start, day) // term
    return add_months(contract.start, index * term)


def next_period(contract: Contract) -> tuple[date, date] | None:
    """The next period [s, e) (rule 5): from the end of the last to the first A ⊕ k·billed after it, cut at the end.

    None when the contract's end is reached.
    """
    start, billed = contract.booked_until, contract.option.billed_months
    if contract.ends_on is not None and start >= contract.ends_on:
        return None
    k = month_index(contract.start, start) // billed + 1
    end = add_months(contract.start, k * billed)
    return start, end if contract.ends_on is None else min(end, contract.ends_on)
