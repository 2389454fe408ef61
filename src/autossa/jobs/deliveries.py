"""What leaves: mails, calls of webhooks, questions to the gateway of cards; in queues of their own.

Receivers that are slow or dead, however many, take up jobs of their own, and never the others' turn.
"""

from dataclasses import dataclass
from time import monotonic

from autossa.jobs import clock
from autossa.jobs.jobs import Work
from autossa.operations.accounts.webhooks import sending, taking_up
from autossa.operations.orders.checkouts import asking
from autossa.operations.runs import delivery
from autossa.operations.vendor import mails

BATCH = 100
TURN = 20.0
"""Seconds after which a job ends, though there is more; the next one goes on."""
FIRST_PAUSE, LONGEST_PAUSE = 10, 300  # seconds, while the mail server is away


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a job did: mails sent, tries that failed; for how long to leave a mail server that is away."""

    sent: int = 0
    failed: int = 0
    pause: int = 0


def deliver(work: Work, pause: int = 0) -> Delivered:
    """Send what waits, until nothing does, or the turn is over. The server was waited for `pause` seconds before."""
    gateway, begun = mails.gateway(), monotonic()
    sent = failed = 0
    try:
        while work.should_continue() and monotonic() - begun < TURN:
            done = delivery.deliver(
                gateway=gateway, now=clock.now(), limit=BATCH, should_continue=work.should_continue
            )  # fmt: skip
            sent, failed = sent + done.sent, failed + done.failed
            if done.unavailable:
                return Delivered(sent, failed, min(pause * 2, LONGEST_PAUSE) or FIRST_PAUSE)
            if not done.did_something:
                break
    finally:
        gateway.close()
    return Delivered(sent, failed)


def number_events(work: Work) -> int:
    """Number what happened since; how many events."""
    count = 0
    while work.should_continue():
        moment = clock.now()
        found = taking_up.take_up(today=clock.local(moment).date(), now=moment)
        count += found
        if found < taking_up.PORTION:
            break
    return count


def call(work: Work) -> int:
    """Calls that are due of those who answered the last time, one after the other; how many."""
    return _call(work, failing_too=False)


def call_failing(work: Work, place: int) -> int:
    """Calls of whoever is due, though they may keep it waiting; one job at a time has a place."""
    return _call(work, failing_too=True)


def _call(work: Work, *, failing_too: bool) -> int:
    gateway, begun, count = sending.gateway(), monotonic(), 0
    while work.should_continue() and monotonic() - begun < TURN:
        moment = clock.now()
        today = clock.local(moment).date()
        if not sending.send_next(gateway=gateway, today=today, now=moment, failing_too=failing_too):
            break
        count += 1
    return count


def ask_silent(work: Work) -> int:
    """Ask for payments by card of which nothing was heard."""
    return asking.ask_silent(ctx=work.ctx, should_continue=work.should_continue)
