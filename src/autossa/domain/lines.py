"""License lines: a license type times a quantity, alive in [added_on, ended_on) (words of the rules)."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Line:
    """One license line of a project. The rate is SSC per unit and year; `number` is unique in the project.

    `place` is the place in the order of the licenses: a remainder line keeps that of the line it came from.
    """

    number: int
    place: int
    license_id: str
    license_type: str
    quantity: int
    rate: Fraction
    acquired_on: date
    added_on: date
    ended_on: date | None = None
    confirmed: bool = True

    @property
    def is_open(self) -> bool:
        """No return has ended it, not even for a day to come."""
        return self.ended_on is None

    @property
    def is_requested(self) -> bool:
        """It waits for the vendor's confirmation; one that was withdrawn or refused waits no more (rule 6)."""
        return self.is_open and not self.confirmed

    def alive_on(self, day: date) -> bool:
        """Alive in [added_on, ended_on); never, when that is empty."""
        return self.added_on <= day and (self.ended_on is None or day < self.ended_on)

    def alive_within(self, start: date, end: date) -> bool:
        """Alive on at least one day of [start, end)."""
        first, last = self.lifetime_within(start, end)
        return first < last

    def lifetime_within(self, start: date, end: date) -> tuple[date, date]:
        """The part of [start, end) in which the line was alive; empty when the first day is not before the second."""
        return max(start, self.added_on), end if self.ended_on is None else min(end, self.ended_on)


def in_order(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Oldest first: by the license's place, a remainder right after the line it came from."""
    return tuple(sorted(lines, key=_order))


def _order(line: Line) -> tuple[int, int]:
    return line.place, line.number
