"""The worker: does the jobs of its queues, several queues side by side, until it is told to stop.

Any number of workers may run side by side, on any number of machines. A stop lets the present item of each job be
finished: a chunk of projects, one mail. A database that is away is waited for.
"""

import asyncio
import logging
import os
import signal
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic
from typing import Any, TypeVar
from weakref import WeakSet

import structlog
from django.db import DatabaseError, close_old_connections, connection
from procrastinate.contrib.django import DjangoApp, utils
from procrastinate.exceptions import ConnectorException
from procrastinate.psycopg_connector import PsycopgConnector
from procrastinate.worker import Worker
from psycopg_pool import PoolTimeout

from autossa.domain.runs.jobs import Queue
from autossa.jobs import clock, inline
from autossa.jobs.deliveries import Delivered
from autossa.jobs.jobs import Stopped, at_work
from autossa.jobs.kinds import find_deliveries
from autossa.jobs.tasks import STOP, register
from autossa.operations.errors import NotOurSchema
from autossa.operations.runs import queue
from autossa.operations.vendor import schema

log = structlog.get_logger()
T = TypeVar("T")

AT_ONCE = {Queue.WEBHOOKS: 9, Queue.UPKEEP: 3}
"""Jobs of a queue at a time, 1 of each other: slow receivers take four of nine, and a look at what is due has room."""
HEARTBEAT = 5.0  # seconds; six of them without a beat, and its jobs are others'
LOOK_AFTER = 15.0
"""Seconds after which it is looked whether a job is this worker's and nobody does it."""
FIRST_PAUSE, MAX_PAUSE = 1.0, 60.0  # seconds, while the database is away
DRAIN = 60.0
"""Seconds that jobs have to come to an end after a stop; then the process ends, and others do them."""
_STEP = 0.1
_AWAY = (ConnectorException, DatabaseError, PoolTimeout, OSError)


@dataclass(frozen=True, slots=True)
class Report:
    """What was done: tasks of the timetable, mails sent, tries that failed."""

    tasks: tuple[str, ...] = ()
    sent: int = 0
    failed: int = 0


class Threads(ThreadPoolExecutor):
    """Of the jobs: each has a connection to the database of its own, which is closed at the end."""

    def __init__(self, count: int) -> None:
        super().__init__(count, thread_name_prefix="job")
        self._opened: WeakSet[Any] = WeakSet()

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> "Future[T]":
        """As any executor."""

        def job() -> T:
            try:
                return fn(*args, **kwargs)
            finally:
                if connection.connection is not None:
                    self._opened.add(connection.connection)

        return super().submit(job)

    def close(self) -> None:
        """When no job is at work any more."""
        self.shutdown()
        for one in list(self._opened):
            one.close()


def once(stop: threading.Event, queues: Iterable[Queue] = Queue) -> Report:
    """Everything that is due now, in this process, one after the other, until nothing is left."""
    tasks: list[str] = []
    mails: list[Delivered] = []
    wanted, moment = tuple(queues), clock.now()
    try:
        if Queue.UPKEEP in wanted:
            queue.free_stalled()
            tasks += inline.run_due(moment, lambda: not stop.is_set())
        for _ in range(2):  # events are numbered first, then sent
            queue.put_all(find_deliveries(clock.now()))
            found = inline.drain(wanted, lambda: not stop.is_set())
            tasks += [one for one in found if isinstance(one, str)]
            mails += [one for one in found if isinstance(one, Delivered)]
    except Stopped:
        log.info("stopped")
    return Report(tuple(tasks), sum(one.sent for one in mails), sum(one.failed for one in mails))


def forever(stop: threading.Event, queues: Iterable[Queue] = Queue, concurrency: int | None = None) -> Report:
    """Until it is told to stop; a database that is away is waited for."""
    places = {one: concurrency or AT_ONCE.get(one, 1) for one in queues}
    log.info("working", queues=[one.value for one in places])
    threads = Threads(sum(places.values()) + 2)  # with fewer, slow receivers would take those of the night
    try:
        asyncio.run(_supervise(stop, places, threads))
    finally:
        threads.close()
    log.info("stopped")
    return Report()


async def _supervise(stop: threading.Event, places: dict[Queue, int], threads: Threads) -> None:
    asyncio.get_running_loop().set_default_executor(threads)
    pause, newer = FIRST_PAUSE, None
    while not stop.is_set():
        begun = monotonic()
        try:
            await _work(stop, places)
        except* NotOurSchema as errors:
            newer = errors.exceptions[0]
            stop.set()
        except* _AWAY as errors:
            log.warning("the database is unavailable", error=type(errors.exceptions[0]).__name__, pause=pause)
        except* Exception:  # whatever it is: the jobs of this worker are not to wait for somebody to come
            log.exception("the worker failed", pause=pause)
        pause = FIRST_PAUSE if monotonic() - begun > MAX_PAUSE else min(pause * 2, MAX_PAUSE)
        await _wait(stop, pause)
    if newer is not None:
        raise newer


async def _work(stop: threading.Event, places: dict[Queue, int]) -> None:
    """One worker a queue, on connections that they share, until the stop, or one of them ends: then all do.

    Raises SchemaIsNewer: this process is of yesterday, and does nothing any more.
    """
    await asyncio.to_thread(_asking, schema.check_not_newer)
    connector = PsycopgConnector(kwargs=utils.connector_params(), min_size=1, max_size=4, timeout=10, name="jobs")
    try:
        await connector.open_async()
        workers = [_worker(connector, stop, one, count) for one, count in places.items()]
        async with asyncio.TaskGroup() as group:
            running = [group.create_task(one.run()) for one in workers]  # type: ignore[no-untyped-call]
            watch = group.create_task(_watch(workers))
            await asyncio.sleep(0)  # each has begun by then: it forgets a stop that came before
            while not stop.is_set() and not any(one.done() for one in (*running, watch)):
                await asyncio.wait((*running, watch), timeout=_STEP, return_when=asyncio.FIRST_COMPLETED)
            watch.cancel()
            for one in workers:
                one.stop()  # type: ignore[no-untyped-call]
    finally:
        await connector.close_async()


def _worker(connector: PsycopgConnector, stop: threading.Event, queue_: Queue, count: int) -> Worker:
    """The worker of a queue. Jobs put others by Django's own connection, in their transactions, and not by this one."""
    own = DjangoApp(connector=connector)
    register(own, beats=queue_ is Queue.UPKEEP)
    return Worker(
        own, [queue_.value], name=queue_.value, concurrency=count, install_signal_handlers=False,
        update_heartbeat_interval=HEARTBEAT, stalled_worker_timeout=queue.STALLED_AFTER, delete_jobs="successful",
        additional_context={STOP: stop}, task_middleware=own.worker_defaults["task_middleware"],
    )  # fmt: skip


async def _watch(workers: list[Worker]) -> None:
    """Let others do what was begun here and is done by nobody: its end could not be written when it came."""
    suspects: set[int] = set()
    while True:
        await asyncio.sleep(LOOK_AFTER)
        mine = [one.worker_id for one in workers if one.worker_id is not None]
        try:
            await asyncio.to_thread(_asking, schema.check_not_newer)
            left = set(await asyncio.to_thread(_asking, queue.held_by, mine)) - at_work()
            for job in left & suspects:
                await asyncio.to_thread(_asking, queue.free, job)
            suspects = left
        except _AWAY:
            log.warning("the database is unavailable")


def _asking(ask: Callable[..., T], *given: Any) -> T:
    """In a thread, whose connection may have died since it was used."""
    close_old_connections()
    return ask(*given)


async def _wait(stop: threading.Event, seconds: float) -> None:
    """For so long, or until the stop."""
    until = monotonic() + seconds
    while not stop.is_set() and monotonic() < until:
        await asyncio.sleep(_STEP)


def work(
    *,
    once_only: bool = False,
    queues: Iterable[str] = (),
    concurrency: int | None = None,
    stop: threading.Event | None = None,
) -> Report:
    """Work for the queues named, or all. In the main thread SIGTERM and SIGINT stop it, a second one at once."""
    logging.getLogger("procrastinate.worker").setLevel(logging.CRITICAL)  # what failed is said here, once and in a line
    stop, wanted = stop or threading.Event(), tuple(map(Queue, queues)) or tuple(Queue)
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda number, _: _end(number) if stop.is_set() else stop.set())
    threading.Thread(target=_give_up, args=(stop,), daemon=True).start()
    return once(stop, wanted) if once_only else forever(stop, wanted, concurrency)


def _give_up(stop: threading.Event) -> None:
    """Whatever a job waits for: some time after the stop the process ends."""
    stop.wait()
    threading.Event().wait(DRAIN)
    log.warning("jobs did not come to an end; others do them", jobs=sorted(at_work()))
    _end(signal.SIGTERM)


def _end(number: int) -> None:
    os._exit(128 + number)
