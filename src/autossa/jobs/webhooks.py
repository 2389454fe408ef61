"""Threads of a worker that call webhooks: some for all, some for those endpoints alone that answered the last time.

So receivers that are slow or dead, however many, take up their own threads, and never the others' turn.
"""

import threading
from collections.abc import Callable

import structlog
from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from autossa.jobs import clock
from autossa.operations.accounts.webhooks import sending, taking_up
from autossa.operations.accounts.webhooks.sending import WebhookGateway

log = structlog.get_logger()
FOR_ALL, FOR_GOOD = 4, 4
PAUSE_SECONDS = 2.0


class Callers:
    """The threads; they end once `stop` is set, after the call that they are at."""

    def __init__(self, gateway: WebhookGateway, stop: threading.Event) -> None:
        self._gateway, self._stop = gateway, stop
        kinds = [True] * FOR_ALL + [False] * FOR_GOOD
        self._threads = [
            threading.Thread(target=self._work, args=(failing_too,), name=f"webhooks-{number}", daemon=True)
            for number, failing_too in enumerate(kinds)
        ]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def join(self) -> None:
        """Wait for the calls that are under way; nobody waits for one longer than it may take."""
        for thread in self._threads:
            thread.join(timeout=sending.TURN.total_seconds())

    def _work(self, failing_too: bool) -> None:
        while not self._stop.is_set():
            close_old_connections()
            try:
                send_due(self._gateway, lambda: not self._stop.is_set(), failing_too=failing_too)
            except (DatabaseError, InterfaceError) as error:
                log.warning("the database is unavailable", error=type(error).__name__)
            except Exception:  # whatever it is: it is this call's, the thread goes on
                log.exception("a webhook failed")
            self._stop.wait(PAUSE_SECONDS)
        connection.close()


def send_due(gateway: WebhookGateway, should_continue: Callable[[], bool], *, failing_too: bool = True) -> int:
    """Calls that are due, one after the other; how many."""
    count = 0
    while should_continue():
        moment = clock.now()
        today = clock.local(moment).date()
        if not sending.send_next(gateway=gateway, today=today, now=moment, failing_too=failing_too):
            return count
        count += 1
    return count


def take_up(should_continue: Callable[[], bool]) -> int:
    """Number what happened since; how many events."""
    count = 0
    while should_continue():
        moment = clock.now()
        found = taking_up.take_up(today=clock.local(moment).date(), now=moment)
        count += found
        if found < taking_up.PORTION:
            break
    return count
