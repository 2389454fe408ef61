"""When what was booked is invoiced (billing 5)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autossa.domain.billing.cycles import Cycle, Every, Setting, collective_day, cycle_on, invoiced_on
from tests.cast.shop import d

DAILY, MONTHLY = Cycle(Every.DAILY), Cycle(Every.MONTHLY, 5)


@pytest.mark.parametrize(
    ("cycle", "booked", "invoiced"),
    [
        (Cycle(), "2026-01-31", "2026-01-31"),
        (DAILY, "2026-01-31", "2026-02-01"),
        (MONTHLY, "2026-01-04", "2026-01-05"),
        (MONTHLY, "2026-01-05", "2026-02-05"),
        (MONTHLY, "2026-12-31", "2027-01-05"),
        (Cycle(Every.MONTHLY, 28), "2026-02-28", "2026-03-28"),
        (Cycle(Every.MONTHLY, 1), "2026-01-31", "2026-02-01"),
    ],
)
def test_the_day_of_the_invoice(cycle: Cycle, booked: str, invoiced: str) -> None:
    assert invoiced_on(cycle, d(booked)) == d(invoiced)


def test_the_last_setting_that_has_begun_holds() -> None:
    settings = [Setting(d("2026-01-10"), DAILY), Setting(d("2026-01-10"), MONTHLY), Setting(d("2026-02-01"), Cycle())]
    days = ("2026-01-09", "2026-01-10", "2026-01-31", "2026-02-01")
    assert [cycle_on(settings, d(day)) for day in days] == [Cycle(), MONTHLY, MONTHLY, Cycle()]


def test_only_what_is_collected_stands_on_a_collective_invoice() -> None:
    assert collective_day(Cycle(), d("2026-01-31")) is None
    assert collective_day(DAILY, d("2026-01-31")) == invoiced_on(DAILY, d("2026-01-31"))


@pytest.mark.parametrize(
    ("every", "day"), [("monthly", None), ("monthly", 0), ("monthly", 29), ("each", 1), ("daily", 1)]
)
def test_only_a_month_has_a_day(every: str, day: int | None) -> None:
    with pytest.raises(ValueError, match=every):
        Cycle(Every(every), day)


@given(st.integers(1, 28), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_booking_waits_a_month_at_most_and_no_day_is_passed_over(day: int, booked: date) -> None:
    cycle = Cycle(Every.MONTHLY, day)
    found = invoiced_on(cycle, booked)
    assert found.day == day
    assert timedelta(0) < found - booked <= timedelta(31)
    assert invoiced_on(cycle, found) > found
    assert invoiced_on(cycle, found - timedelta(1)) == found
