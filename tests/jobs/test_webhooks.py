"""The threads that call webhooks: one that is slow, or dead, never keeps another waiting."""

import threading
import time

import pytest

from autossa.gateways.webhooks.memory import MemoryWebhooks
from autossa.gateways.webhooks.protocol import Answer, NotDelivered
from autossa.jobs import webhooks
from autossa.operations.accounts.webhooks import endpoints
from autossa.store import models
from autossa.workbench import servers
from tests.cast.shop import Shop, on, open_shop

pytestmark = [pytest.mark.store]
PATIENCE = 30.0
SLOW, QUICK = 12, 3


def ask_for_calls(shop: Shop) -> None:
    """More that are slow than there are threads, and some that are not."""
    for number in range(SLOW):
        made = endpoints.add(organisation=shop.alice, url=f"https://slow{number}.example/", ctx=on("2026-01-10"))
        endpoints.send_test(endpoint=made.key, organisation=shop.alice, ctx=on("2026-01-10"))
    models.WebhookEndpoint.objects.update(failing_since=on("2026-01-10").now)
    for number in range(QUICK):
        made = endpoints.add(organisation=shop.charlie, url=f"https://quick{number}.example/", ctx=on("2026-01-10"))
        endpoints.send_test(endpoint=made.key, organisation=shop.charlie, ctx=on("2026-01-10"))


def test_slow_receivers_keep_nobody_waiting(database: servers.Addresses) -> None:
    ask_for_calls(open_shop())
    stop, release = threading.Event(), threading.Event()
    quick: list[str] = []

    def answer(url: str) -> Answer | NotDelivered:
        if "quick" in url:
            quick.append(url)
            return Answer(200, "")
        release.wait(PATIENCE)
        return NotDelivered("timeout")

    callers = webhooks.Callers(MemoryWebhooks(answer), stop)
    callers.start()
    try:
        end = time.monotonic() + PATIENCE / 2
        while len(quick) < QUICK and time.monotonic() < end:
            time.sleep(0.05)
        assert len(quick) == QUICK
        assert models.WebhookDelivery.objects.filter(endpoint__organisation__number="C1", ended_at=None).count() == SLOW
    finally:
        stop.set()
        release.set()
        callers.join()
