"""The demo's clock moved forward: what the workers would have done on each day between is done, in the same order.

The clock is a file (`queries.vendor.demo_clock`), written before each day's work; so a move that is broken off leaves a
demo on the day it had come to, and workers, pages and commands go on from there.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from django.conf import settings
from django.db.models import Sum
from django.utils.module_loading import import_string

from autossa.domain.dates import DAY
from autossa.operations import outbox
from autossa.operations.runs import queue
from autossa.operations.runs.delivery import deliver
from autossa.operations.runs.timetable import TIMETABLE
from autossa.operations.vendor import mails
from autossa.queries.vendor.demo_clock import FILE, days_ahead
from autossa.queries.vendor.settings import zone
from autossa.store import models

MAX_DAYS = 100  # how far the next charge is looked for
_RUN_DUE = "autossa.jobs.inline.run_due"  # by name: the workers' own jobs, so that nothing is played differently
_PATIENCE, _PAUSE = 10.0, 0.05  # seconds that a worker's present task is waited for


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move did: days gone by, periods booked, e-mails sent, projects parked."""

    days: int
    periods: int
    mails: int
    parked: int


class ClockMoving(Exception):
    """Somebody else is moving the clock at present."""


def start(folder: Path, *, anew: bool) -> None:
    """Mark the folder's database as the demo's. The clock goes on from where it was, or, anew, shows the real day."""
    if anew or not (folder / FILE).exists():
        _write(folder / FILE, 0)


def move(*, days: int, now: datetime) -> Moved:
    """So many days later. `now` is the moment that the clock shows (aware). Raises ClockMoving."""
    return _move(now, lambda gone, _: gone == days)


def move_to_next_charge(*, now: datetime) -> Moved:
    """As many days later as it takes until a contract period is booked, at most `MAX_DAYS`. Raises ClockMoving."""
    return _move(now, lambda gone, begin: gone == MAX_DAYS or _periods(begin, now + gone * DAY) > 0)


def _move(now: datetime, is_there: Callable[[int, datetime], bool]) -> Moved:
    begin, gone = now.astimezone(zone()), 0
    with _alone():
        while not is_there(gone, begin):
            _play(begin + gone * DAY, begin + (gone + 1) * DAY)
            gone += 1
    end = begin + gone * DAY
    done = models.OutboxMessage.objects.filter(topic=outbox.SEND, last_error="", delivered_at__gt=begin)
    parked = models.Project.objects.filter(parked_at__gt=begin, parked_at__lte=end)
    return Moved(gone, _periods(begin, end), done.filter(delivered_at__lte=end).count(), parked.count())


@contextmanager
def _alone() -> Iterator[None]:
    """By one mover at a time; the file lets go of it whatever becomes of this process. Raises ClockMoving."""
    path = Path(settings.DEMO_CLOCK).with_suffix(".moving")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ClockMoving from None
        yield


def _play(begin: datetime, end: datetime) -> None:
    """One day: the jobs and the outbox at each of the hours at which something is due."""
    shown, ahead = begin.date(), days_ahead()
    for moment in _moments(begin, end):
        _write(Path(settings.DEMO_CLOCK), ahead + (moment.date() - shown).days)
        _work(moment.astimezone(UTC))
    _write(Path(settings.DEMO_CLOCK), ahead + 1)


def _moments(begin: datetime, end: datetime) -> Iterator[datetime]:
    """The hours of the timetable after a moment and up to another."""
    hours = sorted({due.at for due in TIMETABLE.values()})
    for day in (begin.date(), end.date()):
        for hour in hours:
            moment = datetime.combine(day, hour, tzinfo=begin.tzinfo)
            if begin < moment <= end:
                yield moment


def _work(moment: datetime) -> None:
    """As a worker would at this moment; what a real one is busy with is waited for, since the next day builds on it."""
    run_due: Callable[[datetime, Callable[[], bool]], Any] = import_string(_RUN_DUE)
    until = monotonic() + _PATIENCE
    run_due(moment, lambda: True)
    while queue.others_at_work() and monotonic() < until:
        sleep(_PAUSE)
        run_due(moment, lambda: True)
    gateway = mails.gateway()
    while deliver(gateway=gateway, now=moment).did_something:
        pass
    gateway.close()


def _periods(begin: datetime, end: datetime) -> int:
    runs = models.Run.objects.filter(started_at__gt=begin, started_at__lte=end)
    return int(runs.aggregate(periods=Sum("periods"))["periods"] or 0)


def _write(path: Path, days: int) -> None:
    """At once and whole: others read it at any time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_text(f"{days}\n", encoding="ascii")
    draft.replace(path)
