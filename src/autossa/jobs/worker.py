"""The worker: does what the schedule says is due and delivers the outbox, until it is told to stop.

Any number of workers may run side by side. A stop lets the present item be finished: a chunk of projects, one mail.
"""

import signal
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import DatabaseError, InterfaceError, close_old_connections

from autossa.jobs import clock, webhooks
from autossa.jobs.schedule import SCHEDULE, Stopped, Task, run_due
from autossa.operations.accounts.webhooks import sending
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.orders.checkouts import asking
from autossa.operations.runs import delivery
from autossa.operations.vendor import mails

log = structlog.get_logger()

POLL = timedelta(seconds=5)
SCHEDULE_EVERY = timedelta(seconds=30)
MAX_PAUSE = timedelta(minutes=5)
BATCH_SIZE = 100


@dataclass(frozen=True, slots=True)
class Report:
    """What a worker did: tasks of the schedule, mails sent, tries that failed."""

    tasks: tuple[str, ...]
    sent: int
    failed: int


class Worker:
    """One worker; `stop` may be set by a signal or from another thread."""

    def __init__(
        self,
        gateway: mails.MailGateway,
        stop: threading.Event | None = None,
        tasks: tuple[Task, ...] = SCHEDULE,
    ) -> None:
        self.stop = stop or threading.Event()
        self._gateway = gateway
        self._tasks = tasks
        self._looked_at: datetime | None = None
        self._done: list[str] = []
        self._sent = self._failed = 0
        self._pause = POLL
        self._callers: webhooks.Callers | None = None

    @property
    def report(self) -> Report:
        """What it did so far."""
        return Report(tuple(self._done), self._sent, self._failed)

    def once(self) -> Report:
        """Everything due now: the schedule, payments by card nothing was heard of, the outbox until nothing is left."""
        try:
            moment = clock.now()
            self._do_schedule(moment)
            asking.ask_silent(ctx=self._context(moment), should_continue=self._should_continue)
            webhooks.take_up(self._should_continue)
            self._deliver()
            webhooks.send_due(sending.gateway(), self._should_continue)
        except Stopped:
            log.info("stopped")
        finally:
            self._gateway.close()
        return self.report

    def forever(self) -> Report:
        """Until it is told to stop; a database that is away is waited for."""
        log.info("working")
        while not self.stop.is_set():
            self._round()
            self.stop.wait(self._pause.total_seconds())
        if self._callers is not None:
            self._callers.join()
        log.info("stopped", sent=self._sent, failed=self._failed)
        return self.report

    def _round(self) -> None:
        close_old_connections()
        try:
            moment = clock.now()
            if self._looked_at is None or moment - self._looked_at >= SCHEDULE_EVERY:
                self._do_schedule(moment)
                self._looked_at = moment
            asking.ask_silent(ctx=self._context(moment), should_continue=self._should_continue)
            webhooks.take_up(self._should_continue)
            self._call_webhooks(moment)
            unavailable = self._deliver()
            self._pause = min(self._pause * 2, MAX_PAUSE) if unavailable else POLL
        except Stopped:
            pass
        except (DatabaseError, InterfaceError) as error:
            self._pause = min(self._pause * 2, MAX_PAUSE)
            log.warning("the database is unavailable", error=type(error).__name__, pause=self._pause.total_seconds())
        finally:
            self._gateway.close()

    def _call_webhooks(self, moment: datetime) -> None:
        """The threads for it are there once something is to be called; most installations have no webhooks."""
        if self._callers is None and sending.is_due(now=moment):
            self._callers = webhooks.Callers(sending.gateway(), self.stop)
            self._callers.start()

    def _do_schedule(self, moment: datetime) -> None:
        self._done += run_due(moment, self._should_continue, self._tasks)

    def _deliver(self) -> bool:
        """Portions until nothing more can be delivered; whether the mail server is unavailable."""
        while self._should_continue():
            done = delivery.deliver(
                gateway=self._gateway, now=clock.now(), limit=BATCH_SIZE, should_continue=self._should_continue
            )
            self._sent, self._failed = self._sent + done.sent, self._failed + done.failed
            if done.unavailable or not done.did_something:
                return done.unavailable
        return False

    def _context(self, moment: datetime) -> ActionContext:
        return ActionContext(SYSTEM, clock.local(moment).date(), moment)

    def _should_continue(self) -> bool:
        return not self.stop.is_set()


def work(*, once: bool = False, stop: threading.Event | None = None) -> Report:
    """Work with the gateway of the settings; SIGTERM and SIGINT stop it, in the main thread."""
    worker = Worker(mails.gateway(), stop)
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop.set())
    return worker.once() if once else worker.forever()
