"""Events sent once more: one, to one endpoint; or all that an endpoint was not told."""

from uuid import UUID

from django.db import transaction

from autossa.operations.accounts.webhooks.endpoints import WebhookDisabled, WebhookNotFound
from autossa.operations.accounts.webhooks.taking_up import resent
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import NotFound
from autossa.queries.access import Account
from autossa.queries.accounts.events import account_of, undelivered_to, visible_events
from autossa.store import models

MOST = 1000


class EventNotFound(NotFound):
    """There is no such event."""


def resend(*, event: UUID, endpoint: UUID, organisation: UUID, ctx: ActionContext) -> UUID:
    """Send an event to an endpoint again, whatever became of it before; the delivery.

    Raises WebhookNotFound, WebhookDisabled, EventNotFound for one that the endpoint's organisation may not see.
    """
    with transaction.atomic():
        row = _endpoint(endpoint, organisation)
        reader: Account = account_of(row.organisation, row.pk, ctx.today)
        if not models.Event.objects.filter(visible_events(reader, ctx.today), pk=event).exists():
            raise EventNotFound
        made = models.WebhookDelivery.objects.create(endpoint=row, event=event, created_at=ctx.now, not_before=ctx.now)
        details = {"webhook": row.public_id, "events": 1}
        record_activity(ctx, "resend_event", organisation=row.organisation_id, details=details)
    return made.pk


def resend_undelivered(*, endpoint: UUID, organisation: UUID, ctx: ActionContext) -> int:
    """Send what an endpoint was not told, the oldest first, a thousand at a time; how many.

    Raises WebhookNotFound, WebhookDisabled.
    """
    with transaction.atomic():
        row = _endpoint(endpoint, organisation)
        lost = undelivered_to(row.pk).order_by("event").values_list("event", flat=True).distinct()[:MOST]
        count = resent(row.pk, filter(None, lost), ctx.now)
        if count:
            details = {"webhook": row.public_id, "events": count}
            record_activity(ctx, "resend_event", organisation=row.organisation_id, details=details)
    return count


def send_again(*, event: UUID | None, endpoint: UUID, organisation: UUID, ctx: ActionContext) -> int:
    """One event, or all that the endpoint was not told; how many. Raises as those two."""
    if event is None:
        return resend_undelivered(endpoint=endpoint, organisation=organisation, ctx=ctx)
    resend(event=event, endpoint=endpoint, organisation=organisation, ctx=ctx)
    return 1


def _endpoint(endpoint: UUID, organisation: UUID) -> models.WebhookEndpoint:
    found = models.WebhookEndpoint.objects.select_for_update(of=("self",)).select_related("organisation")
    row = found.filter(pk=endpoint, organisation=organisation, removed_at=None).first()
    if row is None:
        raise WebhookNotFound
    if row.disabled_at is not None:
        raise WebhookDisabled
    return row
