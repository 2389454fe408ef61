"""Mails sent: each by itself, so that a failure is that of its own mail, and the others go."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction

from autossa.gateways.mail.protocol import Mail, MailGateway, MailUnavailable
from autossa.notify.mail.compose import Stationery, compose, stationery
from autossa.operations.outbox import EXPIRED
from autossa.operations.runs.attachments import attachments_of
from autossa.operations.runs.mailing import claims, failures, outages
from autossa.operations.runs.mailing.claims import Begun, Claim, Outcome
from autossa.queries.organisations.recipients import of_address
from autossa.store import models
from autossa.store.ids import public_id

log = structlog.get_logger()
PASS_SECONDS = 60.0
"""After how long a pass begins no more mails: events wait for it."""
QUICK_SECONDS = 2.0
"""A worker takes one mail, then twice as many each time, as long as they go so quickly: the rest is for others."""
TOO_OLD = "not sent by itself: it had waited for too long"
_SHUT_OUT = "not sent: the person is blocked"
_KEPT_WHEN_SENT = ("key", "language", "to", "attachments")

Continue = Callable[[], bool]


@dataclass(slots=True)
class Sent:
    """What a pass did so far: mails sent, left out, failed; whether it ended early, and why."""

    sent: int = 0
    left_out: int = 0
    failed: int = 0
    unavailable: bool = False
    stopped: bool = False

    @property
    def is_over(self) -> bool:
        """No more mails are begun."""
        return self.unavailable or self.stopped

    @property
    def count(self) -> int:
        """Mails that were dealt with."""
        return self.sent + self.left_out + self.failed


@dataclass(slots=True)
class Pass:
    """One pass over the mails that wait: by which gateway, at which moment, on which stationery."""

    gateway: MailGateway
    now: datetime
    outage: models.MailOutage | None
    done: Sent = field(default_factory=Sent)
    _paper: Stationery | None = None

    @property
    def paper(self) -> Stationery:
        """Read for the first mail, for all of them."""
        self._paper = self._paper or stationery()
        return self._paper


def send_due(gateway: MailGateway, now: datetime, limit: int, should_continue: Continue) -> Sent:
    """Send what waits, at most `limit` mails, for about a minute at most; without a server the pass ends."""
    current = Pass(gateway, now, outages.current())
    if outages.is_paused(current.outage, now):
        current.done.unavailable = claims.are_due(now)
        return current.done
    begun, portion = time.monotonic(), 1
    while current.done.count < limit and not current.done.is_over and time.monotonic() < begun + PASS_SECONDS:
        asked = time.monotonic()
        found = claims.claim(now, min(portion, limit - current.done.count))
        if not found:
            break
        _send_all(current, found, should_continue)
        is_quick = time.monotonic() < asked + QUICK_SECONDS
        portion = min(2 * portion, claims.PORTION) if is_quick else 1
    return current.done


def _send_all(current: Pass, found: Sequence[Claim], should_continue: Continue) -> None:
    """One after the other; what is not begun is let go of."""
    outcome: Outcome | None = None
    left = list(found)
    while left and not current.done.is_over:
        if not should_continue():
            current.done.stopped = True
            break
        begun = claims.step(outcome, left.pop(0))
        outcome = _send(current, begun) if begun else None
    if outcome is not None:
        claims.step(outcome, None)
    claims.release(left)


def _send(current: Pass, row: Begun) -> Outcome:
    try:
        outcome = _left_out(row, current.now) or _sent(current, row)
    except MailUnavailable as error:
        said = " ".join(str(error).split())
        outages.note(said, current.now)
        log.warning("mail server away", cause=failures.for_log(said))
        current.done.unavailable = True
        return Outcome(row, row.attempts, row.last_error)
    except Exception as error:  # whatever it is: it is this mail's, the others go
        current.done.failed += 1
        return _failed(row, error, current.now)
    if outcome.last_error:
        current.done.left_out += 1
    return outcome


def _sent(current: Pass, row: Begun) -> Outcome:
    current.gateway.send(_mail(row, current))
    current.done.sent += 1
    if current.outage is not None:
        outages.end(current.now)
        current.outage = None
    return _done(row, current.now)


def _mail(row: Begun, current: Pass) -> Mail:
    given = row.payload
    key = public_id(models.OutboxMessage.PREFIX, row.id)
    mail = compose(given["key"], given["language"], given["values"], given["to"], key, current.paper)
    wanted = given.get("attachments")
    if not wanted:
        return replace(mail, sent_at=current.now)
    with transaction.atomic():
        return replace(mail, sent_at=current.now, attachments=attachments_of(wanted, current.now))


def _left_out(row: Begun, now: datetime) -> Outcome | None:
    """A mail that is of no use any more, or that staff should look at before it goes."""
    given = row.payload
    if "expires" in given and datetime.fromisoformat(given["expires"]) <= now:
        return _done(row, now, EXPIRED)
    if given.get("attachments") and not of_address(given["to"], given["language"]):  # blocked since the mail was made
        return _done(row, now, _SHUT_OUT)
    if row.created_at < now - settings.MAILS_TOO_OLD and not row.last_error:
        log.warning("message too old", message=public_id(models.OutboxMessage.PREFIX, row.id))
        return Outcome(row, row.attempts, TOO_OLD, parked_at=now)
    return None


def _done(row: Begun, now: datetime, why_not: str = "") -> Outcome:
    kept: dict[str, Any] = {name: row.payload[name] for name in _KEPT_WHEN_SENT if name in row.payload}
    return Outcome(row, row.attempts + 1, why_not, delivered_at=now, payload=kept)


def _failed(row: Begun, error: Exception, now: datetime) -> Outcome:
    attempts = row.attempts + 1
    again = failures.next_try(error, attempts, now)
    said = failures.cause(error, row.payload)
    log.warning(
        "message failed",
        message=public_id(models.OutboxMessage.PREFIX, row.id),
        attempts=attempts,
        parked=again is None,
        error=failures.for_log(said),
    )
    return Outcome(row, attempts, said, parked_at=None if again else now, not_before=again)
