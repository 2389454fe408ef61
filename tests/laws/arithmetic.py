"""Anchored months, rounding and shown amounts a second time, naively: what the model counts with."""

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction
from math import floor

ZERO = Fraction(0)
ONE_DAY = timedelta(days=1)


def plus(anchor: date, months: int) -> date:
    """A ⊕ n."""
    count = anchor.year * 12 + anchor.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(anchor.day, monthrange(year, month)[1]))


def rounded(value: Fraction) -> Fraction:
    """R: to 0.01, a half up."""
    return Fraction(floor(value * 100 + Fraction(1, 2)), 100)


def shown(value: Fraction) -> str:
    hundredths = value * 100
    assert hundredths.denominator == 1, f"{value} is finer than 0.01"
    whole, rest = divmod(abs(hundredths.numerator), 100)
    return f"{'-' if value < 0 else ''}{whole}.{rest:02d}"


class Calendar:
    """Months since an anchor, day after day: a day of an anchored month of n days is one nth of it."""

    def __init__(self, anchor: date) -> None:
        self.anchor, self.month, self.sums = anchor, 0, [ZERO]

    def since_anchor(self, day: date) -> Fraction:
        while len(self.sums) <= (day - self.anchor).days:
            today = self.anchor + ONE_DAY * (len(self.sums) - 1)
            if today == plus(self.anchor, self.month + 1):
                self.month += 1
            length = (plus(self.anchor, self.month + 1) - plus(self.anchor, self.month)).days
            self.sums.append(self.sums[-1] + Fraction(1, length))
        return self.sums[(day - self.anchor).days]


_calendars: dict[date, Calendar] = {}


def months(start: date, end: date, anchor: date) -> Fraction:
    calendar = _calendars.setdefault(anchor, Calendar(anchor))
    return calendar.since_anchor(end) - calendar.since_anchor(start)
