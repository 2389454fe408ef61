"""Invitations end for good with the right of who made them: removed, of a lesser role, suspended."""

from collections.abc import Iterable
from uuid import UUID

from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.queries.organisations.inviting import may_still_invite
from autossa.store import models


def withdraw_lapsed(users: Iterable[UUID], ctx: ActionContext) -> None:
    """Withdraw what these people invited to and no longer could; in the transaction that took their right."""
    found = models.Invitation.objects.filter(invited_by__in=list(users), accepted_at=None, withdrawn_at=None)
    for row in found.select_related("organisation"):
        if not may_still_invite(row, ctx.today, ctx.now):
            models.Invitation.objects.filter(pk=row.pk).update(withdrawn_at=ctx.now)
            record_activity(ctx, "withdraw_invitation", organisation=row.organisation_id, details={"email": row.email})


def withdraw_all(organisation: UUID, ctx: ActionContext) -> None:
    """Withdraw every open invitation to an organisation: it is suspended."""
    found = models.Invitation.objects.filter(organisation=organisation, accepted_at=None, withdrawn_at=None)
    found.update(withdrawn_at=ctx.now)
