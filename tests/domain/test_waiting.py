"""Too many unpaid periods make the next one wait, and it is caught up at the same cost (billing 18)."""

from dataclasses import replace

import pytest

from autossa.domain import renewals
from autossa.domain.billing.dunning.levels import DunningPolicy
from autossa.domain.billing.dunning.waiting import Unpaid, UnpaidBefore
from autossa.domain.dates import DAY
from autossa.domain.projects import Project
from tests.domain.story import Story, d

POLICY = DunningPolicy()


def with_unpaid(project: Project, periods: int) -> Project:
    return replace(project, unpaid=Unpaid(periods, POLICY))


def run_each(project: Project, first: str, last: str) -> Project:
    day = d(first)
    while day <= d(last):
        project = renewals.run_day(project, day).project
        day += DAY
    return project


@pytest.mark.parametrize(("option", "booked"), [("flex_monthly", 2), ("annual_monthly", 2), ("annual_quarterly", 1)])
def test_the_next_period_waits_for_those_before_it(option: str, booked: int) -> None:
    story = Story("2026-01-01").under_contract(option)
    project = run_each(with_unpaid(story.project, 1), "2026-01-01", "2026-12-01")
    assert len(project.coverage) == booked
    assert renewals.unpaid_before(project) == UnpaidBefore(booked, booked)
    assert renewals.next_due_day(project, d("2026-12-01")) is None


@pytest.mark.parametrize("option", ["flex_monthly", "annual_monthly", "annual_quarterly"])
def test_it_is_caught_up_once_they_are_paid_and_costs_the_same(option: str) -> None:
    story = Story("2026-01-01").under_contract(option)
    in_time = run_each(story.project, "2026-01-01", "2026-09-01")
    waited = run_each(with_unpaid(story.project, 1), "2026-01-01", "2026-08-31")
    assert len(waited.coverage) < len(in_time.coverage)
    paid = renewals.run_from(with_unpaid(waited, -9), d("2026-08-31"), d("2026-09-01")).project
    while renewals.unpaid_before(paid):
        paid = renewals.run_from(with_unpaid(paid, 0), d("2026-09-01"), d("2026-09-01")).project
    assert (paid.coverage, paid.credits) == (in_time.coverage, in_time.credits)


def test_one_run_after_a_silence_books_no_more_than_may_be_unpaid() -> None:
    story = Story("2026-01-01").under_contract("flex_monthly")
    once = renewals.run_from(with_unpaid(story.project, 1), d("2026-01-01"), d("2026-08-01")).project
    assert len(once.coverage) == 2


def test_what_the_balance_pays_counts_as_paid() -> None:
    story = Story("2026-01-01")
    story.add("L1", 1200)
    story.top_up("500")
    story.conclude("flex_monthly")
    story.approve()
    project = run_each(with_unpaid(story.project, 0), "2026-01-01", "2026-12-01")
    assert len(project.coverage) == 5 + 2


def test_days_ahead_end_where_it_waits() -> None:
    story = Story("2026-01-01").under_contract("flex_monthly")
    days = list(renewals.days_ahead(with_unpaid(story.project, 1), d("2026-01-01"), d("2026-01-01")))
    assert len(days) == 2
    assert renewals.unpaid_before(days[-1][1].project) is not None


def test_without_payments_nobody_waits() -> None:
    story = Story("2026-01-01").under_contract("flex_monthly")
    assert renewals.unpaid_before(story.project) is None
    assert len(run_each(story.project, "2026-01-01", "2026-12-01").coverage) == 12
