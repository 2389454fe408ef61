"""Concluding a contract (rule 4): its start, its refusals in their order, what is held."""

import pytest

from autossa.domain.credits import Draw
from autossa.domain.entries import ContractConcluded, CreditsHeld
from autossa.domain.refusals import Code, Refusal
from tests.domain.story import Story, code, d


@pytest.mark.parametrize(
    ("activated", "covered_months", "day", "start"),
    [
        pytest.param(None, 0, "2026-03-10", "2026-03-10", id="new: on the day"),
        pytest.param("2026-03-01", 0, "2026-03-10", "2026-03-10", id="activated before: on the day"),
        pytest.param("2026-03-10", 0, "2026-03-10", "2026-03-10", id="activated on the day: on the day"),
        pytest.param(None, 1, "2026-01-20", "2026-02-01", id="covered: when that ends"),
        pytest.param(None, 1, "2026-02-01", "2026-02-01", id="on the first uncovered day"),
        pytest.param(None, 1, "2026-02-20", "2026-02-20", id="lapsed: on the day"),
        pytest.param("2026-01-05", 1, "2026-01-20", "2026-02-01", id="coverage counts, not activation"),
    ],
)
def test_the_start(activated: str | None, covered_months: int, day: str, start: str) -> None:
    story = Story("2026-01-01")
    if covered_months:
        story.covered_by_hand(covered_months)
    else:
        story.add()
    if activated:
        story.on(activated)
        story.activate()
    story.on(day)
    assert code(story.conclude()) == "done"
    contract = story.contract
    assert (contract.start, contract.booked_until, contract.concluded_on) == (d(start), d(start), d(day))
    assert (contract.number, contract.status.value, contract.ends_on) == (1, "in_review", None)


@pytest.mark.parametrize(
    ("name", "fixed_end", "earliest"),
    [
        ("annual_monthly", "2027-01-31", None),
        ("annual_monthly", "2027-01-30", "2027-01-31"),
        ("annual_yearly", "2026-02-28", "2027-01-31"),
        ("flex_monthly", "2026-02-28", None),
        ("flex_monthly", "2026-02-27", "2026-02-28"),
        ("flex_monthly", "2026-05-13", None),
        ("annual_monthly", "2020-01-01", "2027-01-31"),
    ],
)
def test_a_fixed_end_leaves_at_least_a_term(name: str, fixed_end: str, earliest: str | None) -> None:
    story = Story("2026-01-31")
    story.add()
    result = story.conclude(name, fixed_end)
    if earliest:
        assert result == Refusal(Code.BEFORE_MINIMUM_TERM, earliest_end=d(earliest))
    else:
        assert (story.contract.fixed_end, story.contract.ends_on) == (d(fixed_end), d(fixed_end))


def test_a_fixed_end_is_counted_from_the_start_not_from_the_day() -> None:
    story = Story("2026-01-01").covered_by_hand(6)
    assert story.conclude("annual_monthly", "2027-06-30") == Refusal(
        Code.BEFORE_MINIMUM_TERM, earliest_end=d("2027-07-01")
    )
    assert code(story.conclude("annual_monthly", "2027-07-01")) == "done"


def test_refusals_come_in_their_order() -> None:
    """Everything is wrong at first; as each thing is fixed, the next refusal shows."""
    story = Story("2026-01-01").covered_by_hand(1)
    story.give_back("L1", 600)  # what remains goes on from 1 February
    story.add("L2", 1, rate="0")
    story.on("2026-02-20")
    story.give_back("L1", 600)
    story.give_back("L2", 1)
    story.on("2026-03-10")
    early = "2026-06-01"
    assert code(story.conclude("annual_monthly", early)) == "no_licenses"
    story.add("L3", 12)
    assert code(story.conclude("annual_monthly", early)) == "before_minimum_term"
    refusal = story.conclude("annual_monthly")
    assert refusal == Refusal(Code.INSUFFICIENT_CREDITS_FOR_GAP, missing_ssc=2 * 3393)  # 50.00 × 19/28, twice
    story.top_up("67.86")
    assert code(story.conclude("annual_monthly")) == "done"
    assert code(story.conclude("annual_monthly", early)) == "contract_exists"


def test_no_license_means_none_alive_on_the_start_day() -> None:
    story = Story("2026-01-01").covered_by_hand(1)
    story.give_back("L1", 1200)  # alive until 31 January, so not on the start day
    story.on("2026-01-15")
    assert code(story.conclude()) == "no_licenses"


def test_a_refusal_leaves_everything_as_it_was() -> None:
    story = Story("2026-01-01").covered_by_hand(1).on("2026-03-10")
    before = story.project
    assert code(story.conclude()) == "insufficient_credits_for_gap"
    assert story.project == before


@pytest.mark.parametrize(
    ("top_ups", "missing", "draws"),
    [
        pytest.param([], 21290, None, id="nothing there"),
        pytest.param(["212.89"], 1, None, id="a hundredth short"),
        pytest.param(["212.90"], None, [(2, 21290)], id="exactly"),
        pytest.param(["100", "200"], None, [(2, 10000), (3, 11290)], id="the oldest lot is held first"),
    ],
)
def test_a_late_gap_is_held(top_ups: list[str], missing: int | None, draws: list[tuple[int, int]] | None) -> None:
    story = Story("2026-01-01").covered_by_hand(1).on("2026-03-03")
    for ssc in top_ups:
        story.top_up(ssc)
    balance = story.balance
    result = story.conclude()
    if draws is None:
        assert result == Refusal(Code.INSUFFICIENT_CREDITS_FOR_GAP, missing_ssc=missing)
    else:
        held = CreditsHeld(story.today, tuple(Draw(*draw) for draw in draws))
        assert story.entries[-2:] == [ContractConcluded(story.today, story.contract), held]
        assert (story.held, story.balance) == ("212.90", balance)


def test_a_gap_in_time_holds_nothing_and_asks_for_nothing() -> None:
    story = Story("2026-01-01").covered_by_hand(1).on("2026-03-02")
    assert code(story.conclude()) == "done"
    assert (story.held, story.balance) == ("0.00", "0.00")


def test_the_gap_is_computed_once_at_conclusion() -> None:
    story = Story("2026-01-01").covered_by_hand(1).on("2026-02-11")
    story.conclude()
    gap = story.contract.gap
    story.on("2026-02-20")
    story.add("L2", 120)
    story.on("2026-04-20")
    story.approve()
    assert story.booked[-1] == "gap 2026-02-01 2026-02-11 35.71"  # 100.00 × 10/28
    assert story.contract.gap == gap


def test_contracts_are_numbered_within_the_project() -> None:
    story = Story("2026-01-01")
    story.add()
    for number in (1, 2, 3):
        story.conclude()
        assert story.contract.number == number
        story.withdraw()


@pytest.mark.parametrize("status", ["in_review", "question", "active", "ending", "suspended"])
def test_there_is_no_second_contract_beside_an_open_one(status: str) -> None:
    story = Story("2026-01-01")
    story.add()
    story.conclude()
    steps = {
        "question": [story.ask],
        "active": [story.approve],
        "ending": [story.approve, story.cancel],
        "suspended": [story.approve, story.suspend],
    }
    for step in steps.get(status, []):
        step()
    assert story.status == status
    assert code(story.conclude()) == "contract_exists"


def test_a_new_contract_on_the_day_the_old_one_ends_leaves_no_gap() -> None:
    story = Story("2026-01-01").under_contract("flex_monthly", "2026-02-15").on("2026-02-15")
    assert story.status == "ended"
    story.conclude("annual_monthly")
    assert (story.contract.number, story.contract.start, story.contract.gap) == (2, d("2026-02-15"), None)
