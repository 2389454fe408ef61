"""Mail servers as they break: away for days, silent, refusing, slow; and workers that die. Nothing is lost or delayed.

By real SMTP to a server of the tests. Each test names the fault; the last ones plant faults of ours and find them.
"""

import os
import signal
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import override_settings

from autossa.gateways.mail import smtp as smtp_module
from autossa.gateways.mail.absent import AbsentGateway
from autossa.gateways.mail.memory import MemoryGateway
from autossa.gateways.mail.protocol import Mail, MailUnavailable
from autossa.gateways.mail.smtp import SmtpGateway, smtp_settings
from autossa.operations import outbox
from autossa.operations.outbox import MessageBeingSent, discard, put
from autossa.operations.runs.delivery import Delivered, deliver
from autossa.operations.runs.mailing import claims, failures, sending
from autossa.queries.vendor.mails import list_mails
from autossa.queries.vendor.outbox import count_waiting
from autossa.store import models
from autossa.workbench import servers
from tests.cast.mail_server import HANG_UP, SILENCE, MailServer, mail_server
from tests.cast.sessions import starting
from tests.cast.shop import Shop, on, open_shop
from tests.trials import a_few_of

pytestmark = [pytest.mark.store]
rolled_back = pytest.mark.django_db

NOW = on("2026-01-20").now
SENDER = "portal@example.com"
PATIENCE = 60


def write(count: int, first: int = 0, made_at: datetime = NOW) -> list[str]:
    """Mails that wait, and to whom."""
    to = [f"{number}@example.com" for number in range(first, first + count)]
    values = {"vendor": "Vera", "link": settings.BASE_URL, "greeting": "Hello,"}
    put([(outbox.SEND, {"key": "test", "language": "en", "to": one, "values": values}) for one in to], made_at, None)
    return to


def references() -> list[str]:
    return [row.public_id for row in models.OutboxMessage.objects.order_by("id")]


def row_of(address: str) -> models.OutboxMessage:
    return models.OutboxMessage.objects.get(payload__to=address)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """A server; a step of a mail lasts a moment at most."""
    for name in ("COMMAND_SECONDS", "CONTENT_SECONDS"):
        monkeypatch.setattr(smtp_module, name, 2.0)
    with mail_server() as made:
        yield made


@pytest.fixture
def smtp(server: MailServer) -> Iterator[SmtpGateway]:
    with closing(SmtpGateway(SENDER)) as gateway:
        yield gateway


def deliver_all(gateway: SmtpGateway, now: datetime) -> int:
    sent = 0
    while (done := deliver(gateway=gateway, now=now)).did_something:
        sent += done.sent
    return sent + done.sent


# ---- one mail's fault keeps no other


@rolled_back
@pytest.mark.parametrize("fault", [HANG_UP, SILENCE, "451 4.7.1 try later", "550 5.1.1 no such user"])
def test_one_recipient_with_a_fault_keeps_none_of_the_others(
    shop: Shop, server: MailServer, smtp: SmtpGateway, fault: str
) -> None:
    first, *others = write(40)
    server.of_recipient[first] = fault
    assert deliver_all(smtp, NOW) == len(others)
    assert sorted(server.to) == sorted(others)
    assert row_of(first).attempts == 1
    assert (row_of(first).parked_at is not None) is fault.startswith("550")
    assert models.MailOutage.objects.count() == 0


@rolled_back
def test_what_failed_stands_behind_what_was_never_tried(shop: Shop, server: MailServer, smtp: SmtpGateway) -> None:
    failing = write(5)
    server.of_recipient = dict.fromkeys(failing, "451 later")
    assert deliver(gateway=smtp, now=NOW) == Delivered(failed=5)
    server.of_recipient.clear()
    fresh = write(5, first=5)
    later = NOW + timedelta(hours=1)
    assert deliver(gateway=smtp, now=later) == Delivered(sent=10)
    assert server.to == [*fresh, *failing]


@rolled_back
def test_a_slow_mail_is_not_waited_for_by_what_another_worker_can_take(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(30)
    taken: list[int] = []
    real = claims.claim

    def claim(now: datetime, limit: int) -> list[claims.Claim]:
        taken.append(limit)
        return real(now, limit)

    monkeypatch.setattr(claims, "claim", claim)
    monkeypatch.setattr(sending, "QUICK_SECONDS", 60.0)
    assert deliver(gateway=MemoryGateway(), now=NOW).sent == 30
    assert taken == [1, 2, 4, 8, 16, claims.PORTION]
    write(6, first=30)
    taken.clear()
    monkeypatch.setattr(sending, "QUICK_SECONDS", 0.0)
    assert deliver(gateway=MemoryGateway(), now=NOW).sent == 6
    assert set(taken) == {1}


# ---- the server is away


@rolled_back
def test_a_server_that_is_dead_for_three_days_costs_nothing_but_time(shop: Shop) -> None:
    write(30)
    sent_before = references()
    with mail_server() as gone:
        port = gone.port
    with override_settings(**smtp_settings(f"smtp+plain://127.0.0.1:{port}")):
        gateway, now = SmtpGateway(SENDER), NOW
        while now < NOW + timedelta(days=3):
            assert deliver(gateway=gateway, now=now).unavailable
            now += timedelta(hours=1)
    found = count_waiting()
    assert (found.waiting, found.failing, found.parked) == (30, 0, 0)
    assert found.away_at == NOW
    assert found.cause is not None
    assert "ConnectionRefusedError" in found.cause
    assert set(models.OutboxMessage.objects.values_list("attempts", "last_error")) == {(0, "")}
    with mail_server(port) as back, closing(SmtpGateway(SENDER)) as gateway:
        assert deliver_all(gateway, now) == 30
        assert back.log == sent_before
    assert count_waiting().away_since is None
    assert models.MailOutage.objects.get().ended_at == now


@rolled_back
def test_a_server_that_answers_later_for_three_days_gets_all_of_them_at_last(
    shop: Shop, server: MailServer, smtp: SmtpGateway
) -> None:
    write(10)
    server.answers["RCPT"] = "451 4.3.2 system down"
    now = NOW
    while now < NOW + timedelta(days=3):
        deliver(gateway=smtp, now=now)
        now += timedelta(hours=1)
    assert count_waiting().parked == 0
    server.answers.clear()
    assert deliver_all(smtp, now + failures.MAX_PAUSE) == 10
    assert sorted(server.log) == sorted(references())


@rolled_back
def test_all_workers_ask_a_server_that_is_away_once_in_a_while(shop: Shop) -> None:
    write(3)
    gateway = MemoryGateway(failures=[MailUnavailable("away")] * 5)
    for second in range(120):
        assert deliver(gateway=gateway, now=NOW + timedelta(seconds=second)).unavailable
    assert len(gateway.failures) == 5 - 3  # at 0, 30 and 90 seconds
    outbox.retry(message=models.OutboxMessage.objects.latest("id").id, ctx=on("2026-01-20"))
    gateway.failures.clear()
    assert deliver(gateway=gateway, now=NOW + timedelta(seconds=121)).sent == 3  # somebody wants it now


@rolled_back
def test_a_clock_that_was_set_back_keeps_nothing_for_long(shop: Shop) -> None:
    write(2)
    far = NOW + timedelta(days=400)
    models.OutboxMessage.objects.filter(pk=row_of("0@example.com").pk).update(
        not_before=far, attempts=1, last_error="x"
    )
    models.MailOutage.objects.create(began_at=far, tried_at=far, cause="away")
    assert deliver(gateway=MemoryGateway(), now=NOW) == Delivered(sent=2)


@rolled_back
def test_events_go_on_without_the_server(shop: Shop) -> None:
    outbox.tell("mail.test", {"to": "a@example.com", "language": "en"}, on("2026-01-20"))
    write(1)
    gateway = MemoryGateway(failures=[MailUnavailable("away")])
    assert deliver(gateway=gateway, now=NOW) == Delivered(events=1, unavailable=True)


# ---- no server at all


@rolled_back
def test_without_a_server_nothing_is_delivered_and_old_mails_wait_for_staff(shop: Shop) -> None:
    write(1, made_at=NOW - timedelta(days=15))
    write(1, first=1)
    assert deliver(gateway=AbsentGateway(), now=NOW).unavailable
    assert not models.OutboxMessage.objects.exclude(delivered_at=None).exists()
    assert "AUTOSSA_SMTP_URL" in str(count_waiting().cause)
    later = NOW + timedelta(hours=1)
    gateway = MemoryGateway()
    assert deliver(gateway=gateway, now=later).sent == 1
    (waits,) = list_mails(only_failed=True)
    assert (waits["state"], waits["to"], waits["error"]) == ("parked", "0@example.com", sending.TOO_OLD)
    outbox.retry_all(ctx=on("2026-01-20"))
    assert deliver(gateway=gateway, now=later).sent == 1


# ---- workers that stop, die, or are cut off


@rolled_back
def test_a_stop_gives_back_what_was_not_begun(shop: Shop) -> None:
    write(20)
    answers = iter([True] * 10 + [False])
    assert deliver(gateway=MemoryGateway(), now=NOW, should_continue=lambda: next(answers)).sent == 10
    assert not models.OutboxMessage.objects.exclude(claimed_until=None).exists()


@rolled_back
def test_what_is_given_up_or_erased_while_it_waits_its_turn_is_not_sent(shop: Shop) -> None:
    write(4)
    gateway = Meddling()
    assert deliver(gateway=gateway, now=NOW) == Delivered(sent=3)
    row = models.OutboxMessage.objects.get(last_error="erased meanwhile")
    assert (row.payload, len(gateway.sent)) == ({}, 3)


class Meddling(MemoryGateway):
    """While it sends the second mail, somebody gives the third up; both are claimed."""

    def send(self, mail: Mail) -> None:
        super().send(mail)
        if len(self.sent) == 2:
            outbox.give_up(models.OutboxMessage.objects.filter(payload__to="2@example.com"), NOW, "erased meanwhile")


class Asking(MemoryGateway):
    """Somebody tries to give up what is being sent."""

    def send(self, mail: Mail) -> None:
        row = models.OutboxMessage.objects.get(payload__to=mail.to)
        with pytest.raises(MessageBeingSent):
            discard(message=row.id, ctx=on("2026-01-20"))
        super().send(mail)


@rolled_back
def test_what_is_being_sent_cannot_be_given_up_at_the_same_moment(shop: Shop) -> None:
    write(1)
    assert deliver(gateway=Asking(), now=NOW) == Delivered(sent=1)


def test_no_lock_is_held_and_no_transaction_open_while_a_mail_is_sent(database: servers.Addresses) -> None:
    open_shop()
    write(3)

    class Looking(MemoryGateway):
        def send(self, mail: Mail) -> None:
            super().send(mail)
            assert not connection.in_atomic_block
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM pg_locks WHERE relation = 'outbox'::regclass"
                    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
                )
                assert cursor.fetchone() == (0,)

    assert deliver(gateway=Looking(), now=NOW).sent == 3


def test_a_worker_that_froze_sends_nothing_that_others_have_taken(database: servers.Addresses) -> None:
    open_shop()
    write(8)
    frozen, other = Freezing(), MemoryGateway()
    assert deliver(gateway=frozen, now=NOW).sent + len(other.sent) <= 8
    while deliver(gateway=other, now=NOW).did_something:
        pass
    assert Counter(mail.to for mail in [*frozen.sent, *frozen.others.sent, *other.sent]) == {
        f"{number}@example.com": 1 for number in range(8)
    }


class Freezing(MemoryGateway):
    """Stands still over its fourth mail until all claims have lapsed; another worker takes what is left."""

    def __init__(self) -> None:
        super().__init__()
        self.others = MemoryGateway()

    def send(self, mail: Mail) -> None:
        super().send(mail)
        if len(self.sent) == 4:
            waiting = models.OutboxMessage.objects.filter(claimed_until__isnull=False)
            waiting.exclude(payload__to=mail.to).update(claimed_until=NOW)
            with starting() as start:
                start(lambda: deliver(gateway=self.others, now=NOW)).result()


@pytest.mark.slow
@pytest.mark.parametrize("kills", a_few_of([7, 60], 1))
def test_workers_killed_at_any_moment_lose_nothing_and_repeat_only_the_mail_they_were_at(
    database: servers.Addresses, kills: int
) -> None:
    """Each kill of one of two workers may repeat the one mail that it was sending, under the same Message-ID."""
    open_shop()
    write(150 + 10 * kills)
    wanted = references()
    with mail_server() as made:
        made.delay = 0.004
        running = [start_worker() for _ in range(2)]
        for number in range(kills):
            time.sleep(0.05 + 0.03 * (number % 5))
            kill(running.pop(0))
            running.append(start_worker())
        end = time.monotonic() + PATIENCE
        while models.OutboxMessage.objects.filter(delivered_at=None).exists() and time.monotonic() < end:
            time.sleep(0.1)
        for process in running:
            kill(process)
        came = Counter(made.log)
    assert set(came) == set(wanted)
    assert sum(came.values()) - len(wanted) <= kills


def start_worker() -> int:
    """A process of its own that delivers until it is killed; its claims last for moments."""
    connections.close_all()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the thread of the mail server stays with us
        process = os.fork()
    if process:
        return process
    claims.TURN, claims.LEASE = timedelta(seconds=0.4), timedelta(seconds=0.8)
    gateway = SmtpGateway(SENDER)
    while True:
        deliver(gateway=gateway, now=NOW)


def kill(process: int) -> None:
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
