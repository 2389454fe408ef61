"""Whatever happens to a lot, what it was paid for is earned, broken or deferred, and nothing of it below 0."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from autossa.domain.billing.books.lots import (
    GivenBack,
    Lot,
    Movement,
    PaidBack,
    Taken,
    TakenAway,
    with_movements,
)
from autossa.domain.billing.vat import Treatment
from autossa.domain.invoices import Reason

FIRST = date(2026, 1, 10)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Lot, int, list[Movement]]:
    """A lot with what happens to it, day by day, never more than there is."""
    value, ssc = draw(st.integers(1, 10_000)), draw(st.integers(1, 1_000))
    taken: dict[str, int] = {}
    free, owed, day = ssc, value, FIRST
    found: list[Movement] = []
    for number in range(draw(st.integers(0, 8))):
        day += timedelta(days=draw(st.integers(0, 40)))
        kind = draw(st.sampled_from(["take", "give", "away", "pay"]))
        if kind in ("take", "away") and free:
            part = draw(st.integers(1, free))
            free -= part
            if kind == "away":
                found.append(TakenAway(day, part))
                continue
            start = day + timedelta(days=draw(st.integers(-20, 60)))
            end = start + timedelta(days=draw(st.integers(1, 365)))
            reason = draw(st.sampled_from([Reason.EXTENSION, Reason.GAP, Reason.ADDITION]))
            taken[str(number)] = part
            found.append(Taken(str(number), reason, day, start, end, part))
        elif kind == "give" and taken:
            booking = draw(st.sampled_from(sorted(taken)))
            free += taken.pop(booking)
            found.append(GivenBack(booking, day))
        elif kind == "pay" and owed:
            amount = draw(st.integers(1, owed))
            owed -= amount
            found.append(PaidBack(day, amount))
    return Lot("l", "EUR", Treatment.DOMESTIC, Fraction(19, 100), FIRST, value), ssc, found


@given(histories(), st.integers(0, 900))
def test_all_parts_add_up_on_every_day(history: tuple[Lot, int, list[Movement]], after: int) -> None:
    lot, ssc, movements = history
    day = FIRST + timedelta(days=after)
    one = with_movements(lot, ssc, movements)
    back = sum(one.amount for one in movements if isinstance(one, PaidBack) and one.day <= day)
    assert one.worth_on(day) == lot.value - back
    parts = (one.earned_until(day), one.broken_until(day), one.deferred_on(day))
    assert sum(parts) == one.worth_on(day)
    assert min(parts) >= 0, (parts, one)
    assert one.unused_on(day) >= 0
