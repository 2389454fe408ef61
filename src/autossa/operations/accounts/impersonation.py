"""Staff acting on behalf of an organisation: with a reason, for 30 minutes, visible to it."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.outbox import tell
from autossa.store import models

LASTS = timedelta(minutes=30)


def start(*, user: UUID, organisation: UUID, reason: str, ctx: ActionContext) -> UUID:
    """Begin to act for an organisation; what was begun before is stopped. Raises Invalid without a reason, NotFound."""
    if not reason.strip():
        raise Invalid("say why; the customer will read it")
    with transaction.atomic():
        found = models.Organisation.objects.exclude(kind="vendor").filter(pk=organisation, suspended_on=None).first()
        if found is None:
            raise NotFound("there is no such organisation")
        _running(user).update(stopped_at=ctx.now)
        row = models.Acting.objects.create(
            user_id=user, organisation=found, reason=reason.strip(), started_at=ctx.now, ends_at=ctx.now + LASTS
        )
        details = {"organisation": found.public_id, "reason": reason.strip()}
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
