"""Deferred revenue ahead: what is paid for and not earned today, and in which month it will be (billing 19, 20)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from autossa.domain.amounts import Money
from autossa.domain.billing.books.lots import Cut, Lot, Use
from autossa.domain.billing.books.postings import month_ends
from autossa.domain.dates import DAY, add_months

MONTHS = 24


@dataclass(frozen=True, slots=True)
class Month:
    """What is earned in a month, up to and including `last`, and what is deferred then."""

    last: date
    earned: Money
    deferred: Money


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is deferred at the end of `day` in a currency; of it `unused` is of credits that nothing was booked with.

    `months` begin with the rest of the present one. What they do not reach is earned `later`.
    """

    currency: str
    day: date
    deferred: Money
    unused: Money
    months: tuple[Month, ...]

    @property
    def later(self) -> Money:
        """What is deferred beyond the last month, unused credits left aside."""
        return self.months[-1].deferred - self.unused


def deferred_ahead(
    lots: Iterable[Lot], day: date, months: int = MONTHS, known: Mapping[str, "Deferral"] | None = None
) -> tuple[Ahead, ...]:
    """What is deferred on a day, by currency, with what was known on that day alone.

    `known` is what lots that are not among `lots` come to already, over the same months.
    """
    ends = ends_after(day, months)
    sums = {currency: replace(one, earned=[*one.earned]) for currency, one in (known or {}).items()}
    for lot in lots:
        if lot.day <= day:
            found = sums.setdefault(lot.currency, Deferral([0] * len(ends)))
            found.add(known_on(lot, day), day, ends)
    return tuple(sums[currency].ahead(currency, day, ends) for currency in sorted(sums))


def ends_after(day: date, months: int) -> tuple[date, ...]:
    """The last days of so many months, the first of them that after the day."""
    return tuple(islice(month_ends(day + DAY, add_months(day, months + 2)), months))


def known_on(lot: Lot, day: date) -> Lot:
    """A lot as it was known at the end of a day: without what was booked, credited or taken away later."""
    uses = tuple(replace(use, cuts=_known(use.cuts, day)) if use.cuts else use for use in lot.uses if use.day <= day)
    return replace(lot, uses=uses, breakage=_known(lot.breakage, day), cuts=_known(lot.cuts, day))


def _known(cuts: tuple[Cut, ...], day: date) -> tuple[Cut, ...]:
    return tuple(cut for cut in cuts if cut.day <= day)


@dataclass(slots=True)
class Deferral:
    """What the lots of a currency come to: earned in each of some months, deferred before them, and unused of that."""

    earned: list[Money]
    deferred: Money = 0
    unused: Money = 0

    def add(self, lot: Lot, day: date, ends: tuple[date, ...]) -> None:
        """One lot more, as it was known on the day before the months."""
        self.deferred += lot.deferred_on(day)
        self.unused += lot.unused_on(day)
        for use in lot.uses:
            self._add(use, day, ends)

    def _add(self, use: Use, day: date, ends: tuple[date, ...]) -> None:
        last = use.settled_on
        if last <= day:
            return
        before = use.earned_until(day)
        for place, end in enumerate(ends):
            now = use.earned_until(end)
            self.earned[place] += now - before
            if end >= last:
                break
            before = now

    def ahead(self, currency: str, day: date, ends: tuple[date, ...]) -> Ahead:
        """The same with what is left after each month."""
        rest, months = self.deferred, []
        for end, earned in zip(ends, self.earned, strict=True):
            rest -= earned
            months.append(Month(end, earned, rest))
        return Ahead(currency, day, self.deferred, self.unused, tuple(months))
