"""Several sessions at once: threads with connections of their own, held back at a lock until all have come to it."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar
from uuid import UUID

import psycopg
from django.db import connection, connections

from autossa.operations.errors import Refused
from autossa.workbench import servers

T = TypeVar("T")
PATIENCE = 60.0


@contextmanager
def starting() -> Iterator[Callable[[Callable[[], T]], "Future[T]"]]:
    """A function that starts another in a session of its own; at the end all are waited for."""

    def own(job: Callable[[], T]) -> T:
        try:
            return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        yield lambda job: pool.submit(own, job)


@contextmanager
def held(addresses: servers.Addresses, *projects: UUID) -> Iterator[None]:
    """Projects are locked by somebody else until the block ends."""
    with psycopg.connect(addresses.app) as session:
        session.execute("SELECT 1 FROM projects WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [list(projects)])
        yield
        session.rollback()


def wait_until_waiting(sessions: int) -> None:
    """Until so many sessions wait for a lock."""
    query = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        " AND state = 'active'"
    )
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(query)
            ((waiting,),) = cursor.fetchall()
        if waiting == sessions:
            return
        time.sleep(0.01)
    raise AssertionError(f"{sessions} sessions should wait, {waiting} do")


def at_once(addresses: servers.Addresses, project: UUID, *jobs: Callable[[], Any]) -> list[str]:
    """Jobs that all wait for a project before any of them can begin: "done", or what each raised."""
    with starting() as start:
        with held(addresses, project):
            started = [start(job) for job in jobs]
            wait_until_waiting(len(jobs))
        return sorted(said(future) for future in started)


def said(future: "Future[Any]") -> str:
    """ "done", the code of a refusal, or the name and text of another error."""
    error = future.exception(PATIENCE)
    if error is None:
        return "done"
    return error.refusal.code.value if isinstance(error, Refused) else f"{type(error).__name__}: {error}"
