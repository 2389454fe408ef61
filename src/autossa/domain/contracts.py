"""The Auto SSA contract and its states (rule 4)."""

from collections.abc import Iterator
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
class OptionFrom:
    """From a term end of the option before, the first day `starts_on`, another option holds (rule 7)."""

    starts_on: date
    option: Option


@dataclass(frozen=True, slots=True)
class Contract:
    """One Auto SSA contract; `number` counts within the project. It covers the whole project, never single licenses.

    `option` is what it begins with, `changes` which others hold from which day, in order (rule 7). `booked_until` is
    the end of its last booked period, `start` before the first. `requested` names the lines that its approval confirms
    (rule 6). `questions` are those of its review. `terminated`: staff ended it at once, while suspended (rule 4).
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
    changes: tuple[OptionFrom, ...] = ()

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

    @property
    def scheduled(self) -> tuple[OptionFrom, ...]:
        """The options that lie ahead, none of whose periods is booked: they can be taken back (rule 7)."""
        return tuple(change for change in self.changes if change.starts_on >= self.booked_until)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days on which one option holds: from A ⊕ `months` up to `until`, which is a term end of it (rule 7)."""

    months: int
    option: Option
    until: date | None = None


def moved_to(contract: Contract, status: Status, day: date) -> Contract:
    """The contract in its new state; its questions are kept for as long as it is under review."""
    questions = closed_questions(contract, day)
    if status is Status.QUESTION:
        questions = (*questions, Question(day))
    return replace(contract, status=status, questions=questions if status in UNDER_REVIEW else ())


def closed_questions(contract: Contract, day: date) -> tuple[Question, ...]:
    """Its questions, the last of which waits no longer than to that day."""
    return tuple(replace(one, answered_on=one.answered_on or day) for one in contract.questions)


def booked_to(contract: Contract, day: date) -> Contract:
    """The contract with its periods booked up to a day; by place, since each renewal makes one."""
    c = contract
    return Contract(
        c.number, c.option, c.status, c.concluded_on, c.start, day, c.fixed_end, c.ends_on, c.gap, c.requested,
        c.questions, c.terminated, c.changes,
    )  # fmt: skip


def with_option_from(contract: Contract, starts_on: date, option: Option) -> Contract:
    """The contract with another option from a day on, what was to hold from then or later gone (rule 7).

    From its start on, it is the option that it begins with. The option that holds already is no change.
    """
    if starts_on == contract.start:
        return replace(contract, option=option, changes=())
    kept = tuple(change for change in contract.changes if change.starts_on < starts_on)
    before = kept[-1].option if kept else contract.option
    return replace(contract, changes=kept if option == before else (*kept, OptionFrom(starts_on, option)))


def stretches(contract: Contract) -> Iterator[Stretch]:
    """Its options in order, each with the days on which it holds; most contracts have one (rule 7)."""
    months, option = 0, contract.option
    for change in contract.changes:
        yield Stretch(months, option, change.starts_on)
        months, option = month_index(contract.start, change.starts_on), change.option
    yield Stretch(months, option)


def option_on(contract: Contract, day: date) -> Option:
    """The option that holds on a day; before the start, that which it begins with (rule 7)."""
    return _held(contract, day)[1]


def _held(contract: Contract, day: date) -> tuple[int, Option]:
    """The option that holds on a day, and from which month on; quick for the many contracts that have but one."""
    if not contract.changes:
        return 0, contract.option
    return next((s.months, s.option) for s in stretches(contract) if s.until is None or day < s.until)


def first_term_end(contract: Contract, day: date) -> date:
    """The first term end T_k = A ⊕ (m + k·term), k ≥ 1, that is not before the day (rules 6, 7)."""
    elapsed = month_index(contract.start, day)
    for stretch in stretches(contract):
        term = stretch.option.term_months
        k = max(1, (elapsed - stretch.months) // term)
        end = add_months(contract.start, stretch.months + k * term)
        if end < day:
            end = add_months(contract.start, stretch.months + (k + 1) * term)
        if stretch.until is None or end <= stretch.until:
            return end
    raise AssertionError  # the last option has no end


def term_start(contract: Contract, day: date) -> date:
    """The first day of the contract term that a day, not before the start, lies in (rule 2)."""
    months, option = _held(contract, day)
    index = (month_index(contract.start, day) - months) // option.term_months
    return add_months(contract.start, months + index * option.term_months)


def first_term_at(contract: Contract, price_from: date) -> date | None:
    """The first day of the first term, still to be booked, that begins on or after the day a price comes into force.

    Its first period is the first that costs the new price (rule 2). None when the contract ends before.
    """
    day = max(price_from, contract.booked_until, contract.start)
    begin = day if term_start(contract, day) == day else first_term_end(contract, day)
    return None if contract.ends_on is not None and begin >= contract.ends_on else begin


def next_period(contract: Contract) -> tuple[date, date] | None:
    """The next period [s, e) (rule 5): from the end of the last to the first A ⊕ (m + k·billed) after it, cut at the
    end.

    None when the contract's end is reached.
    """
    start = contract.booked_until
    if contract.ends_on is not None and start >= contract.ends_on:
        return None
    months, option = _held(contract, start)
    k = (month_index(contract.start, start) - months) // option.billed_months + 1
    end = add_months(contract.start, months + k * option.billed_months)
    return start, end if contract.ends_on is None else min(end, contract.ends_on)
