"""Partner access: a customer delegates rights on one or all projects to a partner, and revokes them at once."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from autossa.domain.limits import Deed
from autossa.domain.rights import Kind, Right
from autossa.operations import limits
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.decide import ProjectNotFound, book_late, lock_late
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.outbox import tell
from autossa.store import models


class NoRightsSelected(Invalid):
    """Select at least one right."""

    field = "rights"


class EndInThePast(Invalid):
    """The end must lie after today."""

    field = "last_day"


class NotFromCustomerToPartner(Invalid):
    """Only a customer gives access, and only to a partner."""

    field = "number"


class DelegationNotFound(NotFound):
    """There is no such partner access in force."""


def give(
    *,
    customer: UUID,
    partner: UUID,
    rights: Iterable[Right],
    ctx: ActionContext,
    project: UUID | None = None,
    ends_on: date | None = None,
) -> UUID:
    """Give rights from today on, until before `ends_on`.

    Raises NoRightsSelected, EndInThePast, NotFromCustomerToPartner, ProjectNotFound, LimitReached.
    """
    limits.count(Deed.REQUEST, ctx, organisations=[customer])
    wanted = sorted({right.value for right in rights})
    if not wanted:
        raise NoRightsSelected
    if ends_on is not None and ends_on <= ctx.today:
        raise EndInThePast
    with transaction.atomic():
        if not _is(partner, Kind.PARTNER) or not _is(customer, Kind.CUSTOMER):
            raise NotFromCustomerToPartner
        if project and not models.Project.objects.filter(pk=project, customer_id=customer).exists():
            raise ProjectNotFound
        book_late(lock_late(_paid(partner, customer), ctx), ctx)
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


def give_on(
    *,
    customer: UUID,
    partner: UUID,
    rights: Iterable[Right],
    projects: Collection[UUID] | None,
    ctx: ActionContext,
    ends_on: date | None = None,
) -> tuple[UUID, ...]:
    """Give the same rights on several projects at once, each to be revoked by itself; None: on all, future ones too.

    All or none. Raises as `give`, ProjectNotFound also for an empty selection.
    """
    wanted = list(rights)
    keys: list[UUID | None] = [None] if projects is None else list(dict.fromkeys(projects))
    if not keys:
        raise ProjectNotFound
    with transaction.atomic():
        return tuple(
            give(customer=customer, partner=partner, rights=wanted, project=key, ends_on=ends_on, ctx=ctx)
            for key in keys
        )


def revoke(*, delegation: UUID, customer: UUID, ctx: ActionContext) -> None:
    """End a partner's access at once. Raises DelegationNotFound.

    A partner that pays stays the payer until the term's end, or until another has taken over (`payers`). Raises
    LimitReached: both are told by e-mail.
    """
    limits.count(Deed.REQUEST, ctx, organisations=[customer])
    with transaction.atomic():
        given = models.HandOver.objects.filter(pk=delegation, customer_id=customer).first()
        if given is not None:
            book_late(lock_late(_paid(given.partner_id, customer), ctx), ctx)
        found = models.HandOver.objects.select_for_update(of=["self"]).select_related("partner")
        row = found.filter(pk=delegation, customer_id=customer).first()
        if row is None or (row.ends_on is not None and row.ends_on <= ctx.today):
            raise DelegationNotFound
        ctx.check_seen()
        models.HandOver.objects.filter(pk=row.pk).update(ends_on=max(ctx.today, row.starts_on))
        details = {"hand_over": row.public_id, "partner": row.partner.name, "rights": row.rights}
        record_activity(ctx, "revoke_hand_over", project=row.project_id, organisation=customer, details=details)
        tell("mail.hand_over_revoked", {"hand_over": str(row.id)}, ctx, row.project_id)


def _paid(partner: UUID, customer: UUID) -> QuerySet[models.Contract]:
    """What a partner pays for a customer: how long, depends on its access."""
    return models.Contract.objects.open().filter(payer=partner, project__customer=customer)


def _is(organisation: UUID, kind: Kind) -> bool:
    found = models.Organisation.objects.filter(pk=organisation, kind=kind.value, suspended_on=None)
    return found.exists()
