"""What leaves by jobs: one receiver that is slow, or dead, never keeps another waiting, nor the night."""

import threading
from typing import Any

import pytest

from autossa.domain.runs.caps import Limits
from autossa.gateways.mail.memory import MemoryGateway
from autossa.gateways.mail.protocol import Mail, MailUnavailable
from autossa.gateways.webhooks.memory import MemoryWebhooks
from autossa.gateways.webhooks.protocol import Answer, NotDelivered
from autossa.jobs import deliveries, kinds
from autossa.jobs.jobs import Work, context
from autossa.jobs.worker import forever, once
from autossa.operations import outbox
from autossa.operations.accounts.webhooks import endpoints, sending
from autossa.operations.orders.checkouts import asking
from autossa.operations.runs import delivery, queue, task_days
from autossa.operations.vendor import mails
from autossa.store import models
from autossa.workbench import servers
from tests.cast.sessions import starting
from tests.cast.shop import Shop, on, open_shop
from tests.jobs.doing import ask_for_tests, jobs, wait_until

pytestmark = [pytest.mark.store]
rolled_back = pytest.mark.django_db
PATIENCE = 60.0
SLOW, QUICK = 12, 3


def use(monkeypatch: pytest.MonkeyPatch, gateway: MemoryGateway) -> MemoryGateway:
    """Mails go there."""
    monkeypatch.setattr(mails, "gateway", lambda: gateway)
    return gateway


@rolled_back
def test_once_does_everything_that_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    open_shop()
    ask_for_tests(3)
    gateway = use(monkeypatch, MemoryGateway())
    report = once(threading.Event())
    assert report.tasks[0] == "prune_outbox" or "daily_run" in report.tasks
    assert (report.sent, report.failed, len(gateway.sent)) == (3, 0, 3)
    assert gateway.closed >= 1
    assert once(threading.Event()).sent == 0
    assert not jobs()


@rolled_back
def test_a_server_that_is_away_is_asked_ever_more_seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    open_shop()
    ask_for_tests(1)
    use(monkeypatch, MemoryGateway(failures=[MailUnavailable("away")] * 3))
    work, pauses = Work(context(), lambda: True), [0]
    for _ in range(2):
        models.OutboxMessage.objects.update(not_before=None)
        pauses.append(kinds._deliver(work, pauses[-1]).pause)
    assert pauses[1:] == [deliveries.FIRST_PAUSE, 2 * deliveries.FIRST_PAUSE]
    waiting = jobs(task_name="deliver_mails")
    assert [job.args["pause"] for job in waiting] == pauses[1:]
    assert all(job.scheduled_at is not None for job in waiting)
    assert "deliver_mails" not in {job.task for job in kinds.find_deliveries(context().now)}  # nobody asks before


class OneAtATime(MemoryGateway):
    """Tells to stop while it sends."""

    stop: threading.Event

    def send(self, mail: Mail) -> None:
        self.stop.set()
        super().send(mail)


def test_a_stop_lets_the_present_mail_be_finished_and_noted(
    database: servers.Addresses, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_shop()
    ask_for_tests(3)
    delivery.deliver(gateway=MemoryGateway(failures=[MailUnavailable("away")]), now=context().now)
    models.OutboxMessage.objects.update(not_before=None)
    gateway, stop = OneAtATime(), threading.Event()
    gateway.stop = stop
    use(monkeypatch, gateway)
    assert deliveries.deliver(Work(context(), lambda: not stop.is_set())).sent == 1
    assert models.OutboxMessage.objects.filter(topic=outbox.SEND, delivered_at__isnull=False).count() == 1


@rolled_back
def test_payments_by_card_that_nothing_was_heard_of_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(kinds, "is_offered", lambda: True)
    monkeypatch.setattr(asking, "ask_silent", lambda *, ctx, should_continue: asked.append(ctx.actor) or 0)
    open_shop()
    queue.put_all(kinds.find_deliveries(context().now))
    assert "ask_for_payments" not in {job.task for job in kinds.find_deliveries(context().now)}
    once(threading.Event())
    assert len(asked) >= 1


def ask_for_calls(shop: Shop) -> None:
    """More that are slow than there are jobs for them, and some that are not."""
    for number in range(SLOW):
        made = endpoints.add(organisation=shop.alice, url=f"https://slow{number}.example/", ctx=on("2026-01-10"))
        endpoints.send_test(endpoint=made.key, organisation=shop.alice, ctx=on("2026-01-10"))
    models.WebhookEndpoint.objects.update(failing_since=on("2026-01-10").now)
    for number in range(QUICK):
        made = endpoints.add(organisation=shop.charlie, url=f"https://quick{number}.example/", ctx=on("2026-01-10"))
        endpoints.send_test(endpoint=made.key, organisation=shop.charlie, ctx=on("2026-01-10"))


class Stuck(MemoryGateway):
    """A mail server that takes each mail and then says nothing."""

    release: threading.Event

    def send(self, mail: Mail) -> None:
        self.release.wait(PATIENCE)
        super().send(mail)


def test_slow_receivers_keep_nobody_waiting_and_not_the_night(
    database: servers.Addresses, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.RUN_LIMITS = Limits(periods=1000, floor=1000)  # it is today, and the contract is of January
    shop = open_shop()
    ask_for_calls(shop)
    ask_for_tests(1)
    project = shop.under_contract(day="2026-01-15", option="flex_monthly")
    stop, release = threading.Event(), threading.Event()
    quick: list[str] = []

    def answer(url: str) -> Answer | NotDelivered:
        if "quick" in url:
            quick.append(url)
            return Answer(200, "")
        release.wait(PATIENCE)
        return NotDelivered("timeout")

    gateway = Stuck()
    gateway.release = release
    use(monkeypatch, gateway)
    monkeypatch.setattr(sending, "gateway", lambda: MemoryWebhooks(answer))
    with starting() as start:
        working = start(lambda: forever(stop))
        try:
            wait_until(lambda: len(set(quick)) == QUICK)  # each of them, however often
            wait_until(lambda: "daily_run" in task_days.done_for())
            assert gateway.sent == []
            ended = models.WebhookDelivery.objects.filter(endpoint__organisation__number="C1").exclude(ended_at=None)
            assert not ended.exists()
            assert models.Settlement.objects.filter(project=project).count() > 1
        finally:
            stop.set()
            release.set()
        working.result(PATIENCE)
