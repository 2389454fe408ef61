"""Invitations by mail: hashed, expiring, used once, bound to the invited address."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from autossa.domain.limits import Deed
from autossa.domain.rights import Kind, Role
from autossa.operations import limits
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.one_time_secrets import digest, make_secret
from autossa.operations.organisations import people
from autossa.operations.organisations.errors import AlreadyMember, OrganisationNotFound
from autossa.operations.organisations.locking import lock_organisation
from autossa.operations.outbox import tell
from autossa.operations.own_domain import is_outside
from autossa.operations.validation import read_email
from autossa.queries.organisations.inviting import may_still_invite
from autossa.store import models

VALIDITY = timedelta(days=7)


class InvitationNotValid(NotFound):
    """This invitation is not valid. Ask for a new one."""


class InvitationNotFound(NotFound):
    """There is no such open invitation."""


class InvitedFromOutside(Invalid):
    """Until the vendor has verified {name}, only addresses of its own domain can be invited."""

    field = "email"


class OwnerExists(Invalid):
    """The organisation already has an owner, who invites others."""

    field = "email"


def invite(
    *,
    organisation: UUID,
    email: str,
    role: Role,
    ctx: ActionContext,
    language: str | None = None,
    by: UUID | None = None,
) -> str:
    """Invite an address; gives the link's secret, which goes out by mail and is kept nowhere.

    An earlier invitation of the same address to the same organisation is withdrawn. Who has no account yet is written
    to in `language`, else in that of whoever invites. `by` is the organisation that invites into another one. Raises
    OrganisationNotFound, AlreadyMember, RoleNotAvailable, InvitedFromOutside, LimitReached, and Invalid for the
    address.
    """
    address = read_email(email)
    limits.count(Deed.INVITE, ctx, organisations=[by or organisation])
    with transaction.atomic():
        found = models.Organisation.objects.filter(pk=organisation, suspended_on=None).first()
        if found is None:
            raise OrganisationNotFound
        people.check_role(Kind(found.kind), role)
        if by is None and is_outside(found, address, ctx):
            raise InvitedFromOutside(name=found.name)
        limits.count(Deed.WRITE, ctx, email=address)
        if models.Membership.objects.filter(organisation=found, user__email=address).exists():
            raise AlreadyMember(email=address)
        _open(organisation, address).update(withdrawn_at=ctx.now)
        secret, hashed = make_secret()
        row = models.Invitation.objects.create(
            organisation=found,
            email=address,
            role=role.value,
            digest=hashed,
            invited_by_id=ctx.actor.user,
            created_at=ctx.now,
            expires_at=ctx.now + VALIDITY,
        )
        details = {"organisation": found.public_id, "email": address, "role": role.value}
        record_activity(ctx, "invite", organisation=organisation, details=details)
        payload = {"invitation": str(row.id), "secret": secret, "to": address, "language": language}
        tell("mail.invitation", payload, ctx)
    return secret


def accept(*, secret: str, user: UUID, ctx: ActionContext) -> UUID:
    """Join by an invitation, signed in with the very address it was sent to; gives the organisation.

    Raises InvitationNotValid alike for one that is unknown, used, withdrawn, expired, another's, or made by somebody
    who may invite no longer: nothing is revealed.
    """
    with transaction.atomic():
        found = models.Invitation.objects.select_for_update(of=["self"]).select_related("organisation")
        row = found.filter(digest=digest(secret)).first()
        person = models.User.objects.filter(pk=user, is_active=True).first()
        if row is None or person is None or not _is_for(row, person, ctx):
            raise InvitationNotValid
        people.join(user=user, organisation=row.organisation_id, role=Role(row.role), ctx=ctx)
        models.Invitation.objects.filter(pk=row.pk).update(accepted_by=user, accepted_at=ctx.now)
    return row.organisation_id


def invite_owner(*, organisation: UUID, email: str, ctx: ActionContext, language: str | None = None) -> str:
    """Staff invites an owner where none can log in: a new organisation, or one whose owner has left.

    Raises OwnerExists, else as `invite`.
    """
    with transaction.atomic():
        lock_organisation(organisation)
        if people.has_leader(organisation):
            raise OwnerExists
        return invite(organisation=organisation, email=email, role=Role.OWNER, ctx=ctx, language=language)


def renew(*, invitation: UUID, organisation: UUID, ctx: ActionContext) -> str:
    """Send an invitation anew, also one that has expired; the former link holds no longer.

    Raises InvitationNotFound, else as `invite`.
    """
    row = models.Invitation.objects.open().filter(pk=invitation, organisation_id=organisation).first()
    if row is None:
        raise InvitationNotFound
    return invite(organisation=organisation, email=row.email, role=Role(row.role), ctx=ctx)


def withdraw(*, invitation: UUID, organisation: UUID, ctx: ActionContext) -> None:
    """Take an invitation back that was not accepted. Raises InvitationNotFound."""
    with transaction.atomic():
        found = models.Invitation.objects.open().filter(pk=invitation, organisation_id=organisation)
        email = found.values_list("email", flat=True).first()
        if not found.update(withdrawn_at=ctx.now):
            raise InvitationNotFound
        record_activity(ctx, "withdraw_invitation", organisation=organisation, details={"email": email})


def _is_for(row: models.Invitation, person: models.User, ctx: ActionContext) -> bool:
    is_open = row.accepted_at is None and row.withdrawn_at is None and ctx.now < row.expires_at
    is_possible = row.organisation.suspended_on is None and may_still_invite(row, ctx.today, ctx.now)
    return is_open and row.email == person.email and is_possible


def _open(organisation: UUID, email: str) -> QuerySet[models.Invitation]:
    return models.Invitation.objects.open().filter(organisation_id=organisation, email=email)
