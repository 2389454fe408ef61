"""The decision table (rules 4, 6, 7, 8): what it says of an action in a state is what performing it does."""

from collections.abc import Callable

import pytest

from autossa.domain.contracts import Status
from autossa.domain.lifecycle import OTHERWISE, TABLE, Action
from tests.domain.story import Result, Story, code


def no_contract() -> Story:
    story = Story("2026-01-01")
    story.add()
    story.top_up("2000")
    return story


def concluded() -> Story:
    story = no_contract()
    story.conclude("flex_monthly")
    return story


def after(begin: Callable[[], Story], *steps: str) -> Callable[[], Story]:
    def tell() -> Story:
        story = begin()
        for step in steps:
            assert code(getattr(story, step)()) == "done"
        return story

    return tell


def changing() -> Story:
    """It is to go on with another option, so that there is one to take back."""
    story = after(concluded, "approve")()
    assert code(story.change_option("annual_monthly")) == "done"
    return story


def ending() -> Story:
    story = after(concluded, "approve")()
    story.cancel("2026-06-01")  # the earliest end is 1 March, so there is an earlier one to cancel to
    return story


def ended() -> Story:
    return ending().on("2026-06-01")


STATES: dict[Status | None, Callable[[], Story]] = {
    None: no_contract,
    Status.IN_REVIEW: concluded,
    Status.QUESTION: after(concluded, "ask"),
    Status.ACTIVE: changing,
    Status.ENDING: ending,
    Status.SUSPENDED: after(changing, "suspend"),
    Status.ENDED: ended,
    Status.REJECTED: after(concluded, "reject"),
    Status.WITHDRAWN: after(concluded, "withdraw"),
}
ACTIONS: dict[Action, Callable[[Story], Result]] = {
    Action.CONCLUDE: Story.conclude,
    Action.ASK: Story.ask,
    Action.ANSWER: Story.answer,
    Action.APPROVE: Story.approve,
    Action.REJECT: Story.reject,
    Action.WITHDRAW: Story.withdraw,
    Action.SUSPEND: Story.suspend,
    Action.RESUME: Story.resume,
    Action.TERMINATE: Story.terminate,
    Action.CANCEL: Story.cancel,
    Action.UNDO: Story.undo,
    Action.CHANGE_OPTION: lambda story: story.change_option("annual_yearly"),
    Action.UNDO_OPTION: Story.undo_option,
    Action.EXTEND: lambda story: story.extend(1),
}


def test_every_action_and_state_is_performed() -> None:
    assert set(ACTIONS) == set(Action) == set(TABLE)
    assert set(STATES) == {None, *Status}


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.value if state else "no contract")
@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.value)
def test_the_table_says_what_happens(action: Action, state: Status | None) -> None:
    story = STATES[state]()
    assert (story.project.contract.status if story.project.contract else None) is state
    allowed, refusal = TABLE[action]
    before = story.project
    said = OTHERWISE.get((action, state), refusal) if state else refusal
    assert code(ACTIONS[action](story)) == ("done" if state in allowed else said.value)
    assert (story.project == before) is (state not in allowed)
