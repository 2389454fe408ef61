"""Nights in which an hour is missing or comes twice, and a host that was asleep for a month: each day is done once."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from autossa.domain.runs.caps import Limits
from autossa.domain.runs.jobs import DAILY_RUN
from autossa.jobs import clock
from autossa.jobs.inline import run_due
from autossa.operations.runs import task_days
from autossa.operations.runs.timetable import Due
from autossa.store import models
from tests.cast.shop import d, open_shop
from tests.jobs.doing import Notes, at, moment, only

pytestmark = [pytest.mark.store, pytest.mark.django_db]
# In Berlin 02:00 is followed by 03:00 on the one, and 02:59 by 02:00 on the other.
NIGHTS = ["2026-03-29", "2026-10-25"]
HOURS = (0, 1, 2, 3)


@pytest.mark.parametrize("day", NIGHTS)
def test_each_task_is_done_once_a_day(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    notes = Notes()
    only(monkeypatch, *(notes.task(f"at {hour}", hour) for hour in HOURS))
    change = datetime.fromisoformat(f"{day}T00:00+00:00")
    run_due(change - timedelta(hours=36))
    notes.done.clear()
    for step in range(6 * 54):  # two days and nights, each ten minutes
        run_due(change - timedelta(hours=24) + timedelta(minutes=10 * step))
    days = [d(day) + timedelta(days=more) for more in range(2)]
    expected = [f"at {hour} {one}" for one in days for hour in HOURS]
    assert [done for done in notes.done if done.split()[-1] in {str(one) for one in days}] == expected
    assert len(notes.done) == len(set(notes.done))


@pytest.mark.parametrize("day", NIGHTS)
def test_the_next_time_of_a_task_is_to_come(day: str) -> None:
    change = datetime.fromisoformat(f"{day}T00:00+00:00")
    for hour in HOURS:
        due = Due(time(hour, 30))
        for step in range(6 * 12):
            local = clock.local(change - timedelta(hours=6) + timedelta(minutes=10 * step))
            assert due.next(local).astimezone(UTC) > local.astimezone(UTC) - timedelta(hours=1)
            assert due.last(due.next(local)) > due.last(local)


def test_what_a_host_slept_through_is_caught_up_without_a_question(settings: Any) -> None:
    settings.RUN_LIMITS = Limits(floor=3)
    shop = open_shop()
    for number in range(6):
        shop.under_contract(f"Office {number}", option="flex_monthly")
    at("2026-01-16T08:00")
    before = models.Settlement.objects.count()
    done = run_due(moment("2026-02-17T09:00"))
    assert done.count(DAILY_RUN) == 1
    assert task_days.done_for()[DAILY_RUN] == d("2026-02-17")
    assert list(models.Run.objects.order_by("id").values_list("state", flat=True)) == ["finished", "finished"]
    assert models.Settlement.objects.count() >= before + 6
    assert not models.Project.objects.due(d("2026-02-17")).exists()
