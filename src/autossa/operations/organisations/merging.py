"""Merging a duplicate into the organisation that stays, and what moves with it."""

from uuid import UUID

from django.db import transaction

from autossa.domain.rights import Role
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid
from autossa.operations.organisations.locking import lock_organisation
from autossa.queries.organisations.duplicates import MergeObstacle, merge_obstacle
from autossa.store import models
from autossa.store.models.contracts.contracts import OPEN_STATES

_RANK = {Role.OWNER.value: 3, Role.MANAGER.value: 2, Role.VIEWER.value: 1}
_MAX_NAME = 200


class MergeIntoItself(Invalid):
    """An organisation cannot be merged into itself."""

    field = "number"


class KindsDiffer(Invalid):
    """Only two customers, or two partners, can be merged."""

    field = "number"


class TargetSuspended(Invalid):
    """The organisation that stays is suspended. Lift the suspension first."""

    field = "number"


class AlreadyMerged(Invalid):
    """One of the two was already merged into another organisation."""

    field = "number"


_OBSTACLES: dict[MergeObstacle, type[Invalid]] = {
    MergeObstacle.ITSELF: MergeIntoItself,
    MergeObstacle.KINDS_DIFFER: KindsDiffer,
    MergeObstacle.MERGED: AlreadyMerged,
    MergeObstacle.SUSPENDED: TargetSuspended,
}


def merge(*, duplicate: UUID, into: UUID, ctx: ActionContext) -> None:
    """Staff moves everything of a duplicate to the organisation that stays: projects, people, delegations, contacts.

    What is append-only stays: invoices keep their payer, and the activity log what was done. Projects whose names
    clash get the duplicate's number behind the name. Raises OrganisationNotFound, MergeIntoItself, KindsDiffer,
    AlreadyMerged, TargetSuspended.
    """
    with transaction.atomic():
        _lock_projects(duplicate, into)
        first, second = sorted([duplicate, into])
        rows = {row.id: row for row in (lock_organisation(first), lock_organisation(second))}
        gone, kept = rows[duplicate], rows[into]
        obstacle = merge_obstacle(gone, kept)
        if obstacle is not None:
            raise _OBSTACLES[obstacle]
        moved = _move(gone, kept, ctx)
        models.Organisation.objects.filter(pk=gone.pk).update(
            merged_into=kept, suspended_on=gone.suspended_on or ctx.today
        )
        for row in (gone, kept):
            details = {"double": gone.public_id, "number": gone.number, "into": kept.public_id, "renamed": moved}
            record_activity(ctx, "merge_organisations", organisation=row.id, details=details)


def _lock_projects(*organisations: UUID) -> None:
    """Lock what belongs to them or is paid by them, before the organisations: every write locks projects first."""
    theirs = models.Project.objects.filter(customer__in=organisations)
    paid = models.Project.objects.filter(contracts__payer__in=organisations, contracts__status__in=OPEN_STATES)
    keys = set(theirs.values_list("id", flat=True)) | set(paid.values_list("id", flat=True))
    list(models.Project.objects.select_for_update().filter(pk__in=keys).order_by("id").values_list("id"))


def _move(gone: models.Organisation, kept: models.Organisation, ctx: ActionContext) -> list[str]:
    """Move everything that is not history; gives the new names of projects that had to change theirs."""
    mine = list(models.Project.objects.filter(customer=gone).values_list("id", flat=True))
    renamed = _projects(gone, kept)
    models.Contract.objects.filter(payer=gone, status__in=OPEN_STATES).update(payer=kept)
    _members(gone, kept)
    _delegations(gone, kept, mine, ctx)
    _contacts(gone, kept)
    _end(gone, ctx)
    return renamed


def _projects(gone: models.Organisation, kept: models.Organisation) -> list[str]:
    taken = set(models.Project.objects.filter(customer=kept).values_list("name", flat=True))
    renamed = []
    for project in models.Project.objects.filter(customer=gone).order_by("name"):
        name = _free_name(project.name, gone.number, taken)
        if name != project.name:
            renamed.append(name)
        taken.add(name)
        models.Project.objects.filter(pk=project.pk).update(customer=kept, name=name)
    return renamed


def _free_name(name: str, number: str, taken: set[str]) -> str:
    """The name, or the first of "Office (C-7)", "Office (C-7, 2)", … that is free."""
    candidate, count = name, 1
    while candidate in taken:
        suffix = f" ({number})" if count == 1 else f" ({number}, {count})"
        candidate, count = name[: _MAX_NAME - len(suffix)] + suffix, count + 1
    return candidate


def _members(gone: models.Organisation, kept: models.Organisation) -> None:
    """Who is a member of both keeps the higher role."""
    there = {row.user_id: row for row in models.Membership.objects.filter(organisation=kept)}
    for row in models.Membership.objects.filter(organisation=gone):
        other = there.get(row.user_id)
        if other is None:
            models.Membership.objects.filter(pk=row.pk).update(organisation=kept)
            continue
        if _RANK[row.role] > _RANK[other.role]:
            models.Membership.objects.filter(pk=other.pk).update(role=row.role)
        row.delete()


def _delegations(gone: models.Organisation, kept: models.Organisation, mine: list[UUID], ctx: ActionContext) -> None:
    """Those in force or to come end, and the same are given anew: a delegation never changes whom it is about.

    What held for all projects of the duplicate holds for exactly those: it must not reach over to the other's.
    """
    found = models.HandOver.objects.not_over(ctx.today)
    for row in found.filter(customer=gone) | found.filter(partner=gone):
        is_customer = row.customer_id == gone.id
        projects = mine if is_customer and row.project_id is None else [row.project_id]
        for project in projects:
            models.HandOver.objects.create(
                customer_id=kept.id if is_customer else row.customer_id,
                partner_id=row.partner_id if is_customer else kept.id,
                project_id=project,
                rights=row.rights,
                starts_on=max(row.starts_on, ctx.today),
                ends_on=row.ends_on,
                given_by=row.given_by,
                created_at=ctx.now,
            )
        models.HandOver.objects.filter(pk=row.pk).update(ends_on=max(ctx.today, row.starts_on))


def _contacts(gone: models.Organisation, kept: models.Organisation) -> None:
    there = {(row.purpose, row.email) for row in models.Contact.objects.filter(organisation=kept)}
    for row in models.Contact.objects.filter(organisation=gone):
        if (row.purpose, row.email) in there:
            row.delete()
        else:
            models.Contact.objects.filter(pk=row.pk).update(organisation=kept)


def _end(gone: models.Organisation, ctx: ActionContext) -> None:
    """What was open for the duplicate alone: links, tokens, somebody acting for it, changes of the payer."""
    models.Invitation.objects.filter(organisation=gone, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=ctx.now
    )
    models.ApiToken.objects.filter(organisation=gone, revoked_at=None).update(revoked_at=ctx.now)
    models.Acting.objects.filter(organisation=gone, stopped_at=None).update(stopped_at=ctx.now)
    waiting = models.PayerChange.objects.filter(confirmed_at=None, refused_at=None)
    for change in waiting.filter(payer=gone) | waiting.filter(confirmer=gone):
        models.PayerChange.objects.filter(pk=change.pk).update(refused_at=ctx.now, refused_by=ctx.actor.user)
