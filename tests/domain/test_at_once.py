"""What is booked at once with an approval or a resumption: as by its steps one after the other and the day's run."""

import pytest

from autossa.domain import at_once
from autossa.domain.projects import Outcome
from autossa.domain.refusals import Refusal
from tests.domain.story import Story, code, d


def in_review(later: int) -> Story:
    """A contract of 1 January in review, looked at on 10 March; so many licenses were requested since."""
    story = Story("2026-01-01", vat="19")
    story.add()
    story.conclude()
    for number in range(later):
        story.request(f"N{number}", 12)
    return story.on("2026-03-10")


@pytest.mark.parametrize("later", [0, 1, 5])
def test_an_approval_with_lines_is_its_steps_and_the_run(later: int) -> None:
    story, lines = in_review(later), [2 + number for number in range(later)]
    planned = at_once.approve(story.today, lines)(story.project)
    known = len(story.entries)
    story.approve()
    for line in lines:
        assert code(story.confirm(line)) == "done"
    story.run()
    assert planned == Outcome(story.project, tuple(story.entries[known:]))
    assert len(story.booked) == 3


def test_the_decision_alone_books_no_period() -> None:
    story = in_review(1)
    decided = at_once.approve(story.today, [2]).decision(story.project)
    story.approve()
    story.confirm(2)
    assert isinstance(decided, Outcome)
    assert decided.project == story.project
    assert story.booked == []


def test_an_approval_is_refused_as_a_whole() -> None:
    story = in_review(1)
    for lines, refused in (([77], "not_requested"), ([2, 2], "not_requested"), ([2, 77], "not_requested")):
        result = at_once.approve(story.today, lines)(story.project)
        assert isinstance(result, Refusal)
        assert code(result) == refused
    running = Story("2026-01-01").under_contract()
    assert code(at_once.approve(running.today)(running.project)) == "not_in_review"


def test_a_resumption_books_what_fell_due() -> None:
    story = Story("2026-01-01").under_contract().on("2026-01-10")
    story.suspend()
    story.on("2026-04-25")
    planned = at_once.resume(d("2026-04-25"))(story.project)
    story.resume()
    story.run()
    assert isinstance(planned, Outcome)
    assert planned.project == story.project
    assert code(at_once.resume(story.today)(story.project)) == "not_suspended"
