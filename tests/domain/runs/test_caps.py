"""When a run is so far from what was foreseen that it halts, and when a project has too much due."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autossa.domain.runs.caps import Doubt, Limits, Outlook, Worth, doubts, is_too_many

LIMITS = Limits(periods=6, tolerance=30, floor=50)


def worth(planned: int, before: int) -> tuple[Worth, ...]:
    return (Worth("EUR", Fraction(planned), Fraction(before)),)


TABLE = [
    (Outlook(1000, 1000, 300, 300, worth(100, 100)), ()),
    (Outlook(1300, 1000, 300, 300), ()),
    (Outlook(1301, 1000, 300, 300), (Doubt.MORE,)),
    (Outlook(700, 1000, 300, 300), ()),
    (Outlook(699, 1000, 300, 300), (Doubt.FEWER,)),
    (Outlook(0, 1000), (Doubt.FEWER,)),
    (Outlook(5000, 0, 300, 300), (Doubt.MORE,)),
    (Outlook(49, 0, 49, 490, worth(1000, 100)), ()),  # a few contracts are no pattern
    (Outlook(60, 11, 60, 60), ()),
    (Outlook(61, 11, 61, 61), (Doubt.MORE,)),
    (Outlook(14_500, None, 300, 7_500), (Doubt.PERIODS,)),
    (Outlook(1000, None, 300, 391), (Doubt.PERIODS,)),
    (Outlook(1000, None, 300, 390), ()),
    (Outlook(1000, None, 300, 0), ()),  # all wait for a price
    (Outlook(1000, 1000, 300, 300, worth(131, 100)), (Doubt.COSTLIER,)),
    (Outlook(1000, 1000, 300, 300, worth(69, 100)), (Doubt.CHEAPER,)),
    (Outlook(1000, 1000, 300, 300, worth(130, 100)), ()),
    (Outlook(1000, 1000, 300, 300, worth(5, 0)), (Doubt.COSTLIER,)),
    (Outlook(1000, 1000, 300, 300, worth(0, 0)), ()),
]


@pytest.mark.parametrize(("outlook", "expected"), TABLE)
def test_in_what_a_run_is_not_as_foreseen(outlook: Outlook, expected: tuple[Doubt, ...]) -> None:
    assert doubts(outlook, LIMITS) == expected


@given(st.integers(0, 10**6), st.integers(0, 100))
def test_what_is_as_foreseen_never_halts(due: int, tolerance: int) -> None:
    sampled = min(due, 300)
    outlook = Outlook(due, due, sampled, sampled, worth(due, due))
    assert doubts(outlook, Limits(tolerance=tolerance)) == ()


def test_one_period_more_than_the_limit_is_too_many() -> None:
    assert [is_too_many(periods, LIMITS) for periods in (0, 1, 6, 7)] == [False, False, False, True]


def test_how_many_periods_the_whole_run_would_book() -> None:
    assert Outlook(14_500, None, 300, 7_500).periods_of_all == 362_500
    assert Outlook(0).periods_of_all == 0
