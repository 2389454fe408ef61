"""The outbox delivered by any number of workers: events become mails, mails are sent with the files that they name.

A row of an event becomes, in one transaction, a row of its own for each mail it makes; such a row is one mail to one
address. So a failure of one mail repeats no other. Each row is claimed by its lock, and other workers pass it by.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from autossa.gateways.mail.protocol import MailGateway, MailUnavailable
from autossa.notify.drafts import Event, MailDraft
from autossa.notify.events import build_mails
from autossa.notify.mail.compose import compose, greeting, vendor
from autossa.operations.billing.payments.desk import MOVED
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.outbox import ATTEMPTS, EXPIRED, SECRET, SEND, put
from autossa.operations.runs import dunning
from autossa.operations.runs.attachments import attachments_of
from autossa.queries.organisations.recipients import Recipient, of_address
from autossa.queries.vendor.days import latest_day
from autossa.queries.vendor.settings import zone
from autossa.store import models

log = structlog.get_logger()

FIRST_PAUSE, MAX_PAUSE = timedelta(minutes=1), timedelta(hours=6)
PAUSE_OF_SERVER = timedelta(minutes=2)
_SHUT_OUT = "not sent: the person is blocked"
_KEPT_WHEN_SENT = ("key", "language", "to", "attachments")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,}")
_MAX_ERROR = 300


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a pass did: mails sent, events turned into mails or passed over, failures; if the server is away."""

    sent: int = 0
    events: int = 0
    failed: int = 0
    unavailable: bool = False

    @property
    def did_something(self) -> bool:
        """There may be more to do at once."""
        return bool(self.sent or self.events)


def deliver(
    *, gateway: MailGateway, now: datetime, limit: int = 100, should_continue: Callable[[], bool] = lambda: True
) -> Delivered:
    """Deliver what waits, at most `limit` rows, oldest first; `should_continue` is asked before each.

    What fails is tried again later, and parked after several attempts. Without the mail server the pass ends.
    """
    sent = events = failed = 0
    for message in _waiting(now, limit):
        if not should_continue():
            break
        match _one(message, gateway, now):
            case "sent":
                sent += 1
            case "event":
                events += 1
            case "failed":
                failed += 1
            case "unavailable":
                return Delivered(sent, events, failed + 1, unavailable=True)
    return Delivered(sent, events, failed)


def _waiting(now: datetime, limit: int) -> list[UUID]:
    due = Q(not_before=None) | Q(not_before__lte=now)
    found = models.OutboxMessage.objects.filter(due, delivered_at=None, attempts__lt=ATTEMPTS)
    return list(found.order_by("id").values_list("id", flat=True)[:limit])


def _one(message: UUID, gateway: MailGateway, now: datetime) -> str:
    """One row in one transaction; it stays locked while its mail is sent."""
    with transaction.atomic():
        row = _claim(message, now)
        if row is None:
            return "taken"
        try:
            with transaction.atomic():
                return _deliver(row, gateway, now)
        except MailUnavailable as error:
            _note(row, error, not_before=now + PAUSE_OF_SERVER, attempts=row.attempts)
            log.warning("mail server away", message=row.public_id, error=_error_text(error))
            return "unavailable"
        except Exception as error:  # whatever it is: it is this message's, the others go
            attempts = row.attempts + 1
            _note(row, error, not_before=now + _pause(attempts), attempts=attempts)
            log.warning(
                "message failed", message=row.public_id, topic=row.topic, attempts=attempts, error=_error_text(error)
            )
            return "failed"


def _deliver(row: models.OutboxMessage, gateway: MailGateway, now: datetime) -> str:
    if row.topic == SEND:
        return _send(row, gateway, now)
    if row.topic == MOVED:
        dunning.resume_paid(UUID(row.payload["payer"]), ActionContext(SYSTEM, latest_day(now), now))
        _done(row, now, row.payload)
        return "event"
    return _make_mails(row, now)


def _claim(message: UUID, now: datetime) -> models.OutboxMessage | None:
    """The row, locked, unless another worker has it or has dealt with it."""
    due = Q(not_before=None) | Q(not_before__lte=now)
    found = models.OutboxMessage.objects.select_for_update(skip_locked=True)
    return found.filter(due, pk=message, delivered_at=None, attempts__lt=ATTEMPTS).first()


def _make_mails(row: models.OutboxMessage, now: datetime) -> str:
    """A row for each mail that the event makes; the event's own secret goes with it and is kept no more."""
    event = Event(row.id, row.topic, row.payload, row.project, row.created_at, now, zone())
    put([mail for draft in build_mails(event) for mail in _mails(draft)], now, row.project)
    kept = {name: value for name, value in row.payload.items() if name not in SECRET}
    _done(row, now, kept)
    return "event"


def _mails(draft: MailDraft) -> list[tuple[str, dict[str, Any]]]:
    """The words of each mail's values, in its recipient's language."""
    everywhere = {"vendor": vendor(), "link": f"{settings.BASE_URL}{draft.path}"}
    shared: dict[str, Any] = {"key": draft.key}
    if draft.expires:
        shared["expires"] = draft.expires.isoformat()
    if draft.attachments:
        shared["attachments"] = [one.as_payload() for one in draft.attachments]
    return [
        (SEND, shared | {"language": to.language, "to": to.email, "values": _values(draft, to) | everywhere})
        for to in draft.recipients
    ]


def _values(draft: MailDraft, to: Recipient) -> dict[str, str]:
    return draft.values_for(to) | {"greeting": greeting(to.name, to.language)}


def _send(row: models.OutboxMessage, gateway: MailGateway, now: datetime) -> str:
    given = row.payload
    kept = {name: given[name] for name in _KEPT_WHEN_SENT if name in given}
    if "expires" in given and datetime.fromisoformat(given["expires"]) <= now:
        _done(row, now, kept, error=EXPIRED)
        return "event"
    wanted = given.get("attachments", [])
    if wanted and not of_address(given["to"], given["language"]):  # blocked since the mail was made
        _done(row, now, kept, error=_SHUT_OUT)
        return "event"
    mail = compose(given["key"], given["language"], given["values"], given["to"], row.public_id)
    gateway.send(replace(mail, sent_at=now, attachments=attachments_of(wanted, now)))
    _done(row, now, kept)
    return "sent"


def _done(row: models.OutboxMessage, now: datetime, payload: dict[str, Any], error: str = "") -> None:
    models.OutboxMessage.objects.filter(pk=row.pk).update(
        delivered_at=now, attempts=row.attempts + 1, last_error=error, payload=payload
    )


def _note(row: models.OutboxMessage, error: Exception, *, not_before: datetime, attempts: int) -> None:
    models.OutboxMessage.objects.filter(pk=row.pk).update(
        attempts=attempts, not_before=not_before, last_error=_error_text(error)
    )


def _pause(attempts: int) -> timedelta:
    """1, 2, 4, … minutes, up to six hours: ten attempts take some eight hours."""
    doubled: int = 2 ** (attempts - 1)
    return min(FIRST_PAUSE * doubled, MAX_PAUSE)


def _error_text(error: Exception) -> str:
    """What went wrong, for staff: without anything that could be a link's secret."""
    words = " ".join(f"{type(error).__name__}: {error}".split())
    return _TOKEN.sub("[…]", words)[:_MAX_ERROR]
