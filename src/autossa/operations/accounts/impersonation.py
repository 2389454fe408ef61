"""Staff acting on behalf of an organisation: with a reason, for 30 minutes, visible to it."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import NotFound
from autossa.operations.outbox import tell
from autossa.operations.validation import MAX_REASON, read_text
from autossa.store import models

DURATION = timedelta(minutes=30)


class NotImpersonable(NotFound):
    """There is no such organisation, or nobody acts for it because it is suspended or merged into another."""


def start(*, user: UUID, organisation: UUID, reason: str, ctx: ActionContext) -> UUID:
    """Begin to act for an organisation; what was begun before is stopped.

    Raises NotImpersonable, and Invalid without a reason, which the customer reads.
    """
    why = read_text(reason, "the reason", MAX_REASON)
    with transaction.atomic():
        found = models.Organisation.objects.select_for_update().filter(pk=organisation, suspended_on=None).first()
        if found is None or found.kind == "vendor":
            raise NotImpersonable
        _running(user).update(stopped_at=ctx.now)
        row = models.Acting.objects.create(
            user_id=user, organisation=found, reason=why, started_at=ctx.now, ends_at=ctx.now + DURATION
        )
        details = {"organisation": found.public_id, "reason": why}
        record_activity(ctx, "act_on_behalf", organisation=found.id, details=details)
        tell("mail.acting", {"acting": str(row.id)}, ctx)
    return row.id


def stop(*, user: UUID, ctx: ActionContext) -> None:
    """Stop acting on behalf; nothing happens when nothing was begun."""
    with transaction.atomic():
        organisation = _running(user).order_by("-started_at").values_list("organisation", flat=True).first()
        if _running(user).update(stopped_at=ctx.now):
            record_activity(ctx, "stop_acting", organisation=organisation)


def _running(user: UUID) -> QuerySet[models.Acting]:
    return models.Acting.objects.filter(user_id=user, stopped_at=None)
