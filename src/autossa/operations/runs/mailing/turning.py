"""Events turned into mails: a row for each mail that an event makes; nothing here waits for a network.

Several events in one transaction, each in a savepoint of its own; what is not only words is done in one by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from autossa.notify.drafts import Event, MailDraft
from autossa.notify.events import build_mails
from autossa.notify.mail.compose import greeting, vendor
from autossa.operations.billing.payments.desk import MOVED
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.outbox import SECRET, SEND, put
from autossa.operations.runs import dunning
from autossa.operations.runs.mailing import failures
from autossa.queries.organisations.recipients import Recipient
from autossa.queries.vendor.days import latest_day
from autossa.queries.vendor.settings import zone
from autossa.store import models

log = structlog.get_logger()
PORTION = 20
Continue = Callable[[], bool]
_WAITS = Q(delivered_at=None, parked_at=None)


@dataclass(slots=True)
class Turned:
    """What a pass did: events turned into mails or passed over, failures."""

    events: int = 0
    failed: int = 0
    stopped: bool = False

    @property
    def count(self) -> int:
        """Events that were dealt with."""
        return self.events + self.failed


@dataclass(frozen=True, slots=True)
class _Place:
    """What is the same for all events of a pass."""

    now: datetime
    zone: ZoneInfo
    vendor: str


def turn_due(now: datetime, limit: int, should_continue: Continue) -> Turned:
    """Turn what waits into mails, at most `limit` events, oldest first; what fails is tried again later."""
    done = Turned()
    if not _due(now).exists():
        return done
    place = _Place(now, zone(), vendor())
    for of_kind, portion in ((Q(topic=MOVED), 1), (~Q(topic=MOVED), PORTION)):
        while done.count < limit and not done.stopped:
            if not _turn_portion(of_kind, min(portion, limit - done.count), place, done, should_continue):
                break
    return done


def _turn_portion(of_kind: Q, count: int, place: _Place, done: Turned, should_continue: Continue) -> bool:
    """A few events in one transaction; whether there were any."""
    with transaction.atomic():
        rows = list(_due(place.now).filter(of_kind).select_for_update(skip_locked=True)[:count])
        for row in rows:
            if not should_continue():
                done.stopped = True
                break
            if _turn(row, place):
                done.events += 1
            else:
                done.failed += 1
    return bool(rows)


def _due(now: datetime) -> QuerySet[models.OutboxMessage]:
    due = Q(not_before=None) | Q(not_before__lte=now) | Q(not_before__gt=now + failures.MAX_PAUSE)
    found = models.OutboxMessage.objects.filter(_WAITS, due).exclude(topic=SEND)
    return found.order_by(F("not_before").asc(nulls_first=True), "id")


def _turn(row: models.OutboxMessage, place: _Place) -> bool:
    try:
        with transaction.atomic():
            if row.topic == MOVED:
                ctx = ActionContext(SYSTEM, latest_day(place.now), place.now)
                dunning.resume_paid(UUID(row.payload["payer"]), ctx)
            else:
                _make_mails(row, place)
            kept = {name: value for name, value in row.payload.items() if name not in SECRET}
            _note(row, delivered_at=place.now, attempts=row.attempts + 1, last_error="", payload=kept)
            return True
    except Exception as error:  # whatever it is: it is this event's, the others go
        _fail(row, error, place.now)
        return False


def _make_mails(row: models.OutboxMessage, place: _Place) -> None:
    """A row for each mail that the event makes; the event's own secret goes with it and is kept no more."""
    event = Event(row.id, row.topic, row.payload, row.project, row.created_at, place.now, place.zone)
    put([mail for draft in build_mails(event) for mail in _mails(draft, place.vendor)], place.now, row.project)


def _mails(draft: MailDraft, vendor_name: str) -> list[tuple[str, dict[str, Any]]]:
    """The words of each mail's values, in its recipient's language."""
    everywhere = {"vendor": vendor_name, "link": f"{settings.BASE_URL}{draft.path}"}
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


def _fail(row: models.OutboxMessage, error: Exception, now: datetime) -> None:
    attempts = row.attempts + 1
    again = failures.next_try(error, attempts, now)
    said = failures.cause(error, row.payload)
    _note(row, attempts=attempts, not_before=again, parked_at=None if again else now, last_error=said)
    log.warning(
        "message failed", message=row.public_id, topic=row.topic, attempts=attempts, parked=again is None,
        error=failures.for_log(said),
    )  # fmt: skip


def _note(row: models.OutboxMessage, **values: Any) -> None:
    models.OutboxMessage.objects.filter(pk=row.pk).update(**values)
