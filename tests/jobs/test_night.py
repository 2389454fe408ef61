"""The night is shared: by jobs of one process, by workers of several, one of them killed; and says what it left."""

import signal
from collections import Counter
from datetime import timedelta
from pathlib import Path
from time import sleep

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from autossa.domain.runs.jobs import CHUNK, CLOSE, DAILY_RUN, NIGHT, Priority
from autossa.jobs.inline import run_due
from autossa.operations.runs import by_hand, nights, queue, renewals, task_days
from autossa.operations.runs.timetable import TIMETABLE
from autossa.queries.runs.verify import check_all
from autossa.store import models
from autossa.workbench import servers
from tests.cast.sessions import held
from tests.cast.shop import VERA, Shop, d, on, open_shop
from tests.jobs.doing import PATIENCE, at, jobs, moment, wait_until
from tests.jobs.processes import noted, workers
from tests.store.looking import broken_laws
from tests.trials import a_few_of

pytestmark = [pytest.mark.store]
rolled_back = pytest.mark.django_db
EVENING = "2026-05-20T20:00"


def due_projects(shop: Shop, count: int, option: str = "flex_monthly") -> None:
    for number in range(count):
        shop.under_contract(f"Office {number}", option=option)
        models.LimitCount.objects.all().delete()  # they are all made in one hour


# ---- opened once, closed by the last


@rolled_back
def test_the_run_says_what_its_jobs_booked(monkeypatch: pytest.MonkeyPatch) -> None:
    due_projects(open_shop(), 5)
    monkeypatch.setattr(renewals, "CHUNK", 2)
    monkeypatch.setattr(nights, "TURN", 0.0)
    assert DAILY_RUN in at(EVENING)
    (run,) = models.Run.objects.all()
    assert (run.projects, run.periods, run.parked, run.unbooked) == (5, models.Settlement.objects.count(), 0, 0)
    assert run.finished_at is not None
    assert task_days.done_for()[DAILY_RUN] == d("2026-05-20")


@rolled_back
def test_a_night_that_is_under_way_is_not_begun_again() -> None:
    due_projects(open_shop(), 1)
    ctx = on("2026-05-20")
    assert nights.begin(day=ctx.today, ctx=ctx) is not None
    assert nights.begin(day=ctx.today, ctx=ctx) is None
    assert [job.task_name for job in jobs()] == [CHUNK, CLOSE]
    assert nights.is_under_way()


@rolled_back
def test_a_night_that_was_done_and_left_nothing_is_not_begun_again() -> None:
    open_shop()
    ctx = on("2026-05-20")
    task_days.finish(DAILY_RUN, ctx.today, ctx.now)
    assert nights.begin(day=ctx.today, ctx=ctx) is None
    assert not models.Run.objects.exists()


@rolled_back
def test_it_is_closed_only_when_nobody_books_any_more() -> None:
    due_projects(open_shop(), 1)
    ctx = on("2026-05-20")
    run = nights.begin(day=ctx.today, ctx=ctx)
    assert run is not None
    assert nights.close(run=run, day=ctx.today, looks=0, ctx=ctx) is None
    assert DAILY_RUN not in task_days.done_for()
    nights.share(run=run, ctx=ctx, should_continue=lambda: True)
    for job in jobs(task_name=CHUNK):
        queue.cancel(job=job.id, ctx=ctx)
    report = nights.close(run=run, day=ctx.today, looks=0, ctx=ctx)
    assert report is not None
    assert report.projects == 1


def test_what_others_have_locked_is_said_and_tried_again(
    database: servers.Addresses, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = open_shop()
    due_projects(shop, 2)
    locked = models.Project.objects.order_by("id")[0].id
    monkeypatch.setattr(nights, "LOOKS", 0)
    with held(database, locked):
        assert DAILY_RUN in at(EVENING)
    (run,) = models.Run.objects.all()
    assert (run.projects, run.unbooked) == (1, 1)
    (again,) = jobs(task_name=NIGHT)
    assert again.scheduled_at is not None
    queue.retry(job=again.id, ctx=on("2026-05-20"))
    at(EVENING)
    assert list(models.Run.objects.order_by("id").values_list("projects", "unbooked")) == [(1, 1), (1, 0)]


def test_what_others_have_locked_is_looked_for_before_it_is_left(database: servers.Addresses) -> None:
    due_projects(open_shop(), 1)
    with held(database, models.Project.objects.get().id):
        at(EVENING)
    (close,) = jobs(task_name=CLOSE)
    assert (close.args["looks"], close.scheduled_at is not None) == (1, True)
    assert DAILY_RUN not in task_days.done_for()  # what comes after the night waits


@rolled_back
def test_what_people_cause_goes_before_the_night(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    due_projects(shop, 1)
    ctx = on("2026-05-20", VERA)
    nights.begin(day=ctx.today, ctx=ctx)
    monkeypatch.setattr(by_hand, "MAX_AT_ONCE", 0)
    assert by_hand.run_now(ctx=ctx) is None
    first = ProcrastinateJob.objects.order_by("-priority", "id").first()
    assert first is not None
    assert (first.task_name, first.priority) == (NIGHT, Priority.PEOPLE)


@rolled_back
def test_an_evening_that_was_missed_is_caught_up_once_and_the_night_comes_all_the_same(shop: Shop) -> None:
    at("2026-02-04T08:00")
    done = run_due(moment("2026-02-19T00:02"))
    assert DAILY_RUN in done
    assert run_due(moment("2026-02-19T00:02") + timedelta(minutes=1)) == []
    assert DAILY_RUN in run_due(moment("2026-02-19T00:05"))
    assert list(models.Run.objects.order_by("id").values_list("day", flat=True)) == [
        d("2026-02-04"), d("2026-02-19"), d("2026-02-19"),
    ]  # fmt: skip
    assert TIMETABLE[DAILY_RUN].at.minute == 5


# ---- by several processes with environments of their own


def is_over() -> bool:
    return DAILY_RUN in task_days.done_for() and not nights.is_under_way()


def booked_right(projects: int) -> None:
    """Everything due was booked, once; what the runs say is what was booked."""
    assert not models.Project.objects.due(d("2026-05-20")).exists()
    starts = Counter(models.Settlement.objects.values_list("project", "start"))
    assert set(starts.values()) == {1}
    assert len({project for project, _ in starts}) == projects
    runs = list(models.Run.objects.all())
    assert sum(run.periods for run in runs) == len(starts)
    assert sum(run.projects for run in runs) >= projects
    assert broken_laws() == {}
    assert list(check_all()) == []


@pytest.mark.slow
@pytest.mark.parametrize(("count", "projects"), a_few_of([(3, 30), (3, 600), (8, 600)], 1))
def test_workers_that_know_only_the_database_share_the_night_evenly(
    database: servers.Addresses, tmp_path: Path, count: int, projects: int
) -> None:
    due_projects(open_shop(), projects)
    with workers(database, tmp_path, count, 1):
        wait_until(is_over)
    shares = [sum(noted(tmp_path, number)) for number in range(count)]
    assert sum(shares) == projects
    assert min(shares) >= 0.6 * projects / count, shares
    booked_right(projects)
    assert models.Run.objects.count() == 1


@pytest.mark.slow
@pytest.mark.parametrize(("kills", "projects"), a_few_of([(1, 30), (30, 600), (100, 1500)], 1))
def test_a_worker_that_is_killed_in_the_middle_changes_nothing(
    database: servers.Addresses, tmp_path: Path, kills: int, projects: int
) -> None:
    """Its job is another's once it gives no sign of life; what it had not committed is booked by the others."""
    due_projects(open_shop(), projects)
    for kill in range(kills):
        with workers(database, tmp_path, 2, 2) as running:
            before = len(noted(tmp_path, 0))
            wait_until(lambda: len(noted(tmp_path, 0)) > before or is_over())  # noqa: B023
            running[0].kill()
            if kill == kills - 1:
                wait_until(is_over)
            running[1].terminate()
            running[1].wait(PATIENCE)
    booked_right(projects)
    assert not ProcrastinateJob.objects.filter(task_name__in=(CHUNK, CLOSE)).exists()


@pytest.mark.slow
@pytest.mark.trials
def test_a_worker_that_is_frozen_for_a_while_changes_nothing(database: servers.Addresses, tmp_path: Path) -> None:
    """Its jobs are others' meanwhile; when it goes on, it writes the chunk that it had locked, or nothing."""
    due_projects(open_shop(), 60)
    with workers(database, tmp_path, 2, 2) as running:
        wait_until(lambda: len(noted(tmp_path, 0)) > 1)
        running[0].send_signal(signal.SIGSTOP)
        sleep(3 * 3.0)  # three times what makes it count as gone
        assert noted(tmp_path, 1)
        running[0].send_signal(signal.SIGCONT)
        wait_until(is_over)
        for worker in running:
            worker.terminate()
            assert worker.wait(PATIENCE) == 0
    booked_right(60)
    assert not ProcrastinateJob.objects.filter(status="doing").exists()
