"""After a run some of its projects are recomputed; what is wrong is told. A sample finds what a whole verify finds."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from autossa.operations.runs import renewals
from autossa.operations.runs.safety import afterwards, alarms
from autossa.queries.runs.verify import check_all, check_projects
from autossa.store import models
from tests.cast.shop import Shop, on
from tests.cast.world import World

pytestmark = [pytest.mark.store, pytest.mark.django_db]


@pytest.fixture
def offices(shop: Shop) -> list[UUID]:
    return sorted(shop.under_contract(f"Office {n}") for n in range(5))


def spoil(project: UUID) -> None:
    """A balance that its transfers do not give."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE projects SET free = free + 7 WHERE id = %s", [project])


def test_a_run_that_is_right_has_no_findings(offices: list[UUID]) -> None:
    report = renewals.run(ctx=on("2026-01-15"))
    row = models.Run.objects.get(pk=report.run)
    assert (report.findings, row.checked, row.findings) == (0, 5, 0)


def test_what_is_wrong_stands_at_the_run_and_is_told(
    offices: list[UUID], shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    close = renewals.close_run

    def spoiled(**given: Any) -> int:
        spoil(offices[3])
        return close(**given)

    monkeypatch.setattr(renewals, "close_run", spoiled)
    report = renewals.run(ctx=on("2026-01-15"))
    assert report.findings >= 1
    assert models.Run.objects.get(pk=report.run).findings == report.findings
    (told,) = models.OutboxMessage.objects.filter(topic=alarms.ATTENTION)
    assert told.payload["findings"] == report.findings


def test_a_sample_finds_what_is_wrong_of_its_projects_alone(offices: list[UUID]) -> None:
    renewals.run(ctx=on("2026-01-15"))
    spoil(offices[3])
    expected = {finding.wrong for finding in check_all()}
    assert expected
    assert {finding.wrong for finding in check_projects([offices[3]])} == expected
    assert list(check_projects(offices[:3])) == []


def test_whatever_fails_in_it_the_run_is_done(offices: list[UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(_: list[UUID]) -> None:
        raise ValueError("a month with 32 days")

    monkeypatch.setattr(afterwards, "check_projects", failing)
    report = renewals.run(ctx=on("2026-01-15"))
    assert (report.periods, models.Run.objects.get(pk=report.run).state) == (5, "finished")


def test_once_a_week_everything_is_recomputed(offices: list[UUID]) -> None:
    renewals.run(ctx=on("2026-01-15"))
    assert afterwards.check_whole(ctx=on("2026-01-16")) == 0
    spoil(offices[0])
    found = afterwards.check_whole(ctx=on("2026-01-17"))
    assert found >= 1
    assert models.Run.objects.latest("id").findings == found
    assert models.OutboxMessage.objects.filter(topic=alarms.ATTENTION).count() == 1


def test_each_project_of_the_small_world_is_right_by_itself(own: World) -> None:
    for name, project in own.projects.items():
        assert list(check_projects([project])) == [], name


def test_a_night_that_was_not_run_is_told_in_the_morning(offices: list[UUID]) -> None:
    assert not alarms.watch(ctx=on("2026-01-15"))  # what is due today may still be booked today
    assert alarms.watch(ctx=on("2026-01-15"), is_morning=True)
    (told,) = models.OutboxMessage.objects.filter(topic=alarms.ATTENTION)
    assert told.payload["overdue"] == "2026-01-15"
