"""The demo's clock: each day between is played as the workers would have, beside workers, and only in the demo."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection

from autossa.cli.boot import action_context, mark_demo
from autossa.config import settings as shipped
from autossa.domain.rights import Role
from autossa.domain.runs.jobs import Queue
from autossa.jobs import clock as jobs
from autossa.jobs.inline import run_due
from autossa.operations.accounts import sessions
from autossa.operations.runs import queue, task_days
from autossa.portal.web import clock as portal
from autossa.queries.runs import verify
from autossa.queries.vendor import demo_clock as shown
from autossa.queries.vendor.mails import written_mails
from autossa.store import models
from autossa.workbench import demo_clock, servers
from autossa.workbench.demo_clock import ClockMoving, Moved
from tests.cast.people import make_person
from tests.cast.serving import environment
from tests.cast.sessions import starting
from tests.cast.shop import open_shop
from tests.portal.test_serving import run

pytestmark = [pytest.mark.store]
rolled_back = pytest.mark.django_db

# Thursday, 15 January 2026, two in the afternoon in Berlin.
NOW = datetime(2026, 1, 15, 13, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """The demo's data folder on its real day."""
    settings.DEMO, settings.DEMO_CLOCK = True, str(tmp_path / shown.FILE)
    settings.MAIL_FOLDER = str(tmp_path / "mails")
    demo_clock.start(tmp_path, anew=True)
    with time_machine.travel(NOW, tick=False):
        yield tmp_path


def monthly() -> None:
    """Alice's project under a monthly contract, its first period booked; the next is due on 1 February."""
    shop = open_shop()
    shop.under_contract()
    run_due(NOW, lambda: True)
    make_person("alice@example.com", (shop.alice, Role.OWNER))


@rolled_back
def test_to_the_next_charge_is_the_day_on_which_it_is_booked(folder: Path) -> None:
    monthly()
    moved = demo_clock.move_to_next_charge(now=portal.now())
    assert (moved.days, moved.periods) == (17, 1)
    assert models.Settlement.objects.filter(start=date(2026, 2, 15)).exists()
    assert portal.today() == date(2026, 2, 1)
    assert moved.mails == len(list(written_mails(folder / "mails")))


@rolled_back
def test_each_day_has_its_run_at_its_hour_and_its_mails_their_date(folder: Path) -> None:
    monthly()
    before = models.Run.objects.count()
    moved = demo_clock.move(days=20, now=portal.now())
    runs = list(models.Run.objects.order_by("id")[before:])
    assert [one.day for one in runs] == [date(2026, 1, 15) + timedelta(days=n) for n in range(1, 21)]
    assert {(one.started_at + timedelta(hours=1)).time().isoformat() for one in runs} == {"00:05:00"}
    dates = [mail.date for mail in written_mails(folder / "mails")]
    assert moved.mails == len(dates) > 0
    assert all(datetime(2026, 1, 15, 13, tzinfo=UTC) < one <= datetime(2026, 2, 4, 13, tzinfo=UTC) for one in dates)
    assert not models.OutboxMessage.objects.filter(delivered_at=None).exists()
    assert not list(verify.check_all())


@rolled_back
def test_hours_of_today_that_have_not_come_yet_come_first(folder: Path) -> None:
    open_shop()
    with time_machine.travel(datetime(2026, 1, 15, 5, 30, tzinfo=UTC), tick=False):  # half past six
        run_due(jobs.now(), lambda: True)
        demo_clock.move(days=1, now=portal.now())
    done = task_days.done_for()
    assert done["daily_run"] == date(2026, 1, 16)
    assert done["reminders"] == date(2026, 1, 15)  # those of the 16th come at seven, by the worker


@rolled_back
def test_every_door_has_the_day_and_it_goes_on_by_itself(folder: Path) -> None:
    open_shop()
    demo_clock.move(days=7, now=portal.now())
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        assert portal.today() == action_context().today == jobs.local(jobs.now()).date() == date(2026, 1, 24)
        assert portal.now() == action_context().now == jobs.now() == NOW + timedelta(days=9)
        demo_clock.start(folder, anew=False)  # the demo is started again: its clock stays
        assert portal.today() == date(2026, 1, 24)
        demo_clock.start(folder, anew=True)
        assert portal.today() == date(2026, 1, 17)


@rolled_back
def test_over_the_change_to_summer_time_a_day_is_a_day(folder: Path) -> None:
    open_shop()
    with time_machine.travel(datetime(2026, 3, 28, 22, 30, tzinfo=UTC), tick=False):  # 23:30 in Berlin
        demo_clock.move(days=1, now=portal.now())
        assert portal.today() == jobs.local(jobs.now()).date() == date(2026, 3, 29)


@rolled_back
def test_a_fixed_day_moves_too(folder: Path, settings: Any) -> None:
    settings.TODAY = "2027-03-01"
    open_shop()
    run_due(jobs.now(), lambda: True)
    demo_clock.move(days=3, now=portal.now())
    assert portal.today() == jobs.local(jobs.now()).date() == date(2027, 3, 4)
    assert models.Run.objects.latest("id").day == date(2027, 3, 4)


@rolled_back
def test_nobody_is_logged_out_by_a_move(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_shop()
    asked: list[datetime] = []
    monkeypatch.setattr(sessions, "clear_expired", lambda *, now: asked.append(now) or 0)
    demo_clock.move(days=40, now=portal.now())
    assert len(asked) >= 40
    assert all(abs(one - NOW) < timedelta(days=1) for one in asked)


@rolled_back
def test_a_move_beyond_what_is_kept_forgets_nothing_too_early(folder: Path, settings: Any) -> None:
    settings.KEEP_ADDRESSES = timedelta(days=1)
    open_shop()
    demo_clock.move(days=5, now=portal.now())
    assert not models.JobCause.objects.exists()


@rolled_back
def test_where_nothing_is_charged_it_ends_after_a_while(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_shop()
    monkeypatch.setattr(demo_clock, "MAX_DAYS", 3)
    assert demo_clock.move_to_next_charge(now=portal.now()) == Moved(3, 0, 0, 0)
    assert shown.days_ahead() == 3


# ---------------------------------------------------------------- beside workers


@contextmanager
def somebody_at(task: str) -> Iterator[None]:
    """Another worker does a job of a kind until the block ends."""
    queue.put(queue.Put(task, Queue.BOOKING, {"day": "2026-01-15"}))
    with connection.cursor() as cursor:
        cursor.execute("SELECT procrastinate_register_worker_v1()")
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", cursor.fetchone())
        yield
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = %s", [task])


def test_two_moves_at_once_are_one(database: servers.Addresses) -> None:
    open_shop()
    with starting() as start, demo_clock._alone(), pytest.raises(ClockMoving):
        start(lambda: demo_clock.move(days=1, now=NOW)).result()
    assert shown.days_ahead() == 0


def test_a_workers_task_is_waited_for_and_each_day_still_has_its_run(
    database: servers.Addresses, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_shop()
    pauses: list[float] = []

    with starting() as start, somebody_at("night"):

        def let_go(seconds: float) -> None:
            pauses.append(seconds)
            time.sleep(seconds)

        monkeypatch.setattr(demo_clock, "sleep", let_go)
        moving = start(lambda: demo_clock.move(days=2, now=NOW))
        until = time.monotonic() + 30
        while len(pauses) < 3 and time.monotonic() < until:
            time.sleep(0.01)
        assert not moving.done()
    moving.result()
    days = set(models.Run.objects.values_list("day", flat=True))
    assert days >= {date(2026, 1, 16), date(2026, 1, 17)}


def test_with_a_worker_at_the_same_time_nothing_is_done_twice(database: servers.Addresses) -> None:
    shop = open_shop()
    make_person("alice@example.com", (shop.alice, Role.OWNER))
    shop.under_contract(option="flex_monthly")
    run_due(NOW, lambda: True)
    done: list[bool] = []

    def worker() -> None:
        while not done:
            run_due(jobs.now(), lambda: True)

    with starting() as start:
        working = start(worker)
        try:
            moved = start(lambda: demo_clock.move(days=35, now=NOW)).result()
        finally:
            done.append(True)
        working.result()
    starts = list(models.Settlement.objects.order_by("start").values_list("start", flat=True))
    assert len(starts) == len(set(starts)) >= 2
    assert moved.periods == len(starts) - 1
    assert not list(verify.check_all())


# ---------------------------------------------------------------- nowhere else


def test_outside_the_demo_nothing_is_ahead(folder: Path, settings: Any) -> None:
    (folder / shown.FILE).write_text("30\n")
    assert portal.today() == date(2026, 2, 14)
    settings.DEMO_CLOCK = ""
    assert (shown.days_ahead(), portal.today()) == (0, date(2026, 1, 15))


def test_the_shipped_settings_name_no_clock(folder: Path) -> None:
    assert shipped.DEMO_CLOCK == ""
    (folder / shown.FILE).write_text("30\n")
    says = (
        "import django; django.setup(); from autossa.queries.vendor.demo_clock import days_ahead; print(days_ahead())"
    )
    for demo, ahead in (("0", "0"), ("1", "30")):
        done = run(says, env=environment(AUTOSSA_DEMO=demo, AUTOSSA_HOME=str(folder)))
        assert done.stdout.strip() == ahead, done.stderr


def test_a_command_beside_the_demo_has_its_day_and_one_for_another_database_has_not(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTOSSA_HOME", str(folder))
    for server, expected in ((None, None), (object(), "1")):
        monkeypatch.delenv("AUTOSSA_DEMO", raising=False)
        mark_demo(servers.Addresses("", "", server))  # type: ignore[arg-type]
        assert os.environ.get("AUTOSSA_DEMO") == expected
    (folder / shown.FILE).unlink()
    monkeypatch.delenv("AUTOSSA_DEMO", raising=False)
    mark_demo(servers.Addresses("", "", object()))  # type: ignore[arg-type]
    assert "AUTOSSA_DEMO" not in os.environ


def test_a_file_that_holds_nonsense_is_the_real_day(folder: Path) -> None:
    for text in ("", "abc", "1.5", "\x00"):
        (folder / shown.FILE).write_text(text)
        assert portal.today() == date(2026, 1, 15)
