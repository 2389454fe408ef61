"""Calls that are due, one endpoint a turn: while one is called nobody else calls it, and all others have their turn.

A turn is a lease, no lock: nothing stays open in the database while a receiver takes its time. Whoever dies in a turn
leaves the call to be made again; so a receiver may get an event twice, with the same id.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from time import monotonic
from uuid import UUID

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from autossa.domain.accounts.attempts import ATTEMPTS, GONE, TELL_AFTER, is_good, next_attempt
from autossa.gateways.webhooks.protocol import Answer, NotDelivered, WebhookGateway
from autossa.operations.accounts.webhooks.endpoints import switch_off
from autossa.operations.accounts.webhooks.messages import body_of, test_body
from autossa.operations.accounts.webhooks.signing import headers_of
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.outbox import tell
from autossa.queries.accounts.events import account_of, event_rows
from autossa.store import models
from autossa.store.ids import public_id

__all__ = ["KEPT", "TURN", "WebhookGateway", "gateway", "is_due", "prune", "send_next"]

log = structlog.get_logger()

TURN = timedelta(seconds=60)
"""A call takes 20 seconds at most; after this time a turn counts as given up."""

KEPT, ASIDE = timedelta(days=30), timedelta(hours=1)
_AGENT = "Auto-SSA-Webhooks/1.0"
_NEXT = """
UPDATE webhook_endpoints SET busy_until = %(until)s, turn_at = %(now)s WHERE id = (
    SELECT e.id FROM webhook_endpoints e
    WHERE e.removed_at IS NULL AND e.disabled_at IS NULL AND (e.busy_until IS NULL OR e.busy_until <= %(now)s)
        AND (e.failing_since IS NULL OR %(failing)s)
        AND EXISTS (SELECT FROM webhook_deliveries d
            WHERE d.endpoint_id = e.id AND d.ended_at IS NULL AND d.not_before <= %(now)s)
    ORDER BY e.turn_at NULLS FIRST, e.id LIMIT 1 FOR UPDATE SKIP LOCKED
) RETURNING id
"""


@dataclass(frozen=True, slots=True)
class _Call:
    delivery: UUID
    endpoint: UUID
    url: str
    headers: dict[str, str]
    body: bytes


def gateway() -> WebhookGateway:
    """As the settings say."""
    found: WebhookGateway = import_string(settings.WEBHOOK_GATEWAY)()
    return found


def send_next(*, gateway: WebhookGateway, today: date, now: datetime, failing_too: bool = True) -> bool:
    """One call that is due, of the endpoint that waits longest for its turn; whether there was one.

    Without `failing_too` it is one of those that answered the last time.
    """
    endpoint = _take_turn(now, failing_too)
    if endpoint is None:
        return False
    call = _composed(endpoint, today, now)
    if call is not None:
        _make(call, gateway, ActionContext(SYSTEM, today, now))
    models.WebhookEndpoint.objects.filter(pk=endpoint).update(busy_until=None)
    return True


def is_due(*, now: datetime) -> bool:
    """Something waits for its call."""
    return models.WebhookDelivery.objects.filter(ended_at=None, not_before__lte=now).exists()


def prune(*, now: datetime) -> int:
    """Forget what was sent long ago, with its attempts, and secrets that are good no more; how many rows."""
    found = models.WebhookDelivery.objects.filter(ended_at__lt=now - KEPT)
    count, _ = found.delete()
    gone, _ = models.WebhookSecret.objects.filter(expires_at__lt=now).delete()
    return count + gone


def _take_turn(now: datetime, failing_too: bool) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, {"now": now, "until": now + TURN, "failing": failing_too})
        row = cursor.fetchone()
    return row[0] if row else None


def _composed(endpoint: UUID, today: date, now: datetime) -> _Call | None:
    """What is sent; what cannot be composed stands aside for an hour, so that the others go."""
    try:
        with transaction.atomic():
            return _call(endpoint, today, now)
    except Exception:  # whatever it is: it is this delivery's
        log.exception("a webhook cannot be composed", endpoint=public_id("whk", endpoint))
    first = _due(endpoint, now).values("pk")[:1]
    models.WebhookDelivery.objects.filter(pk__in=first).update(not_before=now + ASIDE)
    return None


def _due(endpoint: UUID, now: datetime) -> QuerySet[models.WebhookDelivery]:
    found = models.WebhookDelivery.objects.filter(endpoint=endpoint, ended_at=None, not_before__lte=now)
    return found.order_by("not_before", "id")


def _call(endpoint: UUID, today: date, now: datetime) -> _Call | None:
    """What is sent. None where it is gone meanwhile."""
    row = _due(endpoint, now).select_related("endpoint__organisation").first()
    if row is None:
        return None
    to = row.endpoint
    if row.event is None:
        message, body = row.public_id, test_body(to.public_id, now)
    else:
        event = event_rows([models.Event.objects.get(pk=row.event)])[0]
        reader = account_of(to.organisation, to.pk, today)
        message, body = event.id, body_of(event, reader, now, is_full=to.is_full)
    good = models.WebhookSecret.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now), endpoint=to)
    signed = headers_of(message, now, body, good.order_by("expires_at", "kind"))
    headers = {"Content-Type": "application/json", "User-Agent": _AGENT, **signed}
    return _Call(row.pk, to.pk, to.url, headers, body)


def _make(call: _Call, gateway: WebhookGateway, ctx: ActionContext) -> None:
    begun = monotonic()
    answer: Answer | NotDelivered
    try:
        answer = gateway.post(call.url, call.headers, call.body)
    except NotDelivered as error:
        answer = error
    _keep(call, answer, int((monotonic() - begun) * 1000), ctx)


def _keep(call: _Call, answer: Answer | NotDelivered, milliseconds: int, ctx: ActionContext) -> None:
    """The attempt, and what follows from it."""
    with transaction.atomic():
        to = models.WebhookEndpoint.objects.select_for_update().get(pk=call.endpoint)
        row = models.WebhookDelivery.objects.select_for_update().filter(pk=call.delivery).first()
        if row is None or row.ended_at is not None:  # removed or switched off while it was called
            return
        status = answer.status if isinstance(answer, Answer) else None
        models.WebhookAttempt.objects.create(
            delivery=row, number=row.attempts + 1, at=ctx.now, status=status, milliseconds=milliseconds,
            failure="" if isinstance(answer, Answer) else answer.code,
            answer=answer.text[:1024] if isinstance(answer, Answer) else "",
        )  # fmt: skip
        if status is not None and is_good(status):
            _delivered(row, to, ctx)
        else:
            _failed(row, to, status, ctx)


def _delivered(row: models.WebhookDelivery, to: models.WebhookEndpoint, ctx: ActionContext) -> None:
    _end(row, "delivered", ctx)
    models.WebhookEndpoint.objects.filter(pk=to.pk).update(failing_since=None, told_at=None, last_ok_at=ctx.now)


def _failed(row: models.WebhookDelivery, to: models.WebhookEndpoint, status: int | None, ctx: ActionContext) -> None:
    made = row.attempts + 1
    log.info("webhook failed", endpoint=to.public_id, delivery=row.public_id, status=status, attempts=made)
    if row.event is None:  # a test: once, and nothing follows
        _end(row, "failed", ctx)
        return
    due = next_attempt(made, ctx.now, secrets.randbelow(1001))
    if due is None or status == GONE:
        _end(row, "failed", ctx)
    else:
        models.WebhookDelivery.objects.filter(pk=row.pk).update(attempts=made, not_before=due)
    if to.failing_since is None:
        models.WebhookEndpoint.objects.filter(pk=to.pk).update(failing_since=ctx.now)
    is_dead = made >= ATTEMPTS and (to.last_ok_at is None or to.last_ok_at < row.created_at)
    if to.disabled_at is not None:
        return
    if status == GONE or is_dead:
        switch_off(to, "gone" if status == GONE else "unreachable", ctx)
        tell("webhook.disabled", {"endpoint": str(to.pk)}, ctx)
    elif made >= TELL_AFTER and to.told_at is None:
        models.WebhookEndpoint.objects.filter(pk=to.pk).update(told_at=ctx.now)
        tell("webhook.failing", {"endpoint": str(to.pk)}, ctx)


def _end(row: models.WebhookDelivery, state: str, ctx: ActionContext) -> None:
    models.WebhookDelivery.objects.filter(pk=row.pk).update(state=state, attempts=row.attempts + 1, ended_at=ctx.now)
