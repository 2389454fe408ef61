"""TARGET days: those on which banks move euros (billing 12)."""

from datetime import date
from functools import lru_cache

from autossa.domain.dates import DAY

_SATURDAY = 5


def is_target_day(day: date) -> bool:
    """Not a weekend, nor one of the six days a year on which TARGET is closed."""
    return day.weekday() < _SATURDAY and day not in _closed(day.year)


def next_target_day(day: date) -> date:
    """That day, or the first TARGET day after it."""
    while not is_target_day(day):
        day += DAY
    return day


def target_days_before(day: date, count: int) -> date:
    """So many TARGET days earlier: by then a file has to be with the bank."""
    while count:
        day -= DAY
        count -= is_target_day(day)
    return day


def collection_day(today: date, not_before: date, prenotify_days: int, lead: int = 1) -> date:
    """The first TARGET day from `not_before` on with so many days after the pre-notification, TARGET days to submit."""
    day = next_target_day(max(not_before, today + prenotify_days * DAY))
    while target_days_before(day, lead) < today:
        day = next_target_day(day + DAY)
    return day


@lru_cache(maxsize=64)
def _closed(year: int) -> frozenset[date]:
    from holidays import financial_holidays  # takes a quarter of a second: only who asks for a day waits

    return frozenset(financial_holidays("XECB", years=year))
