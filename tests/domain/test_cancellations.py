"""Cancelling with notice, wished ends, and taking it back (rule 7)."""

import pytest

from autossa.domain.cancellations import earliest_end, last_day_to_cancel
from autossa.domain.dates import DAY
from autossa.domain.refusals import Code, Refusal
from tests.domain.story import Story, code, d, option


@pytest.mark.parametrize(
    ("name", "term_end", "last_day"),
    [
        ("annual_monthly", "2027-01-31", "2026-10-30"),
        ("annual_yearly", "2027-01-01", "2026-09-30"),
        ("annual_quarterly", "2028-02-29", "2027-11-28"),
        pytest.param("annual_yearly", "2027-05-31", "2027-02-27", id="clamped to 28 February, less a day"),
        pytest.param("annual_yearly", "2028-05-31", "2028-02-28", id="clamped to 29 February, less a day"),
        ("flex_monthly", "2026-06-30", "2026-05-29"),
        ("flex_monthly", "2026-07-31", "2026-06-29"),
        ("flex_monthly", "2026-03-31", "2026-02-27"),
        ("flex_monthly", "2026-03-01", "2026-01-31"),
    ],
)
def test_the_last_day_to_cancel(name: str, term_end: str, last_day: str) -> None:
    assert last_day_to_cancel(d(term_end), option(name)) == d(last_day)


@pytest.mark.parametrize(
    ("name", "start", "day", "end"),
    [
        ("annual_monthly", "2026-01-31", "2026-01-31", "2027-01-31"),
        ("annual_monthly", "2026-01-31", "2026-10-30", "2027-01-31"),
        ("annual_monthly", "2026-01-31", "2026-10-31", "2028-01-31"),
        ("annual_monthly", "2026-01-31", "2027-10-30", "2028-01-31"),
        ("annual_monthly", "2026-01-31", "2029-10-31", "2031-01-31"),
        pytest.param("annual_yearly", "2024-02-29", "2027-11-28", "2028-02-29", id="anchored on 29 February"),
        pytest.param("annual_yearly", "2024-02-29", "2027-11-29", "2029-02-28", id="a day late"),
        pytest.param("annual_yearly", "2026-06-01", "2026-01-10", "2027-06-01", id="before the start"),
        pytest.param("flex_monthly", "2026-05-31", "2026-05-29", "2026-06-30", id="flex, ahead of its start"),
        pytest.param("flex_monthly", "2026-05-31", "2026-05-31", "2026-07-31", id="flex: two months at least"),
        ("flex_monthly", "2026-05-31", "2026-06-29", "2026-07-31"),
        ("flex_monthly", "2026-05-31", "2026-06-30", "2026-08-31"),
    ],
)
def test_the_earliest_end(name: str, start: str, day: str, end: str) -> None:
    assert earliest_end(d(start), option(name), d(day)) == d(end)


@pytest.mark.parametrize("name", ["annual_yearly", "flex_monthly"])
def test_the_earliest_end_is_the_first_that_the_day_still_reaches(name: str) -> None:
    start = d("2026-01-31")
    ends = {earliest_end(start, option(name), start + DAY * n) for n in range(900)}
    for n in range(900):
        day = start + DAY * n
        end = earliest_end(start, option(name), day)
        assert last_day_to_cancel(end, option(name)) >= day
        assert not [other for other in ends if other < end and last_day_to_cancel(other, option(name)) >= day]


# An annual contract from 1 January 2026: its first term ends on 1 January 2027.
@pytest.mark.parametrize(
    ("day", "wished", "result", "ends_on"),
    [
        ("2026-06-01", None, "done", "2027-01-01"),
        ("2026-09-30", None, "done", "2027-01-01"),
        ("2026-10-01", None, "done", "2028-01-01"),
        ("2026-06-01", "2027-01-01", "done", "2027-01-01"),
        ("2026-06-01", "2027-03-15", "done", "2027-03-15"),
        ("2026-06-01", "2026-12-31", "notice_too_short", None),
        ("2026-10-01", "2027-12-31", "notice_too_short", None),
    ],
)
def test_cancelling(day: str, wished: str | None, result: str, ends_on: str | None) -> None:
    story = Story("2026-01-01").under_contract().on(day)
    assert code(story.cancel(wished)) == result
    assert story.contract.ends_on == (d(ends_on) if ends_on else None)
    assert story.status == ("ending" if ends_on else "active")


def test_a_notice_too_short_names_the_earliest_end() -> None:
    story = Story("2026-01-01").under_contract()
    assert story.cancel("2026-12-31") == Refusal(Code.NOTICE_TOO_SHORT, earliest_end=d("2027-01-01"))


@pytest.mark.parametrize(
    ("wishes", "last", "ends_on"),
    [
        pytest.param(["2027-03-15", "2027-03-15"], "already_ending", "2027-03-15", id="the same end"),
        pytest.param(["2027-03-15", "2027-03-16"], "already_ending", "2027-03-15", id="a later one"),
        pytest.param(["2027-03-15", "2027-03-14"], "done", "2027-03-14", id="an earlier one"),
        pytest.param(["2027-03-15", None], "done", "2027-01-01", id="the earliest"),
        pytest.param([None, None], "already_ending", "2027-01-01", id="twice the earliest"),
        pytest.param([None, "2026-12-31"], "notice_too_short", "2027-01-01", id="notice comes first"),
    ],
)
def test_cancelling_again(wishes: list[str | None], last: str, ends_on: str) -> None:
    story = Story("2026-01-01").under_contract()
    results = [story.cancel(wish) for wish in wishes]
    assert code(results[0]) == "done"
    assert code(results[1]) == last
    assert story.contract.ends_on == d(ends_on)
    if last == "already_ending":
        assert results[1] == Refusal(Code.ALREADY_ENDING, ends_on=d(ends_on))


def test_a_cancelled_contract_moves_to_ending_only_once() -> None:
    story = Story("2026-01-01").under_contract()
    story.cancel("2027-03-15")
    story.cancel()
    moves = [entry.status.value for entry in story.entries if type(entry).__name__ == "ContractMoved"]
    assert moves == ["active", "ending"]


@pytest.mark.parametrize(
    ("fixed_end", "steps", "results", "ends_on", "status"),
    [
        pytest.param(None, ["undo"], ["not_ending"], None, "active", id="not cancelled"),
        pytest.param(None, ["cancel", "undo"], ["done", "done"], None, "active", id="taken back"),
        pytest.param(None, ["cancel", "undo", "undo"], ["done", "done", "not_ending"], None, "active", id="once only"),
        pytest.param("2028-06-01", ["undo"], ["nothing_to_undo"], "2028-06-01", "ending", id="only the fixed end"),
        pytest.param(
            "2028-06-01", ["cancel", "undo"], ["done", "done"], "2028-06-01", "ending", id="back to the fixed end"
        ),
        pytest.param(
            "2028-06-01",
            ["cancel", "undo", "undo"],
            ["done", "done", "nothing_to_undo"],
            "2028-06-01",
            "ending",
            id="then there is nothing left",
        ),
    ],
)
def test_taking_it_back(
    fixed_end: str | None, steps: list[str], results: list[str], ends_on: str | None, status: str
) -> None:
    story = Story("2026-01-01").under_contract(fixed_end=fixed_end)
    assert [code(getattr(story, step)()) for step in steps] == results
    assert (story.contract.ends_on, story.status) == (d(ends_on) if ends_on else None, status)


def test_all_cancellations_are_taken_back_at_once() -> None:
    story = Story("2026-01-01").under_contract()
    story.cancel("2027-03-15")
    story.cancel("2027-02-01")
    story.undo()
    assert (story.contract.ends_on, story.status) == (None, "active")


def test_after_an_undo_the_next_period_starts_where_the_last_ended() -> None:
    story = Story("2026-01-01").under_contract("annual_quarterly").on("2026-09-20")
    story.cancel("2027-02-10")
    story.on("2027-01-10").run()
    assert story.coverage[-1] == "2027-01-01 2027-02-10 auto"  # cut at the end
    story.undo()
    story.on("2027-01-27").run()
    assert story.coverage[-1] == "2027-02-10 2027-04-01 auto"  # to the next boundary of the run
    whole = sum(s.ssc for s in story.settlements if s.start >= d("2027-01-01"))
    assert whole == 30000  # a quarter, though it came in two


def test_not_cancelled_it_goes_on_term_by_term() -> None:
    story = Story("2026-01-01").under_contract("annual_yearly").on("2029-06-01")
    assert [period.split()[0] for period in story.coverage] == ["2026-01-01", "2027-01-01", "2028-01-01", "2029-01-01"]
    assert story.status == "active"
