"""The state of a project is the fold of its entries, and nothing else."""

import pytest

from autossa.domain.projects import Outcome, Project, apply, apply_all, record, the_contract
from autossa.domain.topups import top_up
from tests.domain.story import Story, d


def eventful() -> Story:
    story = Story("2026-01-01", vat="19").covered_by_hand(1).on("2026-02-20")
    story.request("L2", 24)
    story.request("L9", 24)
    story.end_request(3)
    story.top_up("40")
    story.conclude("flex_monthly")
    story.reject()
    story.conclude("flex_monthly", "2026-08-01")
    story.ask()
    story.answer()
    story.approve()
    story.on("2026-03-05")
    story.activate("L2")
    story.give_back("L1", 100)
    story.add("L3", 7)
    story.suspend()
    story.on("2026-04-20")
    story.resume()
    story.cancel()
    story.undo()
    return story.on("2026-09-01")


def test_the_fold_of_the_entries_is_the_project() -> None:
    story = eventful()
    assert {type(entry).__name__ for entry in story.entries} >= {
        "LineAdded",
        "LineConfirmed",
        "LineReturned",
        "RequestEnded",
        "LicenseActivated",
        "ToppedUp",
        "ContractConcluded",
        "ContractMoved",
        "EndSet",
        "Settlement",
    }
    assert apply_all(Project(story.project.terms), story.entries) == story.project


def test_what_is_no_entry_cannot_be_applied() -> None:
    with pytest.raises(TypeError, match="no such entry"):
        apply("an entry", Project())


def test_outcomes_are_chained() -> None:
    first = top_up(Project(), d("2026-01-01"), 100)
    second = top_up(first.project, d("2026-01-02"), 50)
    both = first.followed_by(second)
    assert both == Outcome(second.project, first.entries + second.entries)
    assert both == record(Project(), *both.entries)


def test_without_a_contract_there_is_none_to_change() -> None:
    with pytest.raises(ValueError, match="has no contract"):
        the_contract(Project())


@pytest.mark.parametrize(
    ("activated", "months", "covered_until", "first_uncovered"),
    [
        (None, 0, None, None),
        ("2026-01-31", 0, None, "2026-02-01"),
        (None, 1, "2026-02-01", "2026-02-01"),
        ("2026-01-31", 1, "2026-02-01", "2026-02-01"),
    ],
)
def test_the_first_uncovered_day(
    activated: str | None, months: int, covered_until: str | None, first_uncovered: str | None
) -> None:
    story = Story("2026-01-01")
    if months:
        story.covered_by_hand(months)
    else:
        story.add()
    if activated:
        story.on(activated)
        story.activate()
    assert story.project.covered_until == (d(covered_until) if covered_until else None)
    assert story.project.first_uncovered == (d(first_uncovered) if first_uncovered else None)
