"""License lines: a license type times a quantity, alive in [added_on, ended_on) (words of the rules)."""

from datetime import date
from enum import StrEnum
from fractions import Fraction
from operator import attrgetter
from typing import NamedTuple


class Ssa(StrEnum):
    """How a license type stands to SSA: charged, included for as long as it is alive, or no part of it at all."""

    CHARGED = "charged"
    INCLUDED = "included"
    NONE = "none"


class Line(NamedTuple):
    """One license line of a project. The rate is SSC per unit and year; `number` is unique in the project.

    `place` is the place in the order of the licenses: a remainder line keeps that of the line it came from, as it keeps
    `acquired_on` and `included_until`, the first day that the SSA sold with the license no longer includes.
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
    ssa: Ssa = Ssa.CHARGED
    included_until: date | None = None

    @property
    def is_charged(self) -> bool:
        """A charged line of the rules: SSA has a price for its type. The others never cost anything."""
        return self.ssa is Ssa.CHARGED

    @property
    def charged_from(self) -> date:
        """The later of its first day and the first one that is no longer included."""
        included = self.included_until
        return self.added_on if included is None or included < self.added_on else included

    @property
    def is_empty(self) -> bool:
        """It was, or will be, alive on no day."""
        return self.ended_on is not None and self.ended_on <= self.added_on

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

    def first_charged_day(self, since: date) -> date | None:
        """The first day, not before `since`, on which it is alive and charged; None when there is none."""
        if not self.is_charged:
            return None
        first = max(since, self.charged_from)
        return first if self.ended_on is None or first < self.ended_on else None

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


_order = attrgetter("place", "number")
