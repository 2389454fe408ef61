"""TARGET days, as the ECB has them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autossa.domain.billing.bank.target_days import collection_day, is_target_day, next_target_day, target_days_before

CLOSED = [
    "2026-01-01",
    "2026-04-03",
    "2026-04-06",
    "2026-05-01",
    "2026-12-25",
    "2027-03-26",
    "2027-03-29",
    "2028-04-14",
]
OPEN = ["2026-01-02", "2026-10-03", "2026-12-24", "2026-12-31", "2026-05-14", "2026-05-25", "2027-11-01"]
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("day", "is_one"), [*((day, False) for day in CLOSED), *((day, day != "2026-10-03") for day in OPEN)]
)
def test_days_on_which_banks_move_money(day: str, is_one: bool) -> None:
    assert is_target_day(date.fromisoformat(day)) is is_one


@pytest.mark.parametrize(
    ("today", "not_before", "prenotify", "lead", "day"),
    [
        ("2026-11-30", "2026-12-01", 5, 1, "2026-12-07"),  # 5 December is a Saturday
        ("2026-11-30", "2026-12-15", 5, 1, "2026-12-15"),
        ("2026-12-23", "2026-12-23", 0, 1, "2026-12-24"),
        ("2026-12-24", "2026-12-24", 1, 1, "2026-12-28"),
        ("2026-12-24", "2026-12-24", 0, 0, "2026-12-24"),
        ("2027-03-25", "2027-03-26", 1, 1, "2027-03-30"),  # Easter
        ("2026-11-28", "2026-11-28", 0, 1, "2026-12-01"),  # nothing is submitted on a Saturday
    ],
)
def test_collection_days(today: str, not_before: str, prenotify: int, lead: int, day: str) -> None:
    found = collection_day(date.fromisoformat(today), date.fromisoformat(not_before), prenotify, lead)
    assert found == date.fromisoformat(day)


@given(days, days, st.integers(0, 20), st.integers(0, 3))
def test_a_collection_day_leaves_everybody_their_days(today: date, due: date, prenotify: int, lead: int) -> None:
    found = collection_day(today, due, prenotify, lead)
    assert is_target_day(found)
    assert found >= due
    assert found - today >= timedelta(prenotify)
    assert target_days_before(found, lead) >= today


@given(days)
def test_the_next_is_at_most_five_days_away(day: date) -> None:
    found = next_target_day(day)
    assert day <= found <= day + timedelta(5)
    assert found == day or not is_target_day(day)
