"""What lots of credits are worth, what bookings took of them, and how that is earned day by day (billing 19).

A lot is worth what was paid for it net; one that was not paid for is worth nothing. What a booking takes of a lot has
its share of the lot's worth, and is earned over the days that the booking pays for; a gap at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from autossa.domain.amounts import Money, Ssc, half_up_ratio
from autossa.domain.billing.vat import Treatment
from autossa.domain.dates import DAY
from autossa.domain.invoices import Reason


@dataclass(frozen=True, slots=True)
class Cut:
    """From that day on it is worth less, by an amount above 0: a credit note, a void."""

    day: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Use:
    """What a booking took of a lot: worth `value`, earned over [start, end), at the earliest on `day`."""

    booking: str
    reason: Reason
    day: date
    start: date
    end: date
    value: Money
    cuts: tuple[Cut, ...] = ()

    def worth_on(self, day: date) -> Money:
        """What is left of its value at the end of a day."""
        return self.value - sum(cut.amount for cut in self.cuts if cut.day <= day)

    def earned_until(self, day: date) -> Money:
        """R(value × days up to and including the day ÷ days): so the parts add up to the value (billing 19)."""
        if day < self.day:
            return 0
        value = self.worth_on(day)
        if self.reason is Reason.GAP:
            return value
        days = (self.end - self.start).days
        past = min(max((day + DAY - self.start).days, 0), days)
        return half_up_ratio(value * past, days)

    @property
    def settled_on(self) -> date:
        """The day from which on nothing changes any more."""
        last = self.day if self.reason is Reason.GAP else max(self.day, self.end - DAY)
        return max([last, *(cut.day for cut in self.cuts)])


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot with all that was taken of it; money in minor units of `currency`.

    `value` is what was paid for it net, from `day` on; `cuts` is what credit notes took back. `breakage` is what staff
    took away: earned at once, nobody will use it any more.
    """

    key: str
    currency: str
    treatment: Treatment
    rate: Fraction
    day: date
    value: Money
    uses: tuple[Use, ...] = ()
    breakage: tuple[Cut, ...] = ()
    cuts: tuple[Cut, ...] = ()
    has_document: bool = True

    def worth_on(self, day: date) -> Money:
        """What was paid for it, less what was paid back, at the end of a day."""
        return self.value - sum(cut.amount for cut in self.cuts if cut.day <= day) if self.day <= day else 0

    def earned_until(self, day: date) -> Money:
        """What its uses have earned up to and including a day."""
        return sum(use.earned_until(day) for use in self.uses)

    def broken_until(self, day: date) -> Money:
        """What was taken away up to and including a day."""
        return sum(cut.amount for cut in self.breakage if cut.day <= day)

    def deferred_on(self, day: date) -> Money:
        """What is paid for and not earned at the end of a day."""
        return self.worth_on(day) - self.earned_until(day) - self.broken_until(day)

    def unused_on(self, day: date) -> Money:
        """What of it no booking has taken by the end of a day: deferred without an end."""
        used = sum(use.worth_on(day) for use in self.uses if use.day <= day)
        return self.worth_on(day) - used - self.broken_until(day)


@dataclass(frozen=True, slots=True)
class Taken:
    """A booking took SSC (hundredths) of a lot."""

    booking: str
    reason: Reason
    day: date
    start: date
    end: date
    ssc: Ssc


@dataclass(frozen=True, slots=True)
class GivenBack:
    """What a booking took came back: it was voided."""

    booking: str
    day: date


@dataclass(frozen=True, slots=True)
class TakenAway:
    """Staff took SSC (hundredths) of a lot away."""

    day: date
    ssc: Ssc


@dataclass(frozen=True, slots=True)
class PaidBack:
    """A credit note took back a part of what was paid for the lot, net: nothing of its SSC."""

    day: date
    amount: Money


Movement = Taken | GivenBack | TakenAway | PaidBack


def with_movements(lot: Lot, ssc: Ssc, movements: Iterable[Movement]) -> Lot:
    """A lot of so many SSC (hundredths) with what was taken of it, in the order in which it happened.

    What is taken is worth R(what the rest of the lot is worth × its share of that rest): the last one takes all, and
    what comes back comes back at its worth. So all shares add up to the lot's value.
    """
    shares = _Shares(lot, ssc)
    for movement in movements:
        match movement:
            case Taken():
                shares.take(movement)
            case GivenBack():
                shares.give_back(movement)
            case TakenAway():
                shares.take_away(movement)
            case PaidBack():
                shares.pay_back(movement)
    return replace(lot, uses=tuple(shares.uses), breakage=tuple(shares.broken), cuts=(*lot.cuts, *shares.cuts))


class _Shares:
    """What is left of a lot, in SSC and in money."""

    def __init__(self, lot: Lot, ssc: Ssc) -> None:
        self.day, self.ssc, self.value = lot.day, ssc, lot.value
        self.uses: list[Use] = []
        self.broken: list[Cut] = []
        self.cuts: list[Cut] = []
        self.open: dict[str, tuple[int, Ssc]] = {}

    def take(self, taken: Taken) -> None:
        value = self._share(taken.ssc)
        self.open[taken.booking] = len(self.uses), taken.ssc
        day = max(taken.day, self.day)
        self.uses.append(Use(taken.booking, taken.reason, day, taken.start, taken.end, value))

    def give_back(self, given: GivenBack) -> None:
        place, ssc = self.open.pop(given.booking)
        use = self.uses[place]
        worth = use.worth_on(date.max)
        self.uses[place] = replace(use, cuts=(*use.cuts, Cut(max(given.day, use.day), worth)))
        self.ssc, self.value = self.ssc + ssc, self.value + worth

    def take_away(self, taken: TakenAway) -> None:
        self.broken.append(Cut(max(taken.day, self.day), self._share(taken.ssc)))

    def pay_back(self, paid: PaidBack) -> None:
        """Of what is not used yet first, then of what was used last: so no more is taken back than there was."""
        day, left = max(paid.day, self.day), paid.amount
        self.cuts.append(Cut(day, left))
        of_rest = min(left, self.value)
        self.value, left = self.value - of_rest, left - of_rest
        for place, use in reversed(list(enumerate(self.uses))):
            of_use = min(left, use.worth_on(date.max))
            if of_use:
                self.uses[place] = replace(use, cuts=(*use.cuts, Cut(max(day, use.day), of_use)))
                left -= of_use
        if left:  # it was taken away: less is broken
            self.broken.append(Cut(day, -left))

    def _share(self, ssc: Ssc) -> Money:
        """Raises ValueError for more than is left: the ledger does not add up."""
        if ssc > self.ssc:
            raise ValueError(f"{ssc} taken of a lot that has {self.ssc} left")
        value = half_up_ratio(self.value * ssc, self.ssc)
        self.ssc, self.value = self.ssc - ssc, self.value - value
        return value
