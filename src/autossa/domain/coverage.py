"""Coverage: the project's covered days, half-open periods that never overlap (words, rule 8)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from autossa.domain.dates import DAY


class Source(StrEnum):
    """Where covered days came from."""

    AUTO = "auto"
    MANUAL = "manual"
    BACK_PAYMENT = "back_payment"


@dataclass(frozen=True, slots=True)
class Period:
    """Covered days [start, end) of the run with that anchor; `end` is the first day NOT covered."""

    start: date
    end: date
    source: Source
    anchor: date


def covered_until(periods: tuple[Period, ...]) -> date | None:
    """The end of the last coverage, or None when the project never had any."""
    return max((period.end for period in periods), default=None)


def days_left(until: date, today: date) -> int:
    """Days from today to the last covered day, the day before `until` (L of rule 4).

    0 on that last day; negative once it is over: the number of days since it.
    """
    return (until - DAY - today).days


def is_covered(periods: tuple[Period, ...], day: date) -> bool:
    """The day lies in a period."""
    return any(period.start <= day < period.end for period in periods)


def pieces(periods: tuple[Period, ...], start: date, end: date) -> list[Period]:
    """The covered pieces of [start, end), in order, each with its run's anchor (rule 6)."""
    clipped = (Period(max(p.start, start), min(p.end, end), p.source, p.anchor) for p in periods)
    return sorted((p for p in clipped if p.start < p.end), key=lambda piece: piece.start)


def run_ending_on(periods: tuple[Period, ...], day: date) -> Period | None:
    """The last period of the run that ends on that day; a back payment is no run (rule 8)."""
    for period in periods:
        if period.end == day and period.source is not Source.BACK_PAYMENT:
            return period
    return None
