"""Suspending an unpaid contract and resuming it (rule 4): nothing is booked between, nothing is left out after."""

import pytest

from tests.domain.story import Story, code


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
        (["suspend", "cancel"], ["done", "not_active"], "suspended"),
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
