"""What the pictures share: days as per cent of a width, and the months of an axis."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from autossa.domain.dates import add_months
from autossa.wording import formats

_LAST_TICK, _LAST_ON_A_PHONE = 95, 88  # per cent: a label further right would be cut off
_STEPS = ((13, 1), (26, 2), (40, 3), (80, 6), (10_000, 12))  # months shown at most, months between ticks


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle across the whole height, and what it is in words."""

    kind: str
    x: str
    width: str
    title: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A month on the axis; `minor` ones are left out where there is little room."""

    x: str
    label: str
    minor: bool


class Scale:
    """Days to per cent of the picture's width."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last

    def at(self, day: date) -> float:
        """Where a day begins, kept inside the picture."""
        share = (day - self.first).days / (self.last - self.first).days
        return min(max(share, 0.0), 1.0) * 100

    def box(self, kind: str, start: date, end: date, title: str) -> Box:
        """The rectangle of [start, end)."""
        left, right = self.at(start), self.at(end)
        return Box(kind, percent(left), percent(right - left), title)

    def ticks(self) -> Iterator[Tick]:
        """Firsts of months, as many as a wide picture has room for."""
        span = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        step = next(step for most, step in _STEPS if span <= most)
        month = add_months(date(self.first.year, 1, 1), step * (-(-self.first.month // step)))
        index = 0
        while self.at(month) < _LAST_TICK:
            label = formats.month(month) if index else formats.month_and_year(month)
            yield Tick(percent(self.at(month)), label, minor=index % 3 != 0 or self.at(month) > _LAST_ON_A_PHONE)
            month, index = add_months(month, step), index + 1


def percent(value: float) -> str:
    """As SVG writes it."""
    return f"{value:.2f}%"
