"""The credits of a project over time: what the ledger says of the past year, and what the daily run would do in the
coming one, unapplied (rule 5)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from autossa.domain.amounts import Ssc
from autossa.domain.credits import Credits
from autossa.domain.dates import DAY, add_months
from autossa.domain.entries import Entry
from autossa.domain.projects import Outcome
from autossa.domain.renewals import days_ahead, is_due, paid_in_time
from autossa.domain.settlements import Settlement
from autossa.queries.snapshot import snapshot
from autossa.store import models
from autossa.store.engine.load import Loaded, load_projects

MONTHS = 12


class Why(StrEnum):
    """What moved credits: they came in, were used, were held for a gap, or given free again."""

    IN = "in"
    USED = "used"
    HELD = "held"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class Movement:
    """So many hundredths of an SSC, and why they moved."""

    why: Why
    ssc: Ssc


@dataclass(frozen=True, slots=True)
class CreditDay:
    """A day on which credits moved, and what there was at its end: free and held, in hundredths of an SSC.

    `is_planned`: it lies ahead, as the daily run would book it if nothing changes. The first day of all may be without
    movements: it says what there was at the beginning.
    """

    day: date
    free: Ssc
    held: Ssc
    movements: tuple[Movement, ...]
    is_planned: bool

    @property
    def balance(self) -> Ssc:
        """Free and held together."""
        return self.free + self.held


@dataclass(frozen=True, slots=True)
class CreditCourse:
    """The credits from `start` to before `end`. From `stops_on` on nothing is foreseen: a price is missing then."""

    today: date
    start: date
    end: date
    days: tuple[CreditDay, ...]
    stops_on: date | None


def credit_course(loaded: Loaded, today: date, months: int = MONTHS) -> CreditCourse:
    """The credits of a project, so many months back and ahead. One query, in the snapshot of what was loaded."""
    start, end = add_months(today, -months), add_months(today, months)
    transfers = list(models.Transfer.objects.filter(project=loaded.id, day__gte=start).order_by("-day", "-id"))
    credits = loaded.project.credits
    past = _past(transfers, credits, start)
    ahead, stops_on = _ahead(loaded, today, end)
    return CreditCourse(today, start, end, (*past, *ahead), stops_on)


def course_of(project: UUID, today: date, months: int) -> CreditCourse:
    """As `credit_course`, of a project by its key."""
    with snapshot():
        return credit_course(load_projects([project], today, lock=False)[project], today, months)


def _past(transfers: Iterable[models.Transfer], credits: Credits, start: date) -> list[CreditDay]:
    """Back from what there is now, day by day; the last row is the beginning, and comes first."""
    free, held = credits.free, credits.held
    days: list[CreditDay] = []
    for transfer in transfers:
        if not days or days[-1].day != transfer.day:
            days.append(CreditDay(transfer.day, free, held, (), is_planned=False))
        last = days[-1]
        days[-1] = CreditDay(last.day, last.free, last.held, (_movement(transfer), *last.movements), is_planned=False)
        free -= transfer.effect_on("free")
        held -= transfer.effect_on("held")
    days.append(CreditDay(start - DAY, free, held, (), is_planned=False))
    return days[::-1]


def _movement(transfer: models.Transfer) -> Movement:
    if transfer.change:
        return Movement(Why.IN if transfer.change > 0 else Why.USED, transfer.ssc)
    return Movement(Why.HELD if transfer.credit == "held" else Why.RELEASED, transfer.ssc)


def _ahead(loaded: Loaded, today: date, end: date) -> tuple[list[CreditDay], date | None]:
    """What the run books on each day on which it has something to do."""
    days: list[CreditDay] = []
    for day, outcome in days_ahead(paid_in_time(loaded.project, today), loaded.touched_on, today):
        if day >= end:
            break
        days += _planned(day, outcome)
        if is_due(outcome.project, day):
            return days, day
    return days, None


def _planned(day: date, outcome: Outcome) -> Iterator[CreditDay]:
    movements = tuple(movement for entry in outcome.entries for movement in _movements(entry))
    if movements:
        credits = outcome.project.credits
        yield CreditDay(day, credits.free, credits.held, movements, is_planned=True)


def _movements(entry: Entry) -> Iterator[Movement]:
    if isinstance(entry, Settlement):
        if entry.recharge is not None:
            yield Movement(Why.IN, entry.recharge.free)
        if entry.ssc:
            yield Movement(Why.USED, entry.ssc)
