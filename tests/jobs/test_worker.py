"""The worker as a process: it stops in order when told to, waits for the database, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
import pytest
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker
from procrastinate.psycopg_connector import PsycopgConnector

from autossa.domain.runs.jobs import Queue
from autossa.gateways.mail.memory import MemoryGateway
from autossa.jobs.worker import forever
from autossa.operations.runs import queue
from autossa.operations.vendor import mails
from autossa.operations.vendor.schema import set_first_policy
from autossa.store import models
from autossa.workbench import servers
from tests.cast.sessions import starting
from tests.cast.shop import on, open_shop
from tests.jobs.doing import Notes, ask_for_tests, jobs, only, wait_until
from tests.jobs.processes import is_running

pytestmark = [pytest.mark.store]
PATIENCE = 60


# ---- in this process


def test_it_works_until_it_is_told_to_stop_and_drains(
    database: servers.Addresses, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The task that is being done at the stop comes to its end, and no other one is begun."""
    notes, other, stop = Notes(), Notes(), threading.Event()
    begun = threading.Event()

    def long() -> None:
        begun.set()
        stop.wait(PATIENCE)
        time.sleep(0.5)

    notes.before = long
    only(monkeypatch, notes.task("long", hour=0))
    with starting() as start:
        working = start(lambda: forever(stop, [Queue.UPKEEP], 1))
        assert begun.wait(PATIENCE)
        only(monkeypatch, notes.task("long", hour=0), other.task("next", hour=0))
        stop.set()
        working.result(PATIENCE)
    assert (len(notes.done), other.done) == (1, [])
    assert set(models.TaskDay.objects.values_list("task", flat=True)) == {"long"}
    assert not ProcrastinateJob.objects.filter(status="doing").exists()
    assert not ProcrastinateWorker.objects.exists()


def test_a_stop_that_comes_while_it_connects_is_not_forgotten(
    database: servers.Addresses, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the database comes back, and the worker is told to stop at this moment."""
    stop, opened = threading.Event(), PsycopgConnector.open_async

    async def open_slowly(connector: PsycopgConnector) -> None:
        await opened(connector)
        stop.set()

    monkeypatch.setattr(PsycopgConnector, "open_async", open_slowly)
    with starting() as start:
        start(lambda: forever(stop)).result(PATIENCE)
    assert not ProcrastinateWorker.objects.exists()


def test_a_job_that_fails_is_seen_and_tried_again_by_the_next(
    database: servers.Addresses, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes, stop = Notes(), threading.Event()
    notes.fails = True
    only(monkeypatch, notes.task(hour=0))
    with starting() as start:
        working = start(lambda: forever(stop))
        try:
            wait_until(lambda: models.JobCause.objects.exists())
            wait_until(lambda: [job.status for job in jobs(task_name="day")] == ["todo"])
            notes.fails = False
            (job,) = jobs(task_name="day")
            queue.retry(job=job.id, ctx=on("2026-02-04"))
            wait_until(lambda: len(notes.done) == 1)
            wait_until(lambda: not jobs(task_name="day"))
        finally:
            stop.set()
        working.result(PATIENCE)
    assert not models.JobCause.objects.exists()


def test_connections_that_are_cut_are_made_again(database: servers.Addresses, monkeypatch: pytest.MonkeyPatch) -> None:
    open_shop()
    gateway, stop = MemoryGateway(), threading.Event()
    monkeypatch.setattr(mails, "gateway", lambda: gateway)
    with starting() as start:
        working = start(lambda: forever(stop))
        try:
            ask_for_tests(1)
            wait_until(lambda: len(gateway.sent) == 1)
            with psycopg.connect(database.superuser if hasattr(database, "superuser") else database.owner) as session:
                session.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%procrastinate%'"
                )
            ask_for_tests(1)
            wait_until(lambda: len(gateway.sent) == 2)
        finally:
            stop.set()
        working.result(PATIENCE)


def test_what_a_worker_had_that_is_gone_is_freed(database: servers.Addresses) -> None:
    """A worker without a sign of life; and one of which nothing is known any more."""
    for _ in range(3):
        queue.put(queue.Put("day", Queue.UPKEEP, {"task": "a", "day": "2026-02-04"}))
    first, second, third = jobs()
    with psycopg.connect(database.app, autocommit=True) as session:
        for job, ago in ((first, 60), (third, 0)):
            session.execute(
                "WITH w AS (INSERT INTO procrastinate_workers (last_heartbeat)"
                " VALUES (now() - %s * interval '1 second') RETURNING id)"
                " UPDATE procrastinate_jobs SET status = 'doing', worker_id = w.id FROM w"
                " WHERE procrastinate_jobs.id = %s",
                [ago, job.id],
            )
        session.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [second.id])
    assert queue.free_stalled() == 2
    assert [job.status for job in jobs()] == ["todo", "todo", "doing"]
    assert queue.free_stalled() == 0


def test_of_what_may_wait_once_the_stalled_one_makes_room(database: servers.Addresses) -> None:
    from procrastinate import tasks
    from procrastinate.contrib.django import app

    def look() -> None:
        tasks.configure_task(
            name="tick", job_manager=app.job_manager, queue="upkeep", queueing_lock="tick"
        ).defer()  # fmt: skip

    look()
    with psycopg.connect(database.app, autocommit=True) as session:
        session.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    look()
    assert queue.free_stalled() == 1
    assert [job.status for job in jobs()] == ["todo"]


# ---- as a process


def start_process(database: servers.Addresses, home: Path, *options: str) -> "subprocess.Popen[str]":
    """`autossa work` on the test's database; mails become files below `home`."""
    env = {
        **os.environ, "DATABASE_URL": database.app, "DATABASE_OWNER_URL": database.owner, "AUTOSSA_DEMO": "1",
        "AUTOSSA_HOME": str(home), "PYTHONUNBUFFERED": "1",
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-m", "autossa", "work", *options],
        env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def wait_for(path: Path, count: int) -> None:
    wait_until(lambda: len(list(path.glob("*.eml"))) >= count)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_in_order(database: servers.Addresses, tmp_path: Path, number: signal.Signals) -> None:
    set_first_policy(on("2026-01-01"))
    ask_for_tests(2)
    process = start_process(database, tmp_path)
    wait_for(tmp_path / "mails", 2)
    process.send_signal(number)
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, said
    assert "Traceback" not in said
    assert not models.OutboxMessage.objects.filter(delivered_at=None).exists()
    assert not ProcrastinateJob.objects.filter(status="doing").exists()


def test_beside_a_server_it_ends_with_it(database: servers.Addresses, tmp_path: Path) -> None:
    set_first_policy(on("2026-01-01"))
    ask_for_tests(1)
    process = start_process(database, tmp_path, "--with-parent", "--queue", "mail", "--queue", "upkeep")
    wait_for(tmp_path / "mails", 1)
    _, said = process.communicate(timeout=PATIENCE)  # closes its stdin, as the end of the parent would
    assert process.returncode == 0, said
    assert "daily_run" not in said  # nobody served the queue of bookings


PARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-m", "autossa", "work", "--with-parent"], stdin=subprocess.PIPE)
other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], pass_fds=[child.stdin.fileno()])
print(child.pid, other.pid, flush=True)
time.sleep(600)
"""


def test_a_parent_that_is_killed_leaves_no_worker(database: servers.Addresses, tmp_path: Path) -> None:
    """Though another child of it holds the end of the pipe open that the worker reads."""
    set_first_policy(on("2026-01-01"))
    ask_for_tests(1)
    env = {
        **os.environ, "DATABASE_URL": database.app, "AUTOSSA_DEMO": "1", "AUTOSSA_HOME": str(tmp_path),
    }  # fmt: skip
    parent = subprocess.Popen([sys.executable, "-c", PARENT], env=env, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent.stdout as said:
        child, other = map(int, said.readline().split())
    try:
        wait_for(tmp_path / "mails", 1)
        parent.kill()
        parent.wait()
        wait_until(lambda: not is_running(child))
    finally:
        os.kill(other, signal.SIGKILL)


def test_once_says_what_it_did(database: servers.Addresses, tmp_path: Path) -> None:
    set_first_policy(on("2026-01-01"))
    ask_for_tests(1)
    process = start_process(database, tmp_path, "--once", "--json")
    out, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, said
    assert '"sent": 1' in out
    assert '"daily_run"' in out
    (file,) = (tmp_path / "mails").glob("*.eml")
    assert "Subject: Test e-mail from" in file.read_text()


def test_a_queue_that_is_not_there_is_refused(database: servers.Addresses, tmp_path: Path) -> None:
    process = start_process(database, tmp_path, "--queue", "letters")
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert "there is no queue letters" in said
