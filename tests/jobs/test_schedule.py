"""The schedule: what is due when, caught up once after a silence, by one worker, and tried again after a failure."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.db import connections
from django.test import override_settings

from autossa.cli.boot import action_context
from autossa.jobs import clock
from autossa.jobs.schedule import SCHEDULE, Stopped, Task, run_due
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.runs import schedule
from autossa.operations.runs.timetable import Due
from autossa.operations.vendor import settings
from autossa.store import models
from autossa.workbench import servers
from tests.cast.sessions import starting
from tests.cast.shop import d, open_shop

pytestmark = [pytest.mark.store]
rolled_back = pytest.mark.django_db


def moment(text: str) -> datetime:
    """A moment in the vendor's zone (Berlin), in winter."""
    return datetime.fromisoformat(f"{text}+01:00").astimezone(UTC)


class Notes:
    """Tasks that note when they were done, or fail."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.fails = False

    def task(self, name: str = "a", hour: int = 7, after: str = "") -> Task:
        def run(ctx: ActionContext, should_continue: object) -> int:
            if self.fails:
                raise RuntimeError("it does not work")
            self.done.append(f"{name} {ctx.today}")
            return 1

        return Task(name, Due(time(hour)).last, run, after)


@pytest.fixture
def notes() -> Iterator[Notes]:
    return Notes()  # type: ignore[return-value]


def at(text: str, *tasks: Task, should_continue: bool = True) -> list[str]:
    return run_due(moment(text), lambda: should_continue, tasks)


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
def test_worker_and_command_line_share_the_zone_that_the_vendor_sets() -> None:
    late = datetime(2026, 1, 31, 10, 30, tzinfo=UTC)
    settings.save_settings(time_zone="Pacific/Kiritimati", ctx=ActionContext(SYSTEM, d("2026-01-31"), late))
    assert clock.local(late).isoformat() == "2026-02-01T00:30:00+14:00"
    with time_machine.travel(late, tick=False):
        assert (action_context().today, action_context("2026-01-15").today) == (d("2026-02-01"), d("2026-01-15"))
    notes = Notes()
    run_due(late, lambda: True, (notes.task(hour=0),))
    assert notes.done == ["a 2026-02-01"]


def test_before_there_is_a_schema_it_is_the_environments_zone(database: servers.Addresses) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("DROP TABLE vendor_settings")
    assert str(action_context().now.tzinfo) == "Europe/Berlin"


# ---- once


@rolled_back
def test_a_task_is_done_once_a_day(notes: Notes) -> None:
    task = notes.task()
    for text in ("2026-02-04T06:00", "2026-02-04T07:00", "2026-02-04T07:01", "2026-02-04T23:59", "2026-02-05T06:59"):
        at(text, task)
    assert notes.done == ["a 2026-02-04", "a 2026-02-04"]  # the first one caught up what 3 February missed
    at("2026-02-05T07:00", task)
    assert notes.done[2:] == ["a 2026-02-05"]


@rolled_back
def test_a_time_that_was_missed_is_caught_up_once(notes: Notes) -> None:
    task = notes.task()
    at("2026-02-04T08:00", task)
    at("2026-02-19T05:00", task)  # two weeks of silence; it is five in the morning
    at("2026-02-19T05:01", task)
    assert notes.done == ["a 2026-02-04", "a 2026-02-19"]
    at("2026-02-19T07:00", task)
    assert notes.done[2:] == ["a 2026-02-19"]


@rolled_back
def test_a_task_that_failed_is_tried_again_after_a_pause_and_keeps_no_other(notes: Notes) -> None:
    other = Notes()
    tasks = (notes.task("a"), other.task("b"))
    notes.fails = True
    assert at("2026-02-04T08:00", *tasks) == ["b"]
    assert schedule.states()["a"].last_error == "RuntimeError: it does not work"
    notes.fails = False
    assert at("2026-02-04T08:09", *tasks) == []
    assert at("2026-02-04T08:10", *tasks) == ["a"]
    assert schedule.states()["a"].last_error == ""


@rolled_back
def test_a_task_waits_for_the_one_it_comes_after(notes: Notes) -> None:
    first, second = notes.task("first"), notes.task("second", after="first")
    assert at("2026-02-04T08:00", second) == []
    assert at("2026-02-04T08:00", first, second) == ["first", "second"]
    notes.fails = True
    assert at("2026-02-05T08:00", first, second) == []
    assert notes.done == ["first 2026-02-04", "second 2026-02-04"]


@rolled_back
def test_a_stop_leaves_the_rest_to_the_next_worker(notes: Notes) -> None:
    with pytest.raises(Stopped):
        at("2026-02-04T08:00", notes.task(), should_continue=False)
    assert "a" not in schedule.states()


# ---- by one worker


def test_a_task_is_done_by_one_worker_only(database: servers.Addresses) -> None:
    notes = Notes()
    with starting() as start, schedule.lock("a") as acquired:
        assert acquired
        assert start(lambda: at("2026-02-04T08:00", notes.task())).result() == []
        assert start(lambda: at("2026-02-04T08:00", notes.task("b"))).result() == ["b"]
    assert at("2026-02-04T08:00", notes.task()) == ["a"]


def test_many_workers_do_it_once(database: servers.Addresses) -> None:
    notes = Notes()
    with starting() as start:
        for done in [start(lambda: at("2026-02-04T08:00", notes.task())) for _ in range(6)]:
            done.result()
    assert notes.done == ["a 2026-02-04"]


# ---- the real one


@rolled_back
def test_the_schedule_does_what_it_says() -> None:
    shop = open_shop()
    shop.under_contract(day="2026-01-15")
    shop.covered("Branch", months=12)
    done = run_due(moment("2026-10-20T08:00"), lambda: True)
    assert done == [task.name for task in SCHEDULE] == [
        "daily_run", "prune_outbox", "forget_registrations", "forget_drafts", "forget_addresses", "forget_limits",
        "clear_sessions", "renew_secrets", "sweep_artifacts", "match_payments", "use_credit", "license_files",
        "announce_terms", "documents", "dunning", "reminders", "weekly_list",
    ]  # fmt: skip
    assert models.Settlement.objects.filter(reason="extension").count() == 10
    assert models.Reminder.objects.filter(kind="expiry").count() == 1
    assert run_due(moment("2026-10-20T08:00") + timedelta(hours=1), lambda: True) == []
