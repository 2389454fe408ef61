"""Before the first activation: what waiting for a contract would cost (rules 4 and 6)."""

from dataclasses import replace

import pytest

from autossa.domain.amounts import show
from autossa.domain.devices.advice import before_first_activation
from autossa.domain.gaps import find_gap
from autossa.domain.lines import Ssa
from autossa.domain.projects import Project
from tests.cast.days import d
from tests.domain.story import Story, line

TODAY = d("2026-01-01")


def test_from_the_day_after_it_is_in_use_without_coverage_and_late_it_counts_twice() -> None:
    found = before_first_activation(Project(lines=(line(),)), TODAY, "L1")
    assert found is not None
    assert (found.uncovered_from, found.once_until, found.late_from) == (
        d("2026-01-02"),
        d("2026-01-31"),
        d("2026-02-01"),
    )
    assert found.once is not None
    assert found.late is not None
    assert (show(found.once.ssc), found.times) == ("93.55", 2)  # 29 of 31 days at 100.00 a month
    assert show(found.late.ssc) == "193.54"
    assert not found.once.late
    assert found.late.late


def test_it_is_what_the_gap_costs_when_the_day_has_come() -> None:
    project = Project(lines=(line(),))
    found = before_first_activation(project, TODAY, "L1")
    assert found is not None
    used = replace(project, first_activation=TODAY)
    assert find_gap(used, found.late_from, used.lines) == found.late


def test_ssa_that_is_included_puts_it_off() -> None:
    found = before_first_activation(Project(lines=(line()._replace(included_until=d("2026-07-01")),)), TODAY, "L1")
    assert found is not None
    assert found.uncovered_from == d("2026-07-01")


@pytest.mark.parametrize(
    "project",
    [
        Project(lines=(line()._replace(ssa=Ssa.INCLUDED),)),
        Project(lines=(line(),), first_activation=TODAY),
        Project(lines=(line(confirmed=False),)),
        Project(),
    ],
    ids=["never charged", "in use already", "not confirmed", "no license"],
)
def test_nothing_to_say_where_nothing_is_fixed(project: Project) -> None:
    assert before_first_activation(project, TODAY, "L1") is None


def test_nothing_to_say_with_a_contract_or_coverage() -> None:
    story = Story("2026-01-01")
    story.add()
    story.conclude("annual_monthly")
    assert before_first_activation(story.project, story.today, "L1") is None
    story.approve()
    assert before_first_activation(story.project, story.today, "L1") is None
