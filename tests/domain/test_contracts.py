"""The contract's periods and terms, counted from its start (rules 2 and 5)."""

from dataclasses import replace

import pytest

from autossa.domain.contracts import Contract, Status, next_period, term_start
from tests.domain.story import d, option


def contract(name: str, start: str, booked_until: str | None = None, ends_on: str | None = None) -> Contract:
    begin = d(start)
    return Contract(
        1,
        option(name),
        Status.ENDING if ends_on else Status.ACTIVE,
        begin,
        begin,
        d(booked_until or start),
        ends_on=d(ends_on) if ends_on else None,
    )


@pytest.mark.parametrize(
    ("name", "start", "day", "first_day"),
    [
        ("annual_monthly", "2026-01-31", "2026-01-31", "2026-01-31"),
        ("annual_monthly", "2026-01-31", "2027-01-30", "2026-01-31"),
        ("annual_monthly", "2026-01-31", "2027-01-31", "2027-01-31"),
        ("annual_yearly", "2024-02-29", "2025-02-27", "2024-02-29"),
        ("annual_yearly", "2024-02-29", "2025-02-28", "2025-02-28"),
        ("flex_monthly", "2026-01-31", "2026-02-27", "2026-01-31"),
        ("flex_monthly", "2026-01-31", "2026-02-28", "2026-02-28"),
        ("flex_monthly", "2026-01-31", "2026-03-30", "2026-02-28"),
    ],
)
def test_the_term_a_day_lies_in(name: str, start: str, day: str, first_day: str) -> None:
    assert term_start(contract(name, start), d(day)) == d(first_day)


@pytest.mark.parametrize(
    ("name", "start", "booked_until", "ends_on", "period"),
    [
        pytest.param("annual_monthly", "2026-01-31", "2026-01-31", None, "2026-01-31 2026-02-28", id="first month"),
        pytest.param("annual_monthly", "2026-01-31", "2026-02-28", None, "2026-02-28 2026-03-31", id="from the anchor"),
        pytest.param("annual_quarterly", "2026-01-31", "2026-04-30", None, "2026-04-30 2026-07-31", id="quarter"),
        pytest.param("annual_yearly", "2024-02-29", "2027-02-28", None, "2027-02-28 2028-02-29", id="leap year"),
        pytest.param("annual_quarterly", "2026-01-31", "2026-04-30", "2026-06-10", "2026-04-30 2026-06-10", id="cut"),
        pytest.param("annual_quarterly", "2026-01-31", "2026-06-10", None, "2026-06-10 2026-07-31", id="after a cut"),
        pytest.param("annual_monthly", "2026-01-31", "2026-02-28", "2026-02-28", None, id="its end is reached"),
    ],
)
def test_the_next_period(name: str, start: str, booked_until: str, ends_on: str | None, period: str | None) -> None:
    found = next_period(contract(name, start, booked_until, ends_on))
    assert (f"{found[0]} {found[1]}" if found else None) == period


@pytest.mark.parametrize(
    ("status", "is_open", "is_running"),
    [
        (Status.IN_REVIEW, True, False),
        (Status.QUESTION, True, False),
        (Status.ACTIVE, True, True),
        (Status.ENDING, True, True),
        (Status.SUSPENDED, True, False),
        (Status.ENDED, False, False),
        (Status.REJECTED, False, False),
        (Status.WITHDRAWN, False, False),
    ],
)
def test_states(status: Status, is_open: bool, is_running: bool) -> None:
    found = replace(contract("annual_monthly", "2026-01-31"), status=status)
    assert (found.is_open, found.is_running) == (is_open, is_running)
