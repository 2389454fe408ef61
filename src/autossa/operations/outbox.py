"""Messages that must leave the process: written with what caused them, delivered by any number of workers.

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
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from autossa.gateways.mail.protocol import MailGateway, MailUnavailable
from autossa.notify.drafts import Event, MailDraft
from autossa.notify.events import build_mails
from autossa.notify.mail.compose import compose, greeting, vendor
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.queries.organisations.recipients import Recipient
from autossa.queries.vendor.settings import zone
from autossa.store import models
from autossa.store.engine.copy import copy_rows
from autossa.store.engine.rows import OutboxRow
from autossa.store.ids import new_id

log = structlog.get_logger()

SEND = "send.mail"
ATTEMPTS = 10
FIRST_PAUSE, MAX_PAUSE = timedelta(minutes=1), timedelta(hours=6)
PAUSE_OF_SERVER = timedelta(minutes=2)
SECRETS_RETENTION = timedelta(days=8)  # an invitation lasts seven
_SECRET = ("secret", "path")  # what an event may hold of a link
_EXPIRED = "not sent: it had expired"
_PARKED_LONG = "not sent: it was parked for too long"
_DISCARDED = "not sent: given up by hand"
_KEPT_WHEN_SENT = ("key", "language", "to")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,}")
_MAX_ERROR = 300


class MessageNotWaiting(NotFound):
    """There is no such message that waits."""


class ContentsDeleted(Invalid):
    """The contents of this message were deleted meanwhile; nothing is left to send."""


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


def tell(topic: str, payload: dict[str, Any], ctx: ActionContext, project: UUID | None = None) -> None:
    """Put a message into the outbox, in the present transaction."""
    _put([(topic, payload)], ctx.now, project)


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


def retry(*, message: UUID, ctx: ActionContext) -> None:
    """Try a parked or waiting message again at once. Raises MessageNotWaiting, ContentsDeleted."""
    with transaction.atomic():
        row = _locked(message)
        if not row.payload:
            raise ContentsDeleted
        models.OutboxMessage.objects.filter(pk=row.pk).update(attempts=0, not_before=None)
        record_activity(ctx, "retry_message", project=row.project, details={"message": row.public_id})


def retry_all(*, ctx: ActionContext) -> int:
    """Try everything that is parked again at once; how many messages that are."""
    with transaction.atomic():
        count = _parked().exclude(payload={}).update(attempts=0, not_before=None)
        if count:
            record_activity(ctx, "retry_messages", details={"messages": count})
    return count


def discard(*, message: UUID, ctx: ActionContext) -> None:
    """Give a message up that waits or failed: it is not sent, none of its text stays. Raises MessageNotWaiting."""
    with transaction.atomic():
        row = _locked(message)
        give_up(models.OutboxMessage.objects.filter(pk=row.pk), ctx.now, _DISCARDED)
        record_activity(ctx, "discard_message", project=row.project, details={"message": row.public_id})


def discard_all(*, ctx: ActionContext) -> int:
    """Give up everything that is parked; how many messages that are."""
    with transaction.atomic():
        count = give_up(_parked(), ctx.now, _DISCARDED)
        if count:
            record_activity(ctx, "discard_messages", details={"messages": count})
    return count


def prune(*, now: datetime) -> int:
    """Remove the words of what was sent long ago; give up mails that are parked as long, or whose secret is useless.

    How many rows that were.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE outbox SET payload = '{}' WHERE payload <> '{}' AND delivered_at < %s", [now - settings.KEEP_MAILS]
        )
        count = cursor.rowcount
        cursor.execute(
            "UPDATE outbox SET payload = '{}', delivered_at = %s, last_error = %s"
            " WHERE delivered_at IS NULL AND created_at < %s AND payload ?| %s",
            [now, _EXPIRED, now - SECRETS_RETENTION, ["expires", *_SECRET]],
        )
        count += cursor.rowcount
        return int(count + give_up(_parked().filter(created_at__lt=now - settings.KEEP_MAILS), now, _PARKED_LONG))


def give_up(rows: QuerySet[models.OutboxMessage], now: datetime, why: str) -> int:
    """Send messages no more and keep none of their text, in the present transaction; how many that are."""
    return rows.update(payload={}, delivered_at=now, last_error=why)


def _parked() -> QuerySet[models.OutboxMessage]:
    return models.OutboxMessage.objects.filter(delivered_at=None, attempts__gte=ATTEMPTS)


def _locked(message: UUID) -> models.OutboxMessage:
    row = models.OutboxMessage.objects.select_for_update().filter(pk=message, delivered_at=None).first()
    if row is None:
        raise MessageNotWaiting
    return row


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
                return _send(row, gateway, now) if row.topic == SEND else _make_mails(row, now)
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


def _claim(message: UUID, now: datetime) -> models.OutboxMessage | None:
    """The row, locked, unless another worker has it or has dealt with it."""
    due = Q(not_before=None) | Q(not_before__lte=now)
    found = models.OutboxMessage.objects.select_for_update(skip_locked=True)
    return found.filter(due, pk=message, delivered_at=None, attempts__lt=ATTEMPTS).first()


def _make_mails(row: models.OutboxMessage, now: datetime) -> str:
    """A row for each mail that the event makes; the event's own secret goes with it and is kept no more."""
    event = Event(row.id, row.topic, row.payload, row.project, row.created_at, now, zone())
    _put([mail for draft in build_mails(event) for mail in _mails(draft)], now, row.project)
    kept = {name: value for name, value in row.payload.items() if name not in _SECRET}
    _done(row, now, kept)
    return "event"


def _mails(draft: MailDraft) -> list[tuple[str, dict[str, Any]]]:
    """The words of each mail's values, in its recipient's language."""
    everywhere = {"vendor": vendor(), "link": f"{settings.BASE_URL}{draft.path}"}
    shared = {"key": draft.key, **({"expires": draft.expires.isoformat()} if draft.expires else {})}
    return [
        (SEND, shared | {"language": to.language, "to": to.email, "values": _values(draft, to) | everywhere})
        for to in draft.recipients
    ]


def _values(draft: MailDraft, to: Recipient) -> dict[str, str]:
    return draft.values_for(to) | {"greeting": greeting(to.name, to.language)}


def _send(row: models.OutboxMessage, gateway: MailGateway, now: datetime) -> str:
    given = row.payload
    kept = {name: given[name] for name in _KEPT_WHEN_SENT}
    if "expires" in given and datetime.fromisoformat(given["expires"]) <= now:
        _done(row, now, kept, error=_EXPIRED)
        return "event"
    mail = compose(given["key"], given["language"], given["values"], given["to"], row.public_id)
    gateway.send(replace(mail, sent_at=now))
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


def _put(messages: list[tuple[str, dict[str, Any]]], now: datetime, project: UUID | None) -> None:
    copy_rows([OutboxRow(new_id(), topic, project, payload, now) for topic, payload in messages])
