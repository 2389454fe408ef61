"""Every kind of job, by its name; and what is put into the queues each few seconds."""

from datetime import datetime

from autossa.domain.runs.jobs import CHUNK, CLOSE, DAY, NIGHT, Priority, Queue
from autossa.jobs import days, deliveries, night
from autossa.jobs.jobs import Kind, Work
from autossa.operations.accounts.webhooks import sending
from autossa.operations.orders.checkouts.gateway import is_offered
from autossa.operations.runs import queue
from autossa.operations.runs.safety import voiding

PLACES = 4
"""As many jobs call those who failed the last time, of all workers together; and as many more those who answered."""


def _deliver(work: Work, pause: int = 0) -> deliveries.Delivered:
    done = deliveries.deliver(work, pause)
    if done.pause:  # the next one waits, so that none is put meanwhile
        queue.put(DELIVER.put(seconds=done.pause, pause=done.pause))
    return done


def _tick(work: Work, timestamp: int = 0) -> int:
    """Put what is due into the queues, and free what workers have that are gone. When it was put is no matter."""
    queue.free_stalled()
    found = [*days.find_due(work.ctx.now), *find_deliveries(work.ctx.now)]
    queue.put_all(found)
    queue.forget_failed(TICK.name)
    return len(found)


TICK = Kind("tick", Queue.UPKEEP, _tick, Priority.PEOPLE)
DELIVER = Kind("deliver_mails", Queue.MAIL, _deliver)
NUMBER = Kind("number_events", Queue.WEBHOOKS, deliveries.number_events, Priority.PEOPLE)
CALL = Kind("call_webhooks", Queue.WEBHOOKS, deliveries.call)
CALL_FAILING = Kind("call_failing_webhooks", Queue.WEBHOOKS, deliveries.call_failing, is_alone=True)
ASK = Kind("ask_for_payments", Queue.BANK, deliveries.ask_silent)
VOID = Kind("void_runs", Queue.BOOKING, night.void_approved)

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        TICK,
        DELIVER,
        NUMBER,
        CALL,
        CALL_FAILING,
        ASK,
        VOID,
        Kind(DAY, Queue.UPKEEP, days.do),
        Kind(NIGHT, Queue.BOOKING, night.begin),
        Kind(CHUNK, Queue.BOOKING, night.share),
        Kind(CLOSE, Queue.BOOKING, night.close),
    )
}


def find_deliveries(moment: datetime) -> list[queue.Put]:
    """The jobs that send what waits, where none of the same waits already."""
    found = [kind.put() for kind in (DELIVER, NUMBER) if not queue.waiting(kind.name)]
    if is_offered() and not queue.alive(ASK.name):
        found.append(ASK.put())
    if voiding.is_approved() and not queue.alive(VOID.name):
        found.append(VOID.put())
    if sending.is_due(now=moment):
        free = [place for place in range(PLACES) if not queue.alive(CALL_FAILING.name, place=place)]
        found += [CALL_FAILING.put(place=place) for place in free]
        if not queue.waiting(CALL.name):
            found += [CALL.put()] * PLACES
    return found
