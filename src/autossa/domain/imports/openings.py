"""What becomes of a project that is taken over: entries as of every other decision, so that all rules hold of it.

What was covered before was paid elsewhere: its charges are computed as the rules do and taken nought times. So each
covered day of a license is accounted for once, and the charges that follow are those that would have followed there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from autossa.domain.amounts import Money, Ssc
from autossa.domain.charges import charge_lines, multiplied
from autossa.domain.contracts import Contract, OptionFrom, Status, next_period
from autossa.domain.coverage import Period, Source
from autossa.domain.credits import Lot, LotSource
from autossa.domain.entries import (
    ContractConcluded,
    ContractMoved,
    EndSet,
    Entry,
    LicenseActivated,
    LineAdded,
    OptionChanged,
    ToppedUp,
)
from autossa.domain.invoices import Reason
from autossa.domain.lines import Line
from autossa.domain.plans import Option
from autossa.domain.projects import Outcome, Project, record
from autossa.domain.refusals import Refusal
from autossa.domain.renewals import book_period, next_due_day
from autossa.domain.settlements import Part, Settlement

NOUGHT = Fraction(0)


@dataclass(frozen=True, slots=True)
class RunningContract:
    """A contract that runs: it begins with `option` on its anchor and is booked, and covers, up to `booked_until`."""

    option: Option
    concluded_on: date
    anchor: date
    booked_until: date
    fixed_end: date | None = None
    ends_on: date | None = None
    is_suspended: bool = False
    changes: tuple[OptionFrom, ...] = ()

    @property
    def end(self) -> date | None:
        """Its end, as cancelled or as agreed."""
        return self.ends_on or self.fixed_end

    def in_review(self) -> Contract:
        """As it is before anything of it is booked."""
        return Contract(
            1, self.option, Status.IN_REVIEW, self.concluded_on, self.anchor, self.anchor, self.fixed_end,
            self.fixed_end,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opening:
    """A project as another book has it: its lines, what is covered apart from the contract, free SSC, its contract."""

    lines: tuple[Line, ...] = ()
    activated: tuple[tuple[str, date], ...] = ()
    coverage: tuple[Period, ...] = ()
    balance: Ssc = 0
    contract: RunningContract | None = None


@dataclass(frozen=True, slots=True)
class NextCharge:
    """What is booked next: on which day, for [start, end), SSC in hundredths, net in minor money units.

    `net` is None while there is no price.
    """

    day: date
    start: date
    end: date
    ssc: Ssc
    net: Money | None


def open_project(project: Project, opening: Opening, day: date) -> Outcome:
    """A project without anything in it, taken over on a day."""
    outcome = record(project, *(LineAdded(day, line) for line in opening.lines))
    charged = {line.license_id for line in opening.lines if line.is_charged}
    activations = sorted(opening.activated, key=lambda one: (one[1], one[0]))
    outcome = outcome.then(*(LicenseActivated(on, license, license in charged) for license, on in activations))
    if opening.balance:
        lot = Lot(outcome.project.credits.next_lot, LotSource.OPENING, opening.balance)
        outcome = outcome.then(ToppedUp(day, lot))
    for period in sorted(opening.coverage, key=lambda one: one.start):
        outcome = outcome.then(_taken_over(outcome.project, period, None, day))
    contract = opening.contract
    return outcome if contract is None else outcome.then(*_contract(outcome.project, contract, day))


def next_charge(project: Project, today: date) -> NextCharge | None:
    """The next period that the daily run books, if nothing changes and everything is paid."""
    paid = replace(project, unpaid=None)
    day = next_due_day(paid, today)
    if day is None or paid.contract is None or paid.contract.all_booked:
        return None
    booked = book_period(paid, day)
    if isinstance(booked, Refusal):
        return _unpriced(paid, day)
    settlement = booked.settlements[0]
    net = sum(part.net for part in settlement.parts)
    return NextCharge(day, settlement.start, settlement.end, settlement.ssc, net)


def _unpriced(project: Project, day: date) -> NextCharge:
    """The same without a price: its SSC follow from the lines alone."""
    contract = project.contract
    assert contract is not None
    period = next_period(contract)
    assert period is not None
    charges = charge_lines(project.lines, *period, contract.start)
    return NextCharge(day, *period, sum(charge.ssc for charge in charges), None)


def _contract(project: Project, running: RunningContract, day: date) -> Iterator[Entry]:
    concluded = running.in_review()
    yield ContractConcluded(day, concluded)
    yield ContractMoved(day, Status.ENDING if running.fixed_end else Status.ACTIVE)
    for change in running.changes:
        yield OptionChanged(day, change.option, change.starts_on)
    if running.booked_until > running.anchor:
        period = Period(running.anchor, running.booked_until, Source.AUTO, running.anchor)
        yield _taken_over(project, period, concluded.number, day)
    if running.ends_on is not None and running.ends_on != running.fixed_end:
        yield EndSet(day, running.ends_on)
        if running.fixed_end is None:
            yield ContractMoved(day, Status.ENDING)
    if running.is_suspended:
        yield ContractMoved(day, Status.SUSPENDED)


def _taken_over(project: Project, period: Period, contract: int | None, day: date) -> Settlement:
    """Covered days that were paid elsewhere: what they cost is taken nought times."""
    charges = charge_lines(project.lines, period.start, period.end, period.anchor)
    parts = tuple(Part(multiplied(charge, NOUGHT), 0, 0, None, 0) for charge in charges)
    return Settlement(day, Reason.OPENING, period.start, period.end, parts, (), coverage=period, contract=contract)
