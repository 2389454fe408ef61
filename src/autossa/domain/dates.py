"""Anchored months and exact fractions of them (rule 1). Days are calendar days in the vendor's zone."""

import re
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

DAY = timedelta(days=1)
_FEBRUARY = 2
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


_WRITTEN = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})", re.ASCII),
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})", re.ASCII),
)
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""What is a day of an agreement: "never", such as 9999-12-31, is none."""


class DayTooFar(ValueError):
    """A day beyond what anybody agrees to."""


def read_day(text: str) -> date:
    """The one reader of days that people write: 2026-01-31, 31.1.2026 or 31/1/2026, the day first in every language.

    Raises DayTooFar after the year 2199, ValueError before 1900, for a day that the calendar lacks, for anything else.
    """
    for form in _WRITTEN:
        if found := form.fullmatch(text):
            value = date(int(found["year"]), int(found["month"]), int(found["day"]))
            if value.year > LAST_YEAR:
                raise DayTooFar(f"{text} is after the year {LAST_YEAR}")
            if value.year >= FIRST_YEAR:
                return value
    raise ValueError(f"`{text}` is not a date such as 2026-01-31, from {FIRST_YEAR} to {LAST_YEAR}")


def days_in_month(year: int, month: int) -> int:
    """Days of a calendar month, 28 to 31."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == _FEBRUARY and leap else _MONTH_DAYS[month - 1]


@lru_cache(maxsize=1 << 16)
def add_months(anchor: date, months: int) -> date:
    """A ⊕ n (rule 1): the same day n months after the anchor, clamped to that month's last day; n may be negative.

    Always computed from the anchor, never from an earlier result: 31 January ⊕ 2 is 31 March.
    Raises OverflowError outside the years 1 to 9999.
    """
    years, month = divmod(anchor.month - 1 + months, 12)
    year = anchor.year + years
    if not 1 <= year <= 9999:
        raise OverflowError(f"{anchor} plus {months} months is outside the calendar")
    return date(year, month + 1, min(anchor.day, days_in_month(year, month + 1)))


def month_index(anchor: date, day: date) -> int:
    """The k of the anchored month [A ⊕ k, A ⊕ (k+1)) in which the day lies (rule 1)."""
    k = (day.year - anchor.year) * 12 + day.month - anchor.month
    return k if add_months(anchor, k) <= day else k - 1


def boundary_index(anchor: date, day: date) -> int | None:
    """The k with A ⊕ k == day, or None when the day is no boundary of the anchored months (rule 8)."""
    k = month_index(anchor, day)
    return k if add_months(anchor, k) == day else None


@lru_cache(maxsize=1 << 16)
def months(start: date, end: date, anchor: date) -> Fraction:
    """months(s, e; A) (rule 1): over all anchored months, days of [s, e) in it ÷ its days. Exact and additive."""
    if start >= end:
        return Fraction(0)
    return _months_since_anchor(end, anchor) - _months_since_anchor(start, anchor)


@lru_cache(maxsize=1 << 16)
def month_ratio(start: date, end: date, anchor: date) -> tuple[int, int]:
    """The same as numerator and denominator: what is asked for each line of each renewal."""
    return months(start, end, anchor).as_integer_ratio()


def _months_since_anchor(day: date, anchor: date) -> Fraction:
    k = month_index(anchor, day)
    begin, close = add_months(anchor, k), add_months(anchor, k + 1)
    return k + Fraction((day - begin).days, (close - begin).days)
