"""Coverage: half-open periods, the pieces of a span, the run that just ended (words, rules 6 and 8)."""

import pytest

from autossa.domain.coverage import Period, Source, covered_until, days_left, is_covered, pieces, run_ending_on
from tests.domain.story import d


def period(start: str, end: str, source: Source = Source.AUTO, anchor: str | None = None) -> Period:
    return Period(d(start), d(end), source, d(anchor or start))


JANUARY = period("2026-01-15", "2026-02-15", Source.MANUAL)
FEBRUARY = period("2026-02-15", "2026-03-15", anchor="2026-02-15")
MARCH = period("2026-03-15", "2026-04-15", anchor="2026-02-15")
MAY = period("2026-05-01", "2026-05-20", Source.BACK_PAYMENT)
ALL = (MAY, FEBRUARY, JANUARY, MARCH)


def test_covered_until_is_the_first_day_after_the_last_period() -> None:
    assert covered_until(()) is None
    assert covered_until(ALL) == d("2026-05-20")


@pytest.mark.parametrize(
    ("day", "covered"),
    [("2026-01-14", False), ("2026-01-15", True), ("2026-02-15", True), ("2026-04-15", False), ("2026-05-20", False)],
)
def test_a_day_is_covered_or_not(day: str, covered: bool) -> None:
    assert is_covered(ALL, d(day)) is covered


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        pytest.param("2026-02-20", "2026-03-01", ["2026-02-20 2026-03-01"], id="inside one"),
        pytest.param(
            "2026-02-01",
            "2026-03-20",
            ["2026-02-01 2026-02-15", "2026-02-15 2026-03-15", "2026-03-15 2026-03-20"],
            id="over three, in order",
        ),
        pytest.param(
            "2026-04-10", "2026-06-01", ["2026-04-10 2026-04-15", "2026-05-01 2026-05-20"], id="across a hole"
        ),
        pytest.param("2026-04-15", "2026-05-01", [], id="in the hole"),
    ],
)
def test_pieces_of_a_span(start: str, end: str, found: list[str]) -> None:
    assert [f"{piece.start} {piece.end}" for piece in pieces(ALL, d(start), d(end))] == found


def test_a_piece_keeps_its_run() -> None:
    (piece,) = pieces(ALL, d("2026-03-20"), d("2026-03-25"))
    assert (piece.source, piece.anchor) == (Source.AUTO, d("2026-02-15"))


@pytest.mark.parametrize(
    ("day", "run"),
    [
        pytest.param("2026-04-15", MARCH, id="a contract's"),
        pytest.param("2026-02-15", JANUARY, id="one by hand"),
        pytest.param("2026-05-20", None, id="a back payment is no run"),
        pytest.param("2026-04-16", None, id="nothing ends there"),
    ],
)
def test_the_run_that_just_ended(day: str, run: Period | None) -> None:
    assert run_ending_on(ALL, d(day)) == run


@pytest.mark.parametrize(
    ("today", "left"),
    [
        pytest.param("2026-03-15", 30, id="thirty days to the last one, 14 April"),
        pytest.param("2026-04-13", 1, id="tomorrow is the last"),
        pytest.param("2026-04-14", 0, id="the last day"),
        pytest.param("2026-04-15", -1, id="the first day not covered"),
        pytest.param("2026-05-14", -30, id="the last day of the grace: C − L = 30"),
    ],
)
def test_days_left_are_counted_to_the_last_covered_day(today: str, left: int) -> None:
    assert days_left(MARCH.end, d(today)) == left
