"""Extending by hand, from the balance alone (rule 8)."""

import pytest

from autossa.domain.refusals import Code, Refusal
from tests.domain.story import Story, code


def hand(day: str = "2026-01-31", ssc: str = "5000") -> Story:
    story = Story(day)
    story.add()
    story.top_up(ssc)
    return story


@pytest.mark.parametrize(
    ("months", "until", "ssc"),
    [
        (1, "2026-02-28", "100.00"),
        (2, "2026-03-31", "200.00"),
        (12, "2027-01-31", "1200.00"),
        (25, "2028-02-29", "2500.00"),
    ],
)
def test_a_new_run_begins_today(months: int, until: str, ssc: str) -> None:
    story = hand()
    assert code(story.extend(months)) == "done"
    assert story.booked == [f"manual 2026-01-31 {until} {ssc}"]


@pytest.mark.parametrize(
    ("day", "coverage"),
    [
        pytest.param("2026-02-10", "2026-02-28 2026-03-31 manual", id="still covered: the run goes on"),
        pytest.param("2026-02-28", "2026-02-28 2026-03-31 manual", id="on the day it ends"),
        pytest.param("2026-03-01", "2026-03-01 2026-04-01 manual", id="a day later: a new run"),
    ],
)
def test_the_run_goes_on_where_it_just_ended(day: str, coverage: str) -> None:
    story = hand()
    story.extend(1)
    story.on(day)
    assert code(story.extend(1)) == "done"
    assert story.coverage[-1] == coverage


def test_charges_of_a_run_that_goes_on_add_up() -> None:
    story = Story("2026-01-31")
    story.add("L1", 7)
    story.top_up("100")
    for months in (1, 2, 4, 5):
        story.extend(months)
    assert sum(settlement.ssc for settlement in story.settlements) == 700
    assert story.coverage[-1].split()[1] == "2027-01-31"


@pytest.mark.parametrize(
    ("fixed_end", "coverage"),
    [
        pytest.param("2026-03-31", "2026-03-31 2026-04-30 manual", id="at a boundary of the contract's run"),
        pytest.param("2026-03-15", "2026-03-15 2026-04-15 manual", id="between: a new run"),
    ],
)
def test_a_contracts_run_goes_on_by_hand(fixed_end: str, coverage: str) -> None:
    story = Story("2026-01-31").under_contract("flex_monthly", fixed_end).on(fixed_end)
    story.top_up("500")
    assert code(story.extend(1)) == "done"
    assert story.coverage[-1] == coverage


def test_after_a_back_payment_a_run_is_new() -> None:
    story = hand()
    story.extend(1)
    story.on("2026-03-31")  # a boundary of the run before the gap
    assert code(story.extend(1)) == "done"
    assert story.coverage[1:] == ["2026-02-28 2026-03-31 back_payment", "2026-03-31 2026-04-30 manual"]
    story.on("2026-04-30")
    story.extend(1)
    assert story.coverage[-1] == "2026-04-30 2026-05-31 manual"  # of the new run: 31 March ⊕ 2


@pytest.mark.parametrize(
    ("day", "gap_ssc"),
    [
        pytest.param("2026-03-02", "7.14", id="two days: 100.00 × 2/28"),
        pytest.param("2026-03-29", "103.23", id="30 days after the last covered one: once"),
        pytest.param("2026-03-30", "212.90", id="31 days: twice"),
    ],
)
def test_a_lapsed_project_first_pays_its_gap(day: str, gap_ssc: str) -> None:
    story = hand()
    story.extend(1)
    story.on(day)
    assert code(story.extend(1)) == "done"
    assert story.booked[1] == f"gap 2026-02-28 {day} {gap_ssc}"
    assert story.coverage[1] == f"2026-02-28 {day} back_payment"
    assert story.held == "0.00"


def test_an_activated_project_pays_its_gap_too() -> None:
    story = hand("2026-01-31")
    story.activate()
    story.on("2026-02-15")
    assert code(story.extend(1)) == "done"
    assert story.booked == ["gap 2026-02-01 2026-02-15 50.00", "manual 2026-02-15 2026-03-15 100.00"]


def test_activated_today_there_is_no_gap_and_it_begins_today() -> None:
    story = hand("2026-01-31")
    story.activate()
    assert code(story.extend(1)) == "done"
    assert story.booked == ["manual 2026-01-31 2026-02-28 100.00"]


def test_a_gap_without_a_living_license_is_skipped() -> None:
    story = hand("2026-01-01")
    story.extend(1)
    story.give_back("L1", 1200)
    story.on("2026-03-01")
    story.add("L2", 1200)
    assert code(story.extend(1)) == "done"
    assert story.coverage == ["2026-01-01 2026-02-01 manual", "2026-03-01 2026-04-01 manual"]


@pytest.mark.parametrize(
    ("top_up", "result", "missing"),
    [("149.99", "insufficient_credits", 1), ("150", "done", None), ("10", "insufficient_credits", 14000)],
)
def test_all_or_nothing_gap_and_extension_together(top_up: str, result: str, missing: int | None) -> None:
    story = Story("2026-01-01").covered_by_hand(1).on("2026-02-15")
    story.top_up(top_up)
    before = story.project
    outcome = story.extend(1)  # 50.00 for half of February, 100.00 for the month
    assert code(outcome) == result
    if missing:
        assert outcome == Refusal(Code.INSUFFICIENT_CREDITS, missing_ssc=missing)
        assert story.project == before


@pytest.mark.parametrize(
    ("steps", "result"),
    [
        ([], "done"),
        (["conclude"], "contract_active"),
        (["conclude", "ask"], "contract_active"),
        (["conclude", "approve"], "contract_active"),
        (["conclude", "approve", "cancel"], "contract_active"),
        (["conclude", "approve", "suspend"], "contract_active"),
        (["conclude", "reject"], "done"),
        (["conclude", "withdraw"], "done"),
    ],
    ids=lambda value: "-".join(value) or "no contract" if isinstance(value, list) else value,
)
def test_not_beside_an_open_contract(steps: list[str], result: str) -> None:
    story = hand()
    for step in steps:
        assert code(getattr(story, step)()) == "done"
    assert code(story.extend(1)) == result


def test_refusals_come_in_their_order() -> None:
    story = Story("2026-01-01")
    assert code(story.extend(1)) == "no_licenses"  # before insufficient_credits
    story.add()
    assert code(story.extend(1)) == "insufficient_credits"
    story.conclude()
    assert code(story.extend(1)) == "contract_active"


def test_no_license_on_the_start_day_which_may_lie_ahead() -> None:
    story = hand("2026-01-01")
    story.extend(1)
    story.give_back("L1", 1200)  # from 1 February, the start day
    assert code(story.extend(1)) == "no_licenses"


def test_credits_held_cannot_be_used() -> None:
    story = Story("2026-01-01").covered_by_hand(1).on("2026-03-03")
    story.top_up("300")
    story.conclude()
    story.withdraw()
    assert (story.free, story.held) == ("300.00", "0.00")
    assert code(story.extend(1)) == "insufficient_credits"  # 212.90 and 100.00
