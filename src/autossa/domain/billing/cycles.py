"""When what was booked is invoiced: each booking by itself, or what a day or a month brought together (billing 5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from autossa.domain.dates import DAY

FIRST_DAY, LAST_DAY = 1, 28
"""The days of a month on which all months can be invoiced."""


class Every(StrEnum):
    """How often a payer is invoiced."""

    EACH = "each"
    DAILY = "daily"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Cycle:
    """How a payer is invoiced: each booking by itself, those of a day, or those of a month on one of its days.

    `day` is 1 to 28 where it is monthly, else None. Raises ValueError for another.
    """

    every: Every = Every.EACH
    day: int | None = None

    def __post_init__(self) -> None:
        is_day = self.day is not None and FIRST_DAY <= self.day <= LAST_DAY
        if is_day is not (self.every is Every.MONTHLY) or (not is_day and self.day is not None):
            raise ValueError(f"{self.every} on day {self.day}")


@dataclass(frozen=True, slots=True)
class Setting:
    """How a payer is invoiced from a day on."""

    starts_on: date
    cycle: Cycle


def cycle_on(settings: Iterable[Setting], day: date) -> Cycle:
    """How a payer is invoiced on a day, of its settings from the oldest on: the last that has begun holds."""
    begun = [setting.cycle for setting in settings if setting.starts_on <= day]
    return begun[-1] if begun else Cycle()


def collective_day(cycle: Cycle, booked_on: date) -> date | None:
    """The day of the collective invoice that holds what was booked on a day; None where it has one of its own."""
    return None if cycle.every is Every.EACH else invoiced_on(cycle, booked_on)


def invoiced_on(cycle: Cycle, booked_on: date) -> date:
    """The first day on which a collective invoice holds what was booked on a day.

    The day after it, or the payer's next day of the month after it. What waits from a former setting of a payer that is
    invoiced each by itself now does not wait any longer.
    """
    if cycle.every is Every.EACH:
        return booked_on
    if cycle.every is Every.DAILY or cycle.day is None:
        return booked_on + DAY
    this = booked_on.replace(day=cycle.day)
    return this if this > booked_on else _next_month(this)


def _next_month(day: date) -> date:
    return day.replace(year=day.year + day.month // 12, month=day.month % 12 + 1)
