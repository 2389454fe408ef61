"""Hand-overs: a customer gives a partner rights on one or all projects, and takes them back at once."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from autossa.domain.rights import Kind, Right
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.outbox import tell
from autossa.store import models


def give(
    *,
    customer: UUID,
    partner: UUID,
    rights: Iterable[Right],
    ctx: ActionContext,
    project: UUID | None = None,
    ends_on: date | None = None,
) -> UUID:
    """Hand rights over from today on, until before `ends_on`. Raises Invalid: no right, no partner, a past end."""
    wanted = sorted({right.value for right in rights})
    if not wanted:
        raise Invalid("choose at least one right to hand over")
    if ends_on is not None and ends_on <= ctx.today:
        raise Invalid("the end must lie after today")
    with transaction.atomic():
        if not _is(partner, Kind.PARTNER) or not _is(customer, Kind.CUSTOMER):
            raise Invalid("rights are handed over by a customer to a partner")
        if project and not models.Project.objects.filter(pk=project, customer_id=customer).exists():
            raise NotFound("there is no such project")
        row = models.HandOver.objects.create(
            customer_id=customer,
            partner_id=partner,
            project_id=project,
            rights=wanted,
            starts_on=ctx.today,
            ends_on=ends_on,
            given_by=ctx.actor.user,
            created_at=ctx.now,
        )
        details = {"hand_over": row.public_id, "partner": row.partner.name, "rights": wanted}
        record_activity(ctx, "hand_over", project=project, organisation=customer, details=details)
        tell("mail.handed_over", {"hand_over": str(row.id)}, ctx, project)
    return row.id


def revoke(*, hand_over: UUID, customer: UUID, ctx: ActionContext) -> None:
    """Take handed over rights back at once. Raises NotFound.

    A partner that pays stays the payer until the term's end, or until another has taken over (`payers`).
    """
    with transaction.atomic():
        found = models.HandOver.objects.select_for_update(of=["self"]).select_related("partner")
        row = found.filter(pk=hand_over, customer_id=customer).first()
        if row is None or (row.ends_on is not None and row.ends_on <= ctx.today):
            raise NotFound("there is no such hand-over in force")
        models.HandOver.objects.filter(pk=row.pk).update(ends_on=max(ctx.today, row.starts_on))
        details = {"hand_over": row.public_id, "partner": row.partner.name, "rights": row.rights}
        record_activity(ctx, "revoke_hand_over", project=row.project_id, organisation=customer, details=details)
        tell("mail.hand_over_revoked", {"hand_over": str(row.id)}, ctx, row.project_id)


def _is(organisation: UUID, kind: Kind) -> bool:
    found = models.Organisation.objects.filter(pk=organisation, kind=kind.value, suspended_on=None)
    return found.exists()


def after(last_day: date | None) -> date | None:
    """The end of a hand-over whose last day people have named."""
    return last_day + timedelta(days=1) if last_day else None
