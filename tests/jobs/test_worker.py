"""The worker: does what is due, delivers, waits, and stops when told to, in the middle of nothing."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import time as Hour
from pathlib import Path

import pytest
from django.db import OperationalError

from autossa.gateways.mail.memory import MemoryGateway
from autossa.gateways.mail.protocol import Mail, MailUnavailable
from autossa.jobs import clock, worker
from autossa.jobs.schedule import Task
from autossa.jobs.worker import MAX_PAUSE, POLL, Worker
from autossa.operations import outbox
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.orders.checkouts import asking
from autossa.operations.runs import delivery
from autossa.operations.runs.timetable import Due
from autossa.operations.vendor import mails
from autossa.operations.vendor.schema import set_first_policy
from autossa.store import models
from autossa.workbench import servers
from tests.cast.sessions import starting
from tests.cast.shop import on, open_shop

pytestmark = [pytest.mark.store]
rolled_back = pytest.mark.django_db

PATIENCE = 30
MIDNIGHT = Hour(0)
# Due when a test lasts over three o'clock.
AT_NIGHT = {"prune_outbox", "forget_registrations", "forget_drafts", "clear_sessions", "forget_addresses"}


def ask_for_tests(count: int) -> None:
    for number in range(count):
        mails.send_test(to=f"{number}@example.com", language="en", ctx=on("2026-01-20"))


@rolled_back
def test_once_does_everything_that_is_due() -> None:
    open_shop()
    ask_for_tests(3)
    gateway = MemoryGateway()
    report = Worker(gateway).once()
    assert report.tasks[0] == "daily_run"
    assert (report.sent, report.failed, len(gateway.sent), gateway.closed) == (3, 0, 3, 1)
    assert set(Worker(gateway).once().tasks) <= AT_NIGHT


@rolled_back
def test_a_server_that_is_away_is_asked_ever_more_seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    open_shop()
    ask_for_tests(1)
    one = Worker(MemoryGateway(failures=[MailUnavailable("away")] * 3), tasks=())
    one._round()
    assert one._pause == 2 * POLL
    models.OutboxMessage.objects.update(not_before=None)
    one._round()
    assert one._pause == 4 * POLL
    one._round()  # nothing to deliver just now
    assert one._pause == POLL


@rolled_back
def test_a_database_that_is_away_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(**_: object) -> delivery.Delivered:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    one = Worker(MemoryGateway(), tasks=())
    with monkeypatch.context() as patched:
        patched.setattr(delivery, "deliver", away)
        for _ in range(12):
            one._round()
    assert one._pause == MAX_PAUSE
    one._round()
    assert one._pause == POLL


def test_it_works_until_it_is_told_to_stop(database: servers.Addresses) -> None:
    open_shop()
    gateway, stop = MemoryGateway(), threading.Event()
    one = Worker(gateway, stop, tasks=())
    one._pause = POLL / 100
    with starting() as start:
        working = start(one.forever)
        ask_for_tests(2)
        stop.wait(0.1)
        end = time.monotonic() + PATIENCE
        while len(gateway.sent) < 2 and time.monotonic() < end:
            stop.wait(0.05)
        stop.set()
        assert working.result(PATIENCE).sent == 2


def test_a_stop_in_the_middle_of_a_task_leaves_it_to_the_next(database: servers.Addresses) -> None:
    open_shop()
    stop = threading.Event()

    def run(ctx: object, should_continue: object) -> int:
        stop.set()
        worker_check = should_continue
        if not worker_check():  # type: ignore[operator]
            raise worker.Stopped
        return 1

    one = Worker(MemoryGateway(), stop, tasks=(Task("long", Due(MIDNIGHT).last, run),))
    assert one.once().tasks == ()
    assert not models.ScheduledTask.objects.exists()


class OneAtATime(MemoryGateway):
    """Tells to stop while it sends."""

    stop: threading.Event

    def send(self, mail: Mail) -> None:
        self.stop.set()
        super().send(mail)


def test_a_stop_lets_the_present_mail_be_finished_and_noted(database: servers.Addresses) -> None:
    open_shop()
    ask_for_tests(3)
    delivery.deliver(gateway=MemoryGateway(), now=clock.now())
    gateway, stop = OneAtATime(), threading.Event()
    gateway.stop = stop
    assert Worker(gateway, stop, tasks=()).once().sent == 1
    assert models.OutboxMessage.objects.filter(topic=outbox.SEND, delivered_at__isnull=False).count() == 1


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
    end = time.monotonic() + PATIENCE
    while len(list(path.glob("*.eml"))) < count:
        assert time.monotonic() < end, "the mails did not come"
        time.sleep(0.1)


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


def test_beside_a_server_it_ends_with_it(database: servers.Addresses, tmp_path: Path) -> None:
    set_first_policy(on("2026-01-01"))
    ask_for_tests(1)
    process = start_process(database, tmp_path, "--with-parent")
    wait_for(tmp_path / "mails", 1)
    _, said = process.communicate(timeout=PATIENCE)  # closes its stdin, as the end of the parent would
    assert process.returncode == 0, said


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


@rolled_back
def test_payments_by_card_that_nothing_was_heard_of_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[ActionContext] = []
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(asking, "ask_silent", lambda *, ctx, should_continue: asked.append(ctx))
    open_shop()
    Worker(MemoryGateway(), tasks=()).once()
    one = Worker(MemoryGateway(), tasks=())
    one._round()
    assert [ctx.actor for ctx in asked] == [SYSTEM, SYSTEM]
