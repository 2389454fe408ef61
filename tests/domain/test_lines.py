"""License lines: when they are alive, and their order."""

import pytest

from autossa.domain.lines import in_order
from tests.domain.story import d, line


@pytest.mark.parametrize(
    ("added", "ended", "day", "alive"),
    [
        ("2026-03-10", None, "2026-03-09", False),
        ("2026-03-10", None, "2026-03-10", True),
        ("2026-03-10", None, "2099-01-01", True),
        ("2026-03-10", "2026-04-01", "2026-03-31", True),
        ("2026-03-10", "2026-04-01", "2026-04-01", False),
        pytest.param("2026-03-10", "2026-03-10", "2026-03-10", False, id="returned on the day it was added: never"),
    ],
)
def test_alive_from_added_to_before_ended(added: str, ended: str | None, day: str, alive: bool) -> None:
    assert line(added=added, ended=ended).alive_on(d(day)) is alive


@pytest.mark.parametrize(
    ("ended", "start", "end", "within"),
    [
        (None, "2026-01-01", "2026-03-10", False),
        (None, "2026-01-01", "2026-03-11", True),
        ("2026-03-20", "2026-03-19", "2026-06-01", True),
        ("2026-03-20", "2026-03-20", "2026-06-01", False),
        ("2026-03-20", "2026-03-15", "2026-03-15", False),
        ("2026-03-10", "2026-01-01", "2026-12-31", False),
    ],
)
def test_alive_on_a_day_of_a_period(ended: str | None, start: str, end: str, within: bool) -> None:
    assert line(added="2026-03-10", ended=ended).alive_within(d(start), d(end)) is within


def test_a_line_is_open_until_a_return_ends_it_even_one_to_come() -> None:
    assert line().is_open
    assert not line(ended="2099-01-01").is_open


def test_the_oldest_place_comes_first_and_a_remainder_right_after_its_line() -> None:
    first, second = line(number=1), line(number=2)
    remainder = first._replace(number=3, quantity=5, added_on=d("2026-06-01"))
    assert [each.number for each in in_order((second, remainder, first))] == [1, 3, 2]
