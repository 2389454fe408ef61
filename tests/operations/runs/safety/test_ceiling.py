"""What is too much for one project, or cannot be read, is parked with its cause; alone it is booked when it can be."""

from typing import Any
from uuid import UUID

import pytest

from autossa.domain.runs.caps import Limits
from autossa.operations.runs import renewals
from autossa.operations.runs.safety.errors import ContractUnreadable
from autossa.queries.runs.next_run import preview
from autossa.store import models
from autossa.store.engine import found
from tests.cast.shop import Shop, d, on
from tests.store.looking import periods

pytestmark = [pytest.mark.store, pytest.mark.django_db]


@pytest.fixture
def branches(shop: Shop) -> list[UUID]:
    return sorted(shop.under_contract(f"Office {n}") for n in range(3))


def cause(project: UUID) -> str:
    return models.Project.objects.get(pk=project).parked_cause


def test_more_periods_than_a_run_books_without_a_question_are_left(branches: list[UUID], settings: Any) -> None:
    settings.RUN_LIMITS = Limits(periods=6)
    report = renewals.run(ctx=on("2026-07-15"))
    assert (report.projects, report.periods, report.parked) == (3, 0, 3)
    assert cause(branches[0]) == (
        "TooManyPeriods: 7 periods are due at once, more than 6."
        " Check the project, then try it again: alone it is booked."
    )
    renewals.retry(project=branches[0], ctx=on("2026-07-15"))
    assert len(periods(branches[0])) == 7
    assert cause(branches[0]) == ""


def test_as_many_as_the_limit_are_booked(branches: list[UUID], settings: Any) -> None:
    settings.RUN_LIMITS = Limits(periods=7)
    assert renewals.run(ctx=on("2026-07-15")).periods == 21


def test_the_preview_says_that_it_would_be_parked(branches: list[UUID], settings: Any) -> None:
    settings.RUN_LIMITS = Limits(periods=6)
    assert {row.failure for row in preview(d("2026-07-15")).rows} == {"TooManyPeriods: 7"}


@pytest.mark.parametrize("chunk", [1, 100])
def test_a_contract_that_cannot_be_read_is_parked_and_not_passed_over(
    branches: list[UUID], monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    """As when the row of its option is missing: it is not found with it, and the project seems to have none."""
    find = found.find_latest_contracts

    def without(ids: str) -> Any:
        rows = find(ids)
        rows.pop(str(branches[1]), None)
        return rows

    monkeypatch.setattr(found, "find_latest_contracts", without)
    report = renewals.run(ctx=on("2026-01-15"), chunk=chunk)
    assert (report.projects, report.periods, report.parked) == (3, 2, 1)
    assert cause(branches[1]).startswith("ContractUnreadable: The contract, or a row that it rests on, cannot be read")
    assert models.Project.objects.get(pk=branches[1]).next_run_on == d("2026-01-15")
    with pytest.raises(ContractUnreadable):
        renewals.retry(project=branches[1], ctx=on("2026-01-15"))
    monkeypatch.undo()
    renewals.retry(project=branches[1], ctx=on("2026-01-15"))
    assert len(periods(branches[1])) == 1


def test_a_price_list_that_cannot_be_read_parks_its_projects_alone(
    branches: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    find = found.find_projects

    def without(ids: str, **given: Any) -> Any:
        return [row for row in find(ids, **given) if row.id != branches[2]]

    monkeypatch.setattr(found, "find_projects", without)
    assert renewals.run(ctx=on("2026-01-15")).parked == 1
    assert cause(branches[2]).startswith("ContractUnreadable")
