"""People in organisations: roles changed, members removed; the last owner stays."""

from uuid import UUID

from allauth.usersessions.models import UserSession
from django.db import transaction

from autossa.domain.rights import STAFF_ROLES, Kind, Role
from autossa.operations import unproven_addresses
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.organisations.errors import AlreadyMember, NotAMember
from autossa.operations.organisations.lapsing import withdraw_lapsed
from autossa.operations.organisations.locking import lock_organisation
from autossa.store import models

_LEADING = {Kind.VENDOR: Role.ADMIN, Kind.PARTNER: Role.OWNER, Kind.CUSTOMER: Role.OWNER}


class RoleNotAvailable(Invalid):
    """There is no role {role} at a {kind}."""

    field = "role"


class LastLeader(Invalid):
    """The only one who leads an organisation can neither leave nor get another role."""

    field = "role"


class LastOwner(LastLeader):
    """This is the last owner. Make another person owner first."""


class LastAdministrator(LastLeader):
    """This is the last administrator. Make another person administrator first."""


class MemberNotFound(NotFound):
    """There is no such member."""


class PersonNotFound(NotFound):
    """There is no such person."""


class OwnAccount(Invalid):
    """You cannot suspend your own account."""


class PersonErased(Invalid):
    """This person was erased, for good."""


def join(*, user: UUID, organisation: UUID, role: Role, ctx: ActionContext) -> UUID:
    """Make a person a member. Raises OrganisationNotFound, RoleNotAvailable, AlreadyMember."""
    with transaction.atomic():
        found = lock_organisation(organisation)
        check_role(Kind(found.kind), role)
        member = models.User.objects.values_list("email", flat=True).get(pk=user)
        if models.Membership.objects.filter(user_id=user, organisation=found).exists():
            raise AlreadyMember(email=member)
        row = models.Membership.objects.create(user_id=user, organisation=found, role=role.value)
        details = {"organisation": found.public_id, "member": member, "role": role.value}
        record_activity(ctx, "join_organisation", organisation=organisation, details=details, about=user)
    return row.id


def change_role(*, membership: UUID, organisation: UUID, role: Role, ctx: ActionContext) -> None:
    """Give a member another role. Raises MemberNotFound, RoleNotAvailable, LastLeader."""
    with transaction.atomic():
        row = _membership(membership, organisation)
        ctx.check_seen()
        kind = Kind(row.organisation.kind)
        check_role(kind, role)
        if role is not _LEADING[kind]:
            _keep_leader(row, kind)
        models.Membership.objects.filter(pk=row.pk).update(role=role.value)
        _record(ctx, "change_role", row, role.value)
        withdraw_lapsed([row.user_id], ctx)


def remove(*, membership: UUID, organisation: UUID, ctx: ActionContext) -> None:
    """End a membership: removed by an owner, or left by the member. Raises MemberNotFound, LastLeader.

    The member's API tokens for the organisation are revoked, what they invited to is withdrawn, and it is no longer
    acted for.
    """
    with transaction.atomic():
        row = _membership(membership, organisation)
        ctx.check_seen()
        _keep_leader(row, Kind(row.organisation.kind))
        row.delete()
        tokens = models.ApiToken.objects.filter(user_id=row.user_id, organisation_id=organisation, revoked_at=None)
        tokens.update(revoked_at=ctx.now)
        if row.organisation.kind == Kind.VENDOR.value:
            models.Acting.objects.filter(user_id=row.user_id, stopped_at=None).update(stopped_at=ctx.now)
        _record(ctx, "leave" if row.user_id == ctx.actor.user else "remove_member", row, row.role)
        withdraw_lapsed([row.user_id], ctx)


def leave(*, user: UUID, organisation: UUID, ctx: ActionContext) -> None:
    """Leave an organisation oneself. Raises NotAMember, LastLeader."""
    key = models.Membership.objects.filter(user=user, organisation=organisation).values_list("id", flat=True).first()
    if key is None:
        raise NotAMember
    remove(membership=key, organisation=organisation, ctx=ctx)


def suspend(*, user: UUID, ctx: ActionContext) -> None:
    """Suspend a person at once, in all organisations; `restore` lifts it.

    Raises PersonNotFound, OwnAccount, LastAdministrator.

    The vendor's last administrator is not suspended, also not by another one who is being suspended at that moment.
    Their sessions and API tokens end for good, and so do log-ins that wait for a code and links to a new password or
    address: lifting the suspension brings none of them back.
    """
    if user == ctx.actor.user:
        raise OwnAccount
    with transaction.atomic():
        _keep_an_administrator(user)
        row = _person(user)
        ctx.check_seen()
        models.User.objects.filter(pk=user).update(is_active=False, suspended_at=ctx.now, ended_at=ctx.now)
        unproven_addresses.drop(user=user)
        models.Acting.objects.filter(user_id=user, stopped_at=None).update(stopped_at=ctx.now)
        record_activity(ctx, "suspend_user", details={"user": row.public_id, "member": row.email}, about=user)
        models.ApiToken.objects.filter(user_id=user, revoked_at=None).update(revoked_at=ctx.now)
        for session in UserSession.objects.filter(user_id=user):
            session.end()
        withdraw_lapsed([user], ctx)


def restore(*, user: UUID, ctx: ActionContext) -> None:
    """Lift the suspension of a person. Raises PersonNotFound, PersonErased."""
    with transaction.atomic():
        row = _person(user)
        ctx.check_seen()
        if row.erased_at is not None:
            raise PersonErased
        models.User.objects.filter(pk=user).update(is_active=True, suspended_at=None)
        record_activity(ctx, "restore_user", details={"user": row.public_id, "member": row.email}, about=user)


def has_leader(organisation: UUID) -> bool:
    """Somebody can log in as its owner (admin at the vendor)."""
    leading = [role.value for role in set(_LEADING.values())]
    found = models.Membership.objects.filter(organisation=organisation, role__in=leading, user__is_active=True)
    return found.exists()


def check_role(kind: Kind, role: Role) -> None:
    """Raises RoleNotAvailable when an organisation of that kind has no such role."""
    if (kind is Kind.VENDOR) != (role in STAFF_ROLES):
        raise RoleNotAvailable(role=role.value, kind=kind.value)


def _person(key: UUID) -> models.User:
    row = models.User.objects.select_for_update().filter(pk=key).first()
    if row is None:
        raise PersonNotFound
    return row


def _membership(key: UUID, organisation: UUID) -> models.Membership:
    """The membership, its organisation locked: two owners leaving at once must not both find the other there."""
    lock_organisation(organisation)
    found = models.Membership.objects.select_related("organisation", "user")
    row = found.filter(pk=key, organisation_id=organisation).first()
    if row is None:
        raise MemberNotFound
    return row


def _keep_leader(row: models.Membership, kind: Kind) -> None:
    leading = _LEADING[kind].value
    if row.role != leading:
        return
    others = models.Membership.objects.filter(organisation=row.organisation, role=leading, user__is_active=True)
    if not others.exclude(pk=row.pk).exists():
        raise LastAdministrator if kind is Kind.VENDOR else LastOwner


def _keep_an_administrator(user: UUID) -> None:
    """The vendor locked first, as for every change of its people. Raises LastAdministrator."""
    row = models.Membership.objects.filter(user_id=user, role=Role.ADMIN.value).first()
    if row is not None:
        lock_organisation(row.organisation_id)
        _keep_leader(row, Kind.VENDOR)


def _record(ctx: ActionContext, action: str, row: models.Membership, role: str) -> None:
    details = {"organisation": row.organisation.public_id, "member": row.user.email, "role": role}
    record_activity(ctx, action, organisation=row.organisation_id, details=details, about=row.user_id)
