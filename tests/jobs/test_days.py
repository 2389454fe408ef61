"""The timetable: what is due when, caught up once after a silence, by one worker, and tried again after a failure."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.db import connections
from django.test import override_settings
from procrastinate.jobs import Job

from autossa.cli.boot import action_context
from autossa.domain.runs.jobs import CHUNK, CLOSE, DAILY_RUN, DAY, NIGHT, Queue
from autossa.jobs import clock
from autossa.jobs.days import TASKS, Task
from autossa.jobs.inline import run_due
from autossa.jobs.jobs import FIRST_PAUSE, LONGEST_PAUSE, TRIES, Patience, Stopped
from autossa.jobs.kinds import KINDS
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.runs import queue, task_days
from autossa.operations.runs.timetable import TIMETABLE, Due
from autossa.operations.vendor import settings
from autossa.queries.runs.history import task_states
from autossa.store import models
from autossa.wording import glossary
from autossa.workbench import servers
from tests.cast.sessions import starting
from tests.cast.shop import d, on, open_shop
from tests.jobs.doing import Notes, at, jobs, moment, only

pytestmark = [pytest.mark.store]
rolled_back = pytest.mark.django_db
Only = Callable[..., None]


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
def timetable(monkeypatch: pytest.MonkeyPatch) -> Only:
    """Sets the tasks that there are."""

    def use(*tasks: Task) -> None:
        only(monkeypatch, *tasks)

    return use


# ---- when


@pytest.mark.parametrize(
    ("local", "day", "monday"),
    [
        ("2026-02-04T06:59", "2026-02-03", "2026-02-02"),
        ("2026-02-04T07:00", "2026-02-04", "2026-02-02"),
        ("2026-02-09T06:59", "2026-02-08", "2026-02-02"),  # Monday, before its hour
        ("2026-02-09T07:00", "2026-02-09", "2026-02-09"),
        ("2026-02-15T23:59", "2026-02-15", "2026-02-09"),
    ],
)
def test_the_last_day_that_is_due(local: str, day: str, monday: str) -> None:
    assert Due(time(7)).last(datetime.fromisoformat(local)) == d(day)
    assert Due(time(7), only_mondays=True).last(datetime.fromisoformat(local)) == d(monday)


@rolled_back
def test_days_are_those_of_the_vendors_zone() -> None:
    assert clock.local(datetime(2026, 1, 31, 23, 30, tzinfo=UTC)).date() == d("2026-02-01")
    with override_settings(TODAY="2027-03-01"):
        assert clock.local(datetime(2026, 1, 31, 23, 30, tzinfo=UTC)).isoformat() == "2027-03-01T00:30:00+01:00"


@rolled_back
def test_worker_and_command_line_share_the_zone_that_the_vendor_sets(notes: Notes, timetable: Only) -> None:
    late = datetime(2026, 1, 31, 10, 30, tzinfo=UTC)
    settings.save_settings(time_zone="Pacific/Kiritimati", ctx=ActionContext(SYSTEM, d("2026-01-31"), late))
    assert clock.local(late).isoformat() == "2026-02-01T00:30:00+14:00"
    with time_machine.travel(late, tick=False):
        assert (action_context().today, action_context("2026-01-15").today) == (d("2026-02-01"), d("2026-01-15"))
    timetable(notes.task(hour=0))
    run_due(late)
    assert notes.done == ["a 2026-02-01"]


def test_before_there_is_a_schema_it_is_the_environments_zone(database: servers.Addresses) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("DROP TABLE vendor_settings")
    assert str(action_context().now.tzinfo) == "Europe/Berlin"


# ---- once


@rolled_back
def test_a_task_is_done_once_a_day(notes: Notes, timetable: Only) -> None:
    timetable(notes.task())
    for text in ("2026-02-04T06:00", "2026-02-04T07:00", "2026-02-04T07:01", "2026-02-04T23:59", "2026-02-05T06:59"):
        at(text)
    assert notes.done == ["a 2026-02-04", "a 2026-02-04"]  # the first one caught up what 3 February missed
    at("2026-02-05T07:00")
    assert notes.done[2:] == ["a 2026-02-05"]


@rolled_back
def test_a_time_that_was_missed_is_caught_up_once(notes: Notes, timetable: Only) -> None:
    timetable(notes.task())
    at("2026-02-04T08:00")
    at("2026-02-19T05:00")  # two weeks of silence; it is five in the morning
    at("2026-02-19T05:01")
    assert notes.done == ["a 2026-02-04", "a 2026-02-19"]
    at("2026-02-19T07:00")
    assert notes.done[2:] == ["a 2026-02-19"]


@rolled_back
def test_a_job_of_a_day_that_has_gone_by_is_done_for_the_one_that_is_due(notes: Notes, timetable: Only) -> None:
    timetable(notes.task())
    queue.put(queue.Put("day", Queue.UPKEEP, {"task": "a", "day": "2026-02-01"}))
    at("2026-02-04T08:00")
    assert notes.done == ["a 2026-02-04"]
    assert task_days.done_for() == {"a": d("2026-02-04")}


@rolled_back
def test_a_job_that_is_there_twice_is_done_once(notes: Notes, timetable: Only) -> None:
    timetable(notes.task())
    for _ in range(3):
        queue.put(queue.Put("day", Queue.UPKEEP, {"task": "a", "day": "2026-02-04"}))
    at("2026-02-04T08:00")
    assert notes.done == ["a 2026-02-04"]
    assert jobs() == []


@rolled_back
def test_a_task_that_failed_is_tried_again_after_a_pause_and_keeps_no_other(notes: Notes, timetable: Only) -> None:
    other = Notes()
    timetable(notes.task("a"), other.task("b"))
    notes.fails = True
    assert at("2026-02-04T08:00") == ["b"]
    assert task_states()["a"].last_error == "RuntimeError: it does not work"
    (job,) = jobs()
    assert (job.status, job.attempts, job.scheduled_at is not None) == ("todo", 1, True)
    notes.fails = False
    assert at("2026-02-04T08:09") == []  # it waits, and no other one is put beside it
    queue.retry(job=job.id, ctx=on("2026-02-04"))
    assert at("2026-02-04T08:10") == ["a"]
    assert task_states()["a"].last_error == ""
    assert not models.JobCause.objects.exists()


@rolled_back
def test_what_failed_for_good_waits_for_somebody_and_the_next_day_comes_all_the_same(
    notes: Notes, timetable: Only, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autossa.jobs.jobs.TRIES", 0)
    timetable(notes.task("a"))
    notes.fails = True
    at("2026-02-04T08:00")
    assert [job.status for job in jobs()] == ["failed"]
    at("2026-02-04T08:01")
    assert len(jobs()) == 1
    notes.fails = False
    assert at("2026-02-05T08:00") == ["a"]


def tried(attempts: int) -> Job:
    return Job(id=1, queue="upkeep", lock=None, queueing_lock=None, task_name="day", attempts=attempts)


def test_pauses_grow_and_end() -> None:
    def pause(attempts: int) -> float | None:
        decision = Patience().get_retry_decision(exception=ValueError(), job=tried(attempts))
        if decision is None or decision.retry_at is None:
            return None
        return decision.retry_at.timestamp() - datetime.now(UTC).timestamp()

    found = [pause(attempts) for attempts in range(TRIES + 1)]
    assert found[:3] == [pytest.approx(FIRST_PAUSE * 3**n, abs=2) for n in range(3)]
    assert found[TRIES - 1] == pytest.approx(LONGEST_PAUSE, abs=5)
    assert found[TRIES] is None
    assert Patience().get_retry_decision(exception=Stopped(), job=tried(TRIES)) is not None


@rolled_back
def test_a_task_waits_for_the_one_it_comes_after(notes: Notes, timetable: Only) -> None:
    first, second = notes.task("first"), notes.task("second", after="first")
    timetable(second)
    assert at("2026-02-04T08:00") == []
    timetable(second, first)
    assert at("2026-02-04T08:00") == ["first", "second"]
    notes.fails = True
    assert at("2026-02-05T08:00") == []
    assert notes.done == ["first 2026-02-04", "second 2026-02-04"]


@rolled_back
def test_a_stop_leaves_the_rest_to_the_next_worker(notes: Notes, timetable: Only) -> None:
    timetable(notes.task())
    with pytest.raises(Stopped):
        at("2026-02-04T08:00", should_continue=False)
    assert task_days.done_for() == {}
    assert [job.status for job in jobs()] == ["todo"]


# ---- by one worker


def test_many_workers_do_it_once(database: servers.Addresses, notes: Notes, timetable: Only) -> None:
    timetable(notes.task())
    with starting() as start:
        for done in [start(lambda: at("2026-02-04T08:00")) for _ in range(6)]:
            done.result()
    assert notes.done == ["a 2026-02-04"]


# ---- the real one


@rolled_back
def test_the_timetable_does_what_it_says() -> None:
    shop = open_shop()
    shop.under_contract(day="2026-01-15")
    shop.covered("Branch", months=12)
    done = run_due(moment("2026-10-20T08:00"))
    assert set(done) == {DAILY_RUN, *(task.name for task in TASKS)}
    assert len(done) == len(TASKS) + 1
    assert {task.name for task in TASKS if task.after} & set(done[: done.index(DAILY_RUN)]) == set()
    assert models.Settlement.objects.filter(reason="extension").count() == 10
    assert models.Reminder.objects.filter(kind="expiry").count() == 1
    assert run_due(moment("2026-10-20T08:00") + timedelta(hours=1)) == []
    assert not jobs()


def test_every_kind_of_job_has_a_name_that_people_read() -> None:
    assert set(KINDS) - {DAY, NIGHT, CHUNK, CLOSE} <= set(glossary.JOB)
    assert set(TIMETABLE) <= set(glossary.JOB)
