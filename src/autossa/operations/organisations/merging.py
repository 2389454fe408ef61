"""Merging a duplicate into the organisation that stays: what moves with it, and that nobody gains control by it.

Anybody can register a company under any name. So people of the duplicate come in as viewers at most, when staff names
them and an owner of the organisation that stays lets them in (`admissions`); who is a member of both keeps the role
there; contacts stay behind, and what a duplicate gave partners ends: an owner gives it again.
"""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from autossa.operations.activity import record_activity
from autossa.operations.billing import payers
from autossa.operations.context import ActionContext
from autossa.operations.decide import book_late, lock_late
from autossa.operations.errors import Invalid
from autossa.operations.organisations import access_requests
from autossa.operations.organisations.locking import lock_organisation
from autossa.operations.outbox import tell
from autossa.operations.projects.names import write_names
from autossa.queries.organisations.duplicates import MergeObstacle, merge_obstacle, who_could_come
from autossa.store import models

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


class TargetNotVerified(Invalid):
    """The organisation that stays is not verified. Verify it first."""

    field = "number"


class PersonNotInDuplicate(Invalid):
    """Somebody who was selected is no longer a member of the duplicate, or already one of the other organisation."""

    field = "people"


class AlreadyMerged(Invalid):
    """One of the two was already merged into another organisation."""

    field = "number"


OBSTACLES: dict[MergeObstacle, type[Invalid]] = {
    MergeObstacle.ITSELF: MergeIntoItself,
    MergeObstacle.KINDS_DIFFER: KindsDiffer,
    MergeObstacle.MERGED: AlreadyMerged,
    MergeObstacle.SUSPENDED: TargetSuspended,
    MergeObstacle.UNVERIFIED: TargetNotVerified,
}


def merge(*, duplicate: UUID, into: UUID, ctx: ActionContext, people: Collection[UUID] = ()) -> None:
    """Staff moves what a duplicate has to the organisation that stays: projects, what it pays, a partner's access.

    `people` are the users of the duplicate whom an owner of the organisation that stays may let in as viewers; both
    sides' owners are told. What is append-only stays: invoices keep their payer, and the activity log what was done.
    Projects whose names clash get the duplicate's number behind the name. Raises OrganisationNotFound, MergeIntoItself,
    KindsDiffer, AlreadyMerged, TargetSuspended, TargetNotVerified, PersonNotInDuplicate.
    """
    with transaction.atomic():
        _lock_projects(duplicate, into)
        first, second = sorted([duplicate, into])
        rows = {row.id: row for row in (lock_organisation(first), lock_organisation(second))}
        ctx.check_seen()
        gone, kept = rows[duplicate], rows[into]
        obstacle = merge_obstacle(gone, kept)
        if obstacle is not None:
            raise OBSTACLES[obstacle]
        book_late(lock_late(models.Contract.objects.open().of(duplicate), ctx), ctx)
        named = _name(gone, kept, frozenset(people), ctx)
        moved = _move(gone, kept, ctx)
        models.Organisation.objects.filter(pk=gone.pk).update(
            merged_into=kept, suspended_on=gone.suspended_on or ctx.today
        )
        for row in (gone, kept):
            details = {"double": gone.public_id, "number": gone.number, "into": kept.public_id, "renamed": moved}
            record_activity(ctx, "merge_organisations", organisation=row.id, details=details | {"named": named})
        tell("mail.merged", {"merged": str(gone.id), "into": str(kept.id)}, ctx)


def _lock_projects(*organisations: UUID) -> None:
    """Lock what belongs to them or is paid by them, before the organisations: every write locks projects first."""
    theirs = models.Project.objects.filter(customer__in=organisations)
    paid = models.Project.objects.filter(contracts__in=models.Contract.objects.open().filter(payer__in=organisations))
    keys = set(theirs.values_list("id", flat=True)) | set(paid.values_list("id", flat=True))
    list(models.Project.objects.select_for_update().filter(pk__in=keys).order_by("id").values_list("id"))


def _move(gone: models.Organisation, kept: models.Organisation, ctx: ActionContext) -> list[str]:
    """Move everything that is not history; gives the new names of projects that had to change theirs."""
    renamed = _projects(gone, kept)
    _end(gone, ctx)
    models.Contract.objects.open().filter(payer=gone).update(payer=kept)
    models.CreditOrder.objects.filter(payer=gone, state="open").update(payer=kept)
    models.LicenseOrder.objects.filter(payer=gone, state="open").update(payer=kept)
    models.Quote.objects.filter(payer=gone, accepted_at=None, withdrawn_at=None).update(payer=kept)
    _delegations(gone, kept, ctx)
    return renamed


def _projects(gone: models.Organisation, kept: models.Organisation) -> list[str]:
    taken = set(models.Project.objects.filter(customer=kept).values_list("name", flat=True))
    renamed: list[str] = []
    moved: list[UUID] = []
    for project in models.Project.objects.filter(customer=gone).order_by("name"):
        name = _free_name(project.name, gone.number, taken)
        if name != project.name:
            renamed.append(name)
        taken.add(name)
        models.Project.objects.filter(pk=project.pk).update(customer=kept, name=name)
        moved.append(project.pk)
    write_names(moved)
    return renamed


def _free_name(name: str, number: str, taken: set[str]) -> str:
    """The name, or the first of "Office (C-7)", "Office (C-7, 2)", … that is free."""
    candidate, count = name, 1
    while candidate in taken:
        suffix = f" ({number})" if count == 1 else f" ({number}, {count})"
        candidate, count = name[: _MAX_NAME - len(suffix)] + suffix, count + 1
    return candidate


def _name(
    gone: models.Organisation, kept: models.Organisation, people: frozenset[UUID], ctx: ActionContext
) -> list[str]:
    """Put whom staff selected before the owners of the organisation that stays; gives their addresses."""
    could = {row.user: row.email for row in who_could_come(gone.id, kept.id)}
    if not people <= could.keys():
        raise PersonNotInDuplicate
    waiting = set(models.Admission.objects.open().filter(organisation=kept).values_list("user_id", flat=True))
    for user in sorted(people - waiting):
        models.Admission.objects.create(
            organisation=kept, user_id=user, merged=gone, named_by=ctx.actor.user, named_at=ctx.now
        )
    return sorted(could[user] for user in people)


def _delegations(gone: models.Organisation, kept: models.Organisation, ctx: ActionContext) -> None:
    """Those in force or to come end: a delegation never changes whom it is about.

    What customers gave a partner that is a duplicate is given to the one that stays, and told to them. What a customer
    that is a duplicate gave ends for good: nobody decides for the organisation that stays but its own owners. Who paid
    by it pays to the end of the term: `store.engine.found` reads both companies' hand-overs as those of one.
    """
    found = models.HandOver.objects.not_over(ctx.today)
    for row in found.filter(partner=gone):
        anew = models.HandOver.objects.create(
            customer_id=row.customer_id,
            partner=kept,
            project_id=row.project_id,
            rights=row.rights,
            starts_on=max(row.starts_on, ctx.today),
            ends_on=row.ends_on,
            given_by=row.given_by,
            created_at=ctx.now,
        )
        tell("mail.handed_over", {"hand_over": str(anew.id)}, ctx)
    for row in found.filter(customer=gone) | found.filter(partner=gone):
        models.HandOver.objects.filter(pk=row.pk).update(ends_on=max(ctx.today, row.starts_on))
        if row.customer_id == gone.id:
            tell("mail.hand_over_revoked", {"hand_over": str(row.id)}, ctx)


def _end(gone: models.Organisation, ctx: ActionContext) -> None:
    """What was open for the duplicate alone: links, people to let in, tokens, somebody acting, questions to it."""
    models.Invitation.objects.open().filter(organisation=gone).update(withdrawn_at=ctx.now)
    models.Admission.objects.open().filter(organisation=gone).update(declined_at=ctx.now, answered_by=ctx.actor.user)
    models.ApiToken.objects.filter(organisation=gone, revoked_at=None).update(revoked_at=ctx.now)
    models.Acting.objects.filter(organisation=gone, stopped_at=None).update(stopped_at=ctx.now)
    payers.end_changes(gone.id, ctx)
    access_requests.end_requests(gone.id, ctx)
