"""A partner asks a customer that it looks after for rights; an owner of the customer gives them, or declines."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from autossa.domain.limits import Deed
from autossa.domain.rights import Right
from autossa.operations import limits
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.decide import ProjectNotFound
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.organisations import delegations
from autossa.operations.organisations.locking import lock_organisation
from autossa.operations.outbox import tell
from autossa.queries.organisations.access_requests import askable
from autossa.store import models


class CustomerNotLookedAfter(NotFound):
    """There is no such customer that the partner looks after."""


class AccessRequestNotFound(NotFound):
    """No such request for access waits for an answer."""


class AccessAskedAlready(Invalid):
    """The partner has asked for this already, and was not answered yet."""

    field = "project"


class RightsHeldAlready(Invalid):
    """The partner has these rights already."""

    field = "rights"


def ask(
    *, partner: UUID, customer: UUID, rights: Iterable[Right], ctx: ActionContext, project: UUID | None = None
) -> UUID:
    """Ask for rights on a project that the partner looks after, or on all; the customer's owners are told.

    Raises CustomerNotLookedAfter alike for every other organisation and for none, ProjectNotFound, NoRightsSelected,
    RightsHeldAlready, AccessAskedAlready, LimitReached.
    """
    wanted = [right for right in Right if right in set(rights)]
    if not wanted:
        raise delegations.NoRightsSelected
    with transaction.atomic():
        found = askable(partner, customer, ctx.today)
        if found is None or ctx.actor.user is None:
            raise CustomerNotLookedAfter
        lock_organisation(customer)
        held = found.rights_on(project)
        if held is None:
            raise ProjectNotFound
        if held.issuperset(wanted):
            raise RightsHeldAlready
        if models.AccessRequest.objects.open().filter(partner=partner, customer=customer, project=project).exists():
            raise AccessAskedAlready
        limits.count(Deed.ASK_ACCESS, ctx, organisations=[partner, customer])
        row = models.AccessRequest.objects.create(
            customer_id=customer,
            partner_id=partner,
            project_id=project,
            rights=[right.value for right in wanted],
            asked_by=ctx.actor.user,
            asked_at=ctx.now,
        )
        _record("ask_access", row, ctx)
        tell("mail.access_requested", {"request": str(row.id)}, ctx, project)
    return row.id


def grant(*, request: UUID, customer: UUID, ctx: ActionContext) -> UUID:
    """Give what was asked for from today on, to be revoked like any access; the partner is told by that.

    Raises AccessRequestNotFound; NotFromCustomerToPartner where one of them is suspended; LimitReached.
    """
    with transaction.atomic():
        row = _open(request, customer, ctx)
        given = delegations.give(
            customer=customer,
            partner=row.partner_id,
            project=row.project_id,
            rights=[Right(right) for right in row.rights],
            ctx=ctx,
        )
        models.AccessRequest.objects.filter(pk=row.pk).update(hand_over=given, answered_by=ctx.actor.user)
    return given


def decline(*, request: UUID, customer: UUID, ctx: ActionContext) -> None:
    """Everything stays as it is; the partner is told. Raises AccessRequestNotFound."""
    with transaction.atomic():
        row = _open(request, customer, ctx)
        models.AccessRequest.objects.filter(pk=row.pk).update(declined_at=ctx.now, answered_by=ctx.actor.user)
        _record("decline_access", row, ctx)
        tell("mail.access_declined", {"request": str(row.id)}, ctx, row.project_id)


def end_requests(organisation: UUID, ctx: ActionContext) -> None:
    """Close what waits where an organisation is one of the sides: it is about to be closed."""
    found = models.AccessRequest.objects.open()
    both = found.filter(customer=organisation) | found.filter(partner=organisation)
    both.update(declined_at=ctx.now, answered_by=ctx.actor.user)


def _open(key: UUID, customer: UUID, ctx: ActionContext) -> models.AccessRequest:
    """The open one, its customer locked: two owners answering at once must not both be heard."""
    lock_organisation(customer)
    row = models.AccessRequest.objects.open().select_related("partner").filter(pk=key, customer=customer).first()
    if row is None:
        raise AccessRequestNotFound
    ctx.check_seen()
    return row


def _record(action: str, row: models.AccessRequest, ctx: ActionContext) -> None:
    details = {"request": row.public_id, "partner": row.partner.name, "rights": row.rights}
    record_activity(ctx, action, project=row.project_id, organisation=row.customer_id, details=details)
