"""The coverage of a project over time: covered periods, gaps between them, what will be booked next."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from autossa.domain.cancellations import reachable_end
from autossa.domain.contracts import Contract, Status
from autossa.domain.coverage import Period
from autossa.domain.projects import Project
from autossa.queries.billing.next_charges import NextCharge


@dataclass(frozen=True, slots=True)
class Span:
    """Days [start, end)."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.end - self.start).days


@dataclass(frozen=True, slots=True)
class Cancelling:
    """The next day to cancel by, and the contract's end that it reaches."""

    last_day: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the coverage picture shows. `planned` is the period of the next charge."""

    today: date
    periods: tuple[Period, ...]
    gaps: tuple[Span, ...]
    planned: Span | None
    charged_on: date | None
    cancelling: Cancelling | None
    ends_on: date | None


def make_timeline(project: Project, charge: NextCharge | None, today: date) -> Timeline:
    """The picture's data on a day."""
    periods = tuple(sorted(project.coverage, key=lambda period: period.start))
    settlement = charge.settlement if charge else None
    contract = project.contract
    return Timeline(
        today=today,
        periods=periods,
        gaps=find_gaps(project, periods, today),
        planned=Span(settlement.start, settlement.end) if settlement else None,
        charged_on=charge.day if charge else None,
        cancelling=cancelling(contract, today) if contract else None,
        ends_on=contract.ends_on if contract and contract.is_open else None,
    )


def find_gaps(project: Project, periods: tuple[Period, ...], today: date) -> tuple[Span, ...]:
    """Uncovered days between covered ones, and from the first uncovered day to today, today included."""
    gaps = [Span(a.end, b.start) for a, b in pairwise(periods) if a.end < b.start]
    start = project.first_uncovered
    if start is not None and start <= today:
        gaps.append(Span(start, today + timedelta(days=1)))
    return tuple(gaps)


def cancelling(contract: Contract, today: date) -> Cancelling | None:
    """By when an active contract can be cancelled next, and to which end (rule 7)."""
    if contract.status is not Status.ACTIVE:
        return None
    end = reachable_end(contract, today)
    return Cancelling(end.last_day, end.day)
