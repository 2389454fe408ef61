"""Interest on what is paid late: the base rate and points on top, days/360 (billing 16)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from autossa.domain.amounts import Money, half_up
from autossa.domain.billing.books.items import Item, rest_of
from autossa.domain.billing.dunning.levels import INTEREST_YEAR
from autossa.domain.dates import DAY

_POINTS = 10_000  # hundredths of a percentage point


@dataclass(frozen=True, slots=True)
class BaseRate:
    """A row of the vendor's table: from that day on the base rate is so many hundredths of a per cent; below 0 too."""

    starts_on: date
    points: int


def interest(item: Item, day: date, rates: Iterable[BaseRate], points: int) -> Fraction:
    """Interest of a document from the day after its due day up to and including a day, exact, in minor units.

    On what was left of it at the end of the day before. Raises LookupError for days before the table's first row.
    """
    table = sorted(rates, key=lambda row: row.starts_on)
    first = item.claim.due_on + DAY
    changes = {row.starts_on for row in table} | {payment.day + DAY for payment in item.payments}
    changes |= {note.day + DAY for note in item.notes}
    cuts = [first, *sorted(cut for cut in changes if first < cut <= day), day + DAY]
    total = Fraction(0)
    for start, end in pairwise(cuts):
        if (days := (end - start).days) > 0 and (rest := rest_of(item, start - timedelta(days=1))):
            rate = max(_base(table, start) + points, 0)
            total += Fraction(rest * rate * days, _POINTS * INTEREST_YEAR)
    return total


def interest_to_claim(item: Item, day: date, rates: Iterable[BaseRate], points: int, claimed: Money) -> Money:
    """R of all interest so far, less what was claimed before: so the parts add up. Never below 0."""
    return max(half_up(interest(item, day, rates, points)) - claimed, 0)


def _base(table: list[BaseRate], day: date) -> int:
    begun = [row.points for row in table if row.starts_on <= day]
    if not begun:
        raise LookupError(f"no base rate is known for {day}")
    return begun[-1]
