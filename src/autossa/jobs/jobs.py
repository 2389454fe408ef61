"""What a job is here: a function of the tables in this folder, done once, with its cause kept when it fails."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from autossa.domain.runs.jobs import Priority, Queue
from autossa.jobs import clock
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.runs.queue import Put, note_cause

log = structlog.get_logger()
FIRST_PAUSE, LONGEST_PAUSE, TRIES = 5, 3600, 13  # seconds; a job that fails is tried again for some eight hours
_at_work: set[int] = set()
_lock = threading.Lock()


class Stopped(Exception):
    """The worker is to stop; what is done so far stays, the rest is done by another one."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a job is done with: at which moment, and whether it may go on."""

    ctx: ActionContext
    should_continue: Callable[[], bool]

    def check(self, _: object = None) -> None:
        """Raises Stopped."""
        if not self.should_continue():
            raise Stopped


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job: what is done, in which queue, how urgent, and whether one at a time."""

    name: str
    queue: Queue
    do: Callable[..., Any]
    priority: Priority = Priority.NORMAL
    is_alone: bool = False

    def put(self, *, seconds: int = 0, **args: Any) -> Put:
        """A job of the kind; where one is done at a time, the others with the same arguments wait."""
        lock = " ".join([self.name, *map(str, args.values())]) if self.is_alone else None
        return Put(self.name, self.queue, args, self.priority, lock, seconds)


class Patience(BaseRetryStrategy):
    """Again after 5, 15, 45, … seconds, up to an hour; at once after a stop, which is no failure."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When to try again, None for never. `job.attempts` is how often it was tried before."""
        if isinstance(exception, Stopped):
            return RetryDecision(retry_in={"seconds": 0})
        if job.attempts >= TRIES:
            return None
        return RetryDecision(retry_in={"seconds": min(FIRST_PAUSE * 3**job.attempts, LONGEST_PAUSE)})


def context() -> ActionContext:
    """By itself, now."""
    moment = clock.now()
    return ActionContext(SYSTEM, clock.local(moment).date(), moment)


def perform(kind: Kind, job: int, args: dict[str, Any], should_continue: Callable[[], bool]) -> Any:
    """Do a job; why it fails is kept beside it. Raises Stopped, or whatever made it fail."""
    with _lock:
        _at_work.add(job)
    try:
        return kind.do(Work(context(), should_continue), **args)
    except Stopped:
        raise
    except Exception as error:  # whatever it is: the other jobs are done, this one again later
        log.exception("job failed", job=job, kind=kind.name, args=args)
        note_cause(job, error, clock.now())
        raise
    finally:
        with _lock:
            _at_work.discard(job)


def at_work() -> frozenset[int]:
    """The jobs that this process is doing."""
    with _lock:
        return frozenset(_at_work)
