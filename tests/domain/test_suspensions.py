"""Suspending an unpaid contract and resuming it (rule 4): nothing is booked between, nothing is left out after."""

import pytest

from autossa.domain.invariants import broken
from tests.domain.story import Story, code, d


def test_nothing_is_booked_while_suspended_and_everything_due_after() -> None:
    story = Story("2026-01-01").under_contract().on("2026-01-10")
    story.suspend()
    story.on("2026-04-25")
    assert len(story.booked) == 1
    story.resume()
    assert story.status == "active"
    story.run()
    assert story.coverage == [
        "2026-01-01 2026-02-01 auto",
        "2026-02-01 2026-03-01 auto",
        "2026-03-01 2026-04-01 auto",
        "2026-04-01 2026-05-01 auto",
        "2026-05-01 2026-06-01 auto",
    ]


@pytest.mark.parametrize(
    ("steps", "results", "status"),
    [
        (["suspend"], ["done"], "suspended"),
        (["suspend", "suspend"], ["done", "not_active"], "suspended"),
        (["resume"], ["not_suspended"], "active"),
        (["suspend", "resume"], ["done", "done"], "active"),
        (["cancel", "suspend", "resume"], ["done", "done", "done"], "ending"),
        (["suspend", "cancel"], ["done", "done"], "suspended"),
        (["suspend", "cancel", "resume"], ["done", "done", "done"], "ending"),
        (["suspend", "cancel", "undo"], ["done", "done", "not_ending"], "suspended"),
        (["terminate"], ["not_suspended"], "active"),
        (["suspend", "terminate"], ["done", "done"], "ended"),
        (["suspend", "terminate", "resume"], ["done", "done", "not_suspended"], "ended"),
        (["cancel", "suspend", "undo"], ["done", "done", "not_ending"], "suspended"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else value,
)
def test_the_steps(steps: list[str], results: list[str], status: str) -> None:
    story = Story("2026-01-01").under_contract()
    assert [code(getattr(story, step)()) for step in steps] == results
    assert story.status == status


def test_a_fixed_end_is_resumed_to_ending() -> None:
    story = Story("2026-01-01").under_contract(fixed_end="2027-06-01")
    story.suspend()
    story.resume()
    assert story.status == "ending"


def test_resumed_after_its_end_the_rest_is_booked_and_the_run_ends_it() -> None:
    story = Story("2026-01-01").under_contract("flex_monthly").on("2026-01-10")
    story.cancel("2026-03-20")
    story.suspend()
    story.on("2026-05-01")
    assert story.status == "suspended"  # periods of it are still to be booked
    story.resume()
    assert story.status == "ending"
    story.run()
    assert story.coverage[-1] == "2026-03-01 2026-03-20 auto"
    assert story.status == "ended"


def test_suspended_with_everything_booked_it_ends_on_its_end_day() -> None:
    story = Story("2026-01-01").under_contract("flex_monthly", "2026-02-10").on("2026-01-25")
    assert story.contract.all_booked
    story.suspend()
    story.on("2026-02-09")
    assert story.status == "suspended"
    story.on("2026-02-10")
    assert story.status == "ended"


@pytest.mark.parametrize(("top_up", "result"), [("0", "insufficient_credits"), ("10", "done")])
def test_an_addition_while_suspended_is_paid_from_the_balance_alone(top_up: str, result: str) -> None:
    story = Story("2026-01-01").under_contract("annual_quarterly")
    story.suspend()
    if top_up != "0":
        story.top_up(top_up)
    assert code(story.add("L2", 12)) == result


@pytest.mark.parametrize(
    ("booked", "ends_on"), [(True, "2026-02-01"), (False, "2026-01-01")], ids=["a period booked", "none booked"]
)
def test_terminated_it_ends_with_its_last_booked_period_at_once(booked: bool, ends_on: str) -> None:
    story = Story("2026-01-01")
    story.add()
    story.conclude()
    story.approve()
    if booked:
        story.run()
    story.suspend()
    story.on("2026-01-20")
    assert code(story.terminate()) == "done"
    assert (story.status, story.contract.ends_on, story.contract.terminated) == ("ended", d(ends_on), True)
    assert list(broken(story.project)) == []
    story.on("2026-06-01").run()
    assert len(story.booked) == (1 if booked else 0)


def test_after_it_was_terminated_the_gap_counts_and_a_new_one_can_be_concluded() -> None:
    story = Story("2026-01-01").under_contract().on("2026-01-10")
    story.suspend()
    story.on("2026-02-20")
    story.terminate()
    assert story.project.first_uncovered == d("2026-02-01")
    assert code(story.conclude()) == "done"
    assert story.contract.number == 2
