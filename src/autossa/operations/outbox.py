"""Messages that must leave the process: written with what caused them, tried again or given up by staff.

They are delivered by `operations.runs.delivery`.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.validation import read_text
from autossa.store import models
from autossa.store.engine.copy import copy_rows
from autossa.store.engine.rows import OutboxRow
from autossa.store.ids import new_id
from autossa.store.models.runs.outbox import MAIL

SEND = MAIL
SECRETS_RETENTION = timedelta(days=8)  # an invitation lasts seven
SECRET = ("secret", "path")  # what an event may hold of a link
EXPIRED = "not sent: it had expired"
_PARKED_LONG = "not sent: it was parked for too long"
_DISCARDED = "not sent: given up by hand"
_LONGEST_REASON = 300


class MessageNotWaiting(NotFound):
    """There is no such message that waits."""


class MessageBeingSent(Invalid):
    """This message is being sent at this moment. Try again in a minute."""


class ContentsDeleted(Invalid):
    """The contents of this message were deleted meanwhile; nothing is left to send."""


def tell(topic: str, payload: dict[str, Any], ctx: ActionContext, project: UUID | None = None) -> None:
    """Put a message into the outbox, in the present transaction."""
    put([(topic, payload)], ctx.now, project)


def tell_all(topic: str, messages: Iterable[tuple[dict[str, Any], UUID | None]], ctx: ActionContext) -> None:
    """As `tell`, many messages of a topic at once, each with its project."""
    copy_rows([OutboxRow(new_id(), topic, project, payload, ctx.now) for payload, project in messages])


def retry(*, message: UUID, ctx: ActionContext) -> None:
    """Try a parked or waiting message again at once. Raises MessageNotWaiting, ContentsDeleted."""
    with transaction.atomic():
        row = _locked(message)
        if not row.payload:
            raise ContentsDeleted
        _try_at_once(models.OutboxMessage.objects.filter(pk=row.pk))
        record_activity(ctx, "retry_message", project=row.project, details={"message": row.public_id})


def retry_all(*, ctx: ActionContext) -> int:
    """Try everything that is parked again at once; how many messages that are."""
    with transaction.atomic():
        count = _try_at_once(_parked().exclude(payload={}))
        if count:
            record_activity(ctx, "retry_messages", details={"messages": count})
    return count


def discard(*, message: UUID, ctx: ActionContext, reason: str = "") -> None:
    """Give a message up that waits or failed: it is not sent, none of its text stays; the reason does.

    Raises MessageNotWaiting, MessageBeingSent; for the reason as `validation.read_text`.
    """
    why, details = _given_up(reason)
    with transaction.atomic():
        row = _locked(message)
        found = models.OutboxMessage.objects.filter(pk=row.pk)
        if found.filter(claimed_until__gt=Now()).exists():
            raise MessageBeingSent
        give_up(found, ctx.now, why)
        record_activity(ctx, "discard_message", project=row.project, details={"message": row.public_id} | details)


def discard_all(*, ctx: ActionContext, reason: str = "") -> int:
    """Give up everything that is parked; how many messages that are."""
    why, details = _given_up(reason)
    with transaction.atomic():
        count = give_up(_parked(), ctx.now, why)
        if count:
            record_activity(ctx, "discard_messages", details={"messages": count} | details)
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
            "UPDATE outbox SET payload = '{}', delivered_at = %s, parked_at = NULL, last_error = %s"
            " WHERE delivered_at IS NULL AND created_at < %s AND payload ?| %s",
            [now, EXPIRED, now - SECRETS_RETENTION, ["expires", *SECRET]],
        )
        count += cursor.rowcount
        return int(count + give_up(_parked().filter(parked_at__lt=now - settings.KEEP_MAILS), now, _PARKED_LONG))


def give_up(rows: QuerySet[models.OutboxMessage], now: datetime, why: str) -> int:
    """Send messages no more and keep none of their text, in the present transaction; how many that are."""
    return rows.update(payload={}, delivered_at=now, parked_at=None, last_error=why)


def put(messages: list[tuple[str, dict[str, Any]]], now: datetime, project: UUID | None) -> None:
    """Write messages about a project, or about none, in the present transaction."""
    copy_rows([OutboxRow(new_id(), topic, project, payload, now) for topic, payload in messages])


def _try_at_once(rows: QuerySet[models.OutboxMessage]) -> int:
    """A server that was away a moment ago is asked again, too."""
    models.MailOutage.objects.filter(ended_at=None).update(tries=0)
    return rows.update(attempts=0, not_before=None, parked_at=None)


def _parked() -> QuerySet[models.OutboxMessage]:
    return models.OutboxMessage.objects.filter(delivered_at=None, parked_at__isnull=False)


def _locked(message: UUID) -> models.OutboxMessage:
    row = models.OutboxMessage.objects.select_for_update().filter(pk=message, delivered_at=None).first()
    if row is None:
        raise MessageNotWaiting
    return row


def _given_up(reason: str) -> tuple[str, dict[str, Any]]:
    """How a row says that it was given up by hand, and the reason as the activity keeps it."""
    cleaned = read_text(reason, "the reason", _LONGEST_REASON, required=False, field="reason")
    return (f"{_DISCARDED}: {cleaned}", {"reason": cleaned}) if cleaned else (_DISCARDED, {})
