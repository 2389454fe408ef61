"""Licenses are given up, and that is taken back (rule 6)."""

import pytest

from autossa.domain.amounts import show
from autossa.domain.entries import LineReturned
from autossa.domain.policies import GiveUp, Policy
from tests.domain.story import Story, code, d, lines


@pytest.mark.parametrize(
    ("license_id", "quantity", "result"),
    [
        ("L9", 1, "no_such_license"),
        ("L1", 1201, "quantity_too_large"),
        ("L1", 1200, "last_license"),
        ("L1", 1199, "done"),
    ],
)
def test_returns_are_refused_in_their_order(license_id: str, quantity: int, result: str) -> None:
    story = Story("2026-01-01").under_contract()
    assert code(story.give_back(license_id, quantity)) == result


@pytest.mark.parametrize(
    ("steps", "result"),
    [
        ([], "done"),
        (["conclude"], "last_license"),
        (["conclude", "ask"], "last_license"),
        (["conclude", "approve"], "last_license"),
        (["conclude", "approve", "cancel"], "last_license"),
        (["conclude", "approve", "suspend"], "last_license"),
        (["conclude", "reject"], "done"),
        (["conclude", "withdraw"], "done"),
    ],
    ids=lambda value: "-".join(value) or "no contract" if isinstance(value, list) else value,
)
def test_the_last_license_stays_while_a_contract_is_open(steps: list[str], result: str) -> None:
    story = Story("2026-01-01")
    story.add()
    for step in steps:
        getattr(story, step)()
    assert code(story.give_back("L1", 1200)) == result


def test_a_license_already_returned_is_no_other_one() -> None:
    story = Story("2026-01-01").under_contract()
    story.add("L2", 12)
    assert code(story.give_back("L2", 12)) == "done"  # alive until the term ends
    assert code(story.give_back("L1", 1200)) == "last_license"


def test_a_requested_license_is_no_other_one() -> None:
    story = Story("2026-01-01").under_contract()
    story.request("L2", 12)
    assert code(story.give_back("L1", 1200)) == "last_license"


@pytest.mark.parametrize(
    ("day", "effective"),
    [
        pytest.param("2026-01-10", "2026-02-01", id="before the next period is booked: at its first day"),
        pytest.param("2026-01-18", "2026-02-01", id="on the day it is booked, before that day's run"),
        pytest.param("2026-01-19", "2026-03-01", id="after: what is paid is not paid back"),
    ],
)
@pytest.mark.parametrize(("plan", "policy"), [("annual_monthly", GiveUp.PERIOD), ("flex_monthly", GiveUp.TERM)])
def test_what_is_given_up_counts_while_it_is_paid(day: str, effective: str, plan: str, policy: GiveUp) -> None:
    story = Story("2026-01-01", policy=Policy(give_up=policy)).under_contract(plan).on(day)
    story.give_back("L1", 200)
    assert lines(story) == [f"L1 1200 2026-01-01 {effective}", f"L1 1000 {effective} open"]
    (returned,) = [entry for entry in story.entries if isinstance(entry, LineReturned)]
    assert (returned.day, returned.ended_on) == (d(day), d(effective))


@pytest.mark.parametrize("day", ["2026-01-01", "2026-03-10"], ids=["on the day it was added", "later"])
def test_without_coverage_a_return_takes_effect_at_once(day: str) -> None:
    story = Story("2026-01-01")
    story.add()
    story.on(day)
    story.give_back("L1", 1200)
    assert lines(story) == [f"L1 1200 2026-01-01 {day}"]
    assert not story.project.lines[0].alive_on(d(day))


def test_what_remains_can_be_returned_before_it_begins() -> None:
    story = Story("2026-01-01").under_contract("flex_monthly").on("2026-01-05")
    story.give_back("L1", 200)
    story.give_back("L1", 300)
    assert lines(story) == [
        "L1 1200 2026-01-01 2026-02-01",
        "L1 1000 2026-02-01 2026-02-01",
        "L1 700 2026-02-01 open",
    ]
    story.on("2026-01-18").run()
    assert story.booked[-1] == "extension 2026-02-01 2026-03-01 58.33"


def test_returned_whole_after_a_part_nothing_goes_on() -> None:
    story = Story("2026-01-01").covered_by_hand(1)
    story.give_back("L1", 200)
    story.give_back("L1", 1000)
    assert lines(story) == ["L1 1200 2026-01-01 2026-02-01", "L1 1000 2026-02-01 2026-02-01"]
    story.on("2026-02-01")
    assert code(story.conclude()) == "no_licenses"


def test_what_remains_keeps_place_id_and_acquisition() -> None:
    story = Story("2026-01-01").under_contract("flex_monthly")
    story.add("L2", 240)
    story.give_back("L1", 600)
    first, remainder, second = story.project.lines
    assert (remainder.license_id, remainder.place, remainder.acquired_on) == ("L1", first.place, first.acquired_on)
    assert second.license_id == "L2"
    story.top_up("55")
    story.on("2026-01-18").run()
    parts = [(p.charge.line.license_id, show(p.from_balance), show(p.invoiced)) for p in story.settlements[-1].parts]
    assert parts == [("L1", "50.00", "0.00"), ("L2", "5.00", "15.00")]  # before the younger line


def test_what_remains_is_rounded_from_its_own_first_day() -> None:
    story = Story("2026-01-01")
    story.add("L1", 20)  # 1.6667 a month
    story.conclude("flex_monthly")
    story.approve()
    story.run()
    story.give_back("L1", 10)
    story.on("2026-03-01").run()
    assert [show(s.ssc) for s in story.settlements] == ["1.67", "0.83", "0.84"]


def test_what_is_paid_is_not_paid_back() -> None:
    story = Story("2026-01-01").under_contract("annual_yearly")
    story.give_back("L1", 1199)
    assert (story.balance, len(story.settlements)) == ("0.00", 1)
    assert lines(story)[-1] == "L1 1 2027-01-01 open"


# ---------------------------------------------------------------- a minimum term binds the quantity too


@pytest.mark.parametrize(
    ("fixed_end", "cancel", "day", "effective"),
    [
        pytest.param(None, None, "2026-01-10", "2027-01-01", id="the first term end"),
        pytest.param(None, None, "2026-12-17", "2027-01-01", id="while nothing of the next term is booked"),
        pytest.param(None, None, "2026-12-19", "2028-01-01", id="the next one, once a period of that term is booked"),
        pytest.param("2027-06-15", None, "2027-02-10", "2027-06-15", id="at the latest the end that was agreed"),
        pytest.param(None, "2027-03-10", "2027-01-20", "2027-03-10", id="or that was set by a cancellation"),
        pytest.param("2027-06-15", None, "2027-06-10", "2027-06-15", id="not before what is paid"),
    ],
)
def test_under_a_contract_it_ends_with_the_term(
    fixed_end: str | None, cancel: str | None, day: str, effective: str
) -> None:
    story = Story("2026-01-01").under_contract("annual_monthly", fixed_end)
    if cancel:
        story.cancel(cancel)
    story.on(day)
    story.give_back("L1", 200)
    assert lines(story)[-1] == f"L1 1000 {effective} open"


def test_an_unpaid_term_binds_too() -> None:
    story = Story("2026-01-01").under_contract().on("2026-01-20")
    story.suspend()
    story.on("2026-07-01")
    story.give_back("L1", 200)
    assert lines(story)[-1] == "L1 1000 2027-01-01 open"


@pytest.mark.parametrize("approved", [False, True], ids=["in review", "approved"])
def test_a_contract_that_has_not_begun_binds_nothing(approved: bool) -> None:
    story = Story("2026-01-01").covered_by_hand(2)
    story.conclude()
    if approved:
        story.approve()
    story.give_back("L1", 200)
    assert lines(story)[-1] == "L1 1000 2026-03-01 open"


def test_an_end_set_later_does_not_move_it() -> None:
    story = Story("2026-01-01").under_contract("annual_monthly", "2029-01-01")
    story.give_back("L1", 200)
    story.on("2026-02-01")
    story.cancel()
    story.suspend()
    story.terminate()
    assert lines(story)[-1] == "L1 1000 2027-01-01 open"


@pytest.mark.parametrize("ssa", ["included", "none"])
def test_what_is_never_charged_ends_on_the_day(ssa: str) -> None:
    story = Story("2026-01-01").under_contract()
    story.add("H1", 20, ssa=ssa)
    story.on("2026-01-10")
    assert code(story.give_back("H1", 5)) == "done"
    assert lines(story)[-2:] == ["H1 20 2026-01-01 2026-01-10", "H1 15 2026-01-10 open"]
    assert code(story.give_back("H1", 15)) == "done"
    assert code(story.give_back("L1", 1200)) == "last_license"


# ---------------------------------------------------------------- taken back


def test_taken_back_it_is_as_if_nothing_had_been() -> None:
    story = Story("2026-01-01").under_contract()
    before = story.project.lines
    story.give_back("L1", 200)
    story.give_back("L1", 300)
    assert code(story.take_back()) == "done"
    assert [line for line in story.project.lines if not line.is_empty] == list(before)
    assert code(story.take_back()) == "nothing_to_undo"
    story.on("2026-02-01").run()
    assert [show(s.ssc) for s in story.settlements] == ["100.00", "100.00"]


def test_of_several_days_the_latest_is_taken_back_first() -> None:
    story = Story("2026-01-01").under_contract("flex_monthly")
    story.give_back("L1", 200)
    story.on("2026-01-20")
    story.give_back("L1", 300)
    assert lines(story) == ["L1 1200 2026-01-01 2026-02-01", "L1 1000 2026-02-01 2026-03-01", "L1 700 2026-03-01 open"]
    assert code(story.take_back()) == "done"
    assert lines(story)[:2] == ["L1 1200 2026-01-01 2026-02-01", "L1 1000 2026-02-01 open"]
    assert code(story.take_back()) == "nothing_to_undo"  # coverage reaches beyond 1 February by now


def test_given_up_whole_it_goes_on_when_taken_back() -> None:
    story = Story("2026-01-01").under_contract()
    story.add("L2", 12)
    story.give_back("L2", 12)
    assert code(story.take_back("L2")) == "done"
    assert lines(story)[-1] == "L2 12 2026-01-01 open"


@pytest.mark.parametrize(
    ("day", "result"), [("2026-01-31", "done"), ("2026-02-01", "nothing_to_undo"), ("2026-02-02", "nothing_to_undo")]
)
def test_on_the_day_itself_it_is_too_late(day: str, result: str) -> None:
    story = Story("2026-01-01").covered_by_hand(1)
    story.give_back("L1", 200)
    story.on(day)
    assert code(story.take_back()) == result


def test_once_extended_beyond_it_it_stays() -> None:
    story = Story("2026-01-01").covered_by_hand(1)
    story.give_back("L1", 200)
    story.top_up("1000")
    story.extend(1)
    assert code(story.take_back()) == "nothing_to_undo"


def test_where_nothing_was_given_up() -> None:
    story = Story("2026-01-01").covered_by_hand(1)
    assert code(story.take_back("L9")) == "no_such_license"
    assert code(story.take_back("L1")) == "nothing_to_undo"
    story.give_back("L1", 1200)
    story.on("2026-02-01")
    assert code(story.take_back("L1")) == "no_such_license"
