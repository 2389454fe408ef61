"""What takes long to count and need not be of this moment: kept in each process, and counted again beside the pages.

Nobody waits while there is something to show: it is shown, of whichever minute it is, and one thread counts anew. Only
what is too old to be shown, or was never counted, is waited for, by all who ask for it at once, and counted once.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Lock, Thread
from typing import Generic, TypeVar

from django.db import connection

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

MANY = 2_000  # projects; up to here what is counted over all of them is of the moment
RENEWED_AFTER, SHOWN_FOR = timedelta(minutes=1), timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Counted(Generic[V]):
    """What was counted, and of which moment it is."""

    value: V
    as_of: datetime

    def unless(self, now: datetime) -> datetime | None:
        """The moment it is of, when that is not now."""
        return None if self.as_of == now else self.as_of


class Kept(Generic[K, V]):
    """The last count for one key at a time; `is_worth_it` says of a count whether it took long enough to be kept."""

    def __init__(self, count: Callable[[K], V], is_worth_it: Callable[[V], bool]) -> None:
        self._count, self._is_worth_it = count, is_worth_it
        self._counting = Lock()
        self._quick = False  # the last count was not worth it, so the next one is not waited for
        self._found: tuple[K, Counted[V]] | None = None  # in one step, so that nobody sees one without the other

    def get(self, key: K, now: datetime) -> Counted[V]:
        """What is kept for the key, or else counted now; what is a minute old is counted anew beside this."""
        found = self._shown(key, now)
        if found is None:
            return self._counted(key, now) if self._quick else self._counted_once(key, now)
        if now - found.as_of >= RENEWED_AFTER and self._counting.acquire(blocking=False):
            beside(lambda: self._counted(key, now), self._counting.release)
        return found

    def forget(self) -> None:
        """As after a start."""
        self._quick, self._found = False, None

    def _shown(self, key: K, now: datetime) -> Counted[V] | None:
        if self._found is None:
            return None
        kept, found = self._found
        return found if kept == key and timedelta(0) <= now - found.as_of < SHOWN_FOR else None

    def _counted_once(self, key: K, now: datetime) -> Counted[V]:
        with self._counting:
            return self._shown(key, now) or self._counted(key, now)

    def _counted(self, key: K, now: datetime) -> Counted[V]:
        counted = Counted(self._count(key), now)
        self._quick = not self._is_worth_it(counted.value)
        self._found = None if self._quick else (key, counted)
        return counted


def place_of(day: date) -> tuple[str, date]:
    """The key of what is counted over everything: the database, and the day as of which."""
    return str(connection.settings_dict["NAME"]), day


def beside(work: Callable[[], object], done: Callable[[], None]) -> None:
    """Do it in a thread with a connection of its own, which nobody waits for; `done` is called whatever happens."""

    def job() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET max_parallel_workers_per_gather = 0")  # the other processors are the readers'
            work()
        finally:
            done()  # also where no connection was to be had: a lock that is kept would be waited for by everybody
            connection.close()

    Thread(target=job, name="count", daemon=True).start()
