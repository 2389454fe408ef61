"""People in organisations: roles changed, members removed; the last owner stays."""

from uuid import UUID

from django.db import transaction

from autossa.domain.rights import STAFF_ROLES, Kind, Role
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.store import models

_LEADING = {Kind.VENDOR: Role.ADMIN, Kind.PARTNER: Role.OWNER, Kind.CUSTOMER: Role.OWNER}


def join(*, user: UUID, organisation: UUID, role: Role, ctx: ActionContext) -> UUID:
    """Make a person a member. Raises Invalid for a role that does not fit, or a membership that exists."""
    with transaction.atomic():
        found = _organisation(organisation)
        check_role(Kind(found.kind), role)
        if models.Membership.objects.filter(user_id=user, organisation=found).exists():
            raise Invalid("this person is a member already")
        row = models.Membership.objects.create(user_id=user, organisation=found, role=role.value)
        member = models.User.objects.values_list("email", flat=True).get(pk=user)
        details = {"organisation": found.public_id, "member": member, "role": role.value}
        record_activity(ctx, "join_organisation", organisation=organisation, details=details)
    return row.id


def change_role(*, membership: UUID, organisation: UUID, role: Role, ctx: ActionContext) -> None:
    """Give a member another role. Raises Invalid when it was the last owner (admin at the vendor), NotFound."""
    with transaction.atomic():
        row = _membership(membership, organisation)
        kind = Kind(row.organisation.kind)
        check_role(kind, role)
        if role is not _LEADING[kind]:
            _keep_leader(row, kind)
        models.Membership.objects.filter(pk=row.pk).update(role=role.value)
        _record(ctx, "change_role", row, role.value)


def remove(*, membership: UUID, organisation: UUID, ctx: ActionContext) -> None:
    """End a membership: removed by an owner, or left by the member. Raises Invalid for the last owner, NotFound.

    The member's API tokens for the organisation are revoked, and it is no longer acted for.
    """
    with transaction.atomic():
        row = _membership(membership, organisation)
        _keep_leader(row, Kind(row.organisation.kind))
        row.delete()
        tokens = models.ApiToken.objects.filter(user_id=row.user_id, organisation_id=organisation, revoked_at=None)
        tokens.update(revoked_at=ctx.now)
        if row.organisation.kind == Kind.VENDOR.value:
            models.Acting.objects.filter(user_id=row.user_id, stopped_at=None).update(stopped_at=ctx.now)
        _record(ctx, "leave" if row.user_id == ctx.actor.user else "remove_member", row, row.role)


def leave(*, user: UUID, organisation: UUID, ctx: ActionContext) -> None:
    """Leave an organisation oneself. Raises Invalid for the last owner, NotFound."""
    key = models.Membership.objects.filter(user=user, organisation=organisation).values_list("id", flat=True).first()
    if key is None:
        raise NotFound("you are not a member of this organisation")
    remove(membership=key, organisation=organisation, ctx=ctx)


def suspend(*, user: UUID, ctx: ActionContext) -> None:
    """Shut a person out at once, in all organisations; `restore` lets them in again. Raises NotFound, Invalid.

    Nobody shuts themselves out, so that an admin is always left.
    """
    if user == ctx.actor.user:
        raise Invalid("you cannot shut yourself out")
    with transaction.atomic():
        row = _person(user)
        models.User.objects.filter(pk=user).update(is_active=False, suspended_at=ctx.now)
        models.Acting.objects.filter(user_id=user, stopped_at=None).update(stopped_at=ctx.now)
        record_activity(ctx, "suspend_user", details={"user": row.public_id, "member": row.email})


def restore(*, user: UUID, ctx: ActionContext) -> None:
    """Let a suspended person in again. Raises NotFound."""
    with transaction.atomic():
        row = _person(user)
        models.User.objects.filter(pk=user).update(is_active=True, suspended_at=None)
        record_activity(ctx, "restore_user", details={"user": row.public_id, "member": row.email})


def lock(organisation: UUID) -> None:
    """Lock an organisation before its people are counted. Raises NotFound."""
    _organisation(organisation)


def has_leader(organisation: UUID) -> bool:
    """Somebody can log in as its owner (admin at the vendor)."""
    leading = [role.value for role in set(_LEADING.values())]
    found = models.Membership.objects.filter(organisation=organisation, role__in=leading, user__is_active=True)
    return found.exists()


def check_role(kind: Kind, role: Role) -> None:
    """Raises Invalid when an organisation of that kind has no such role."""
    if (kind is Kind.VENDOR) != (role in STAFF_ROLES):
        raise Invalid(f"there is no role {role.value} at a {kind.value}")


def _person(key: UUID) -> models.User:
    row = models.User.objects.select_for_update().filter(pk=key).first()
    if row is None:
        raise NotFound("there is no such person")
    return row


def _organisation(key: UUID) -> models.Organisation:
    found = models.Organisation.objects.select_for_update().filter(pk=key).first()
    if found is None:
        raise NotFound("there is no such organisation")
    return found


def _membership(key: UUID, organisation: UUID) -> models.Membership:
    """The membership, its organisation locked: two owners leaving at once must not both find the other there."""
    _organisation(organisation)
    found = models.Membership.objects.select_related("organisation", "user")
    row = found.filter(pk=key, organisation_id=organisation).first()
    if row is None:
        raise NotFound("there is no such member")
    return row


def _keep_leader(row: models.Membership, kind: Kind) -> None:
    leading = _LEADING[kind].value
    if row.role != leading:
        return
    others = models.Membership.objects.filter(organisation=row.organisation, role=leading, user__is_active=True)
    if not others.exclude(pk=row.pk).exists():
        raise Invalid(f"the last {leading} cannot leave; make somebody else {leading} first")


def _record(ctx: ActionContext, action: str, row: models.Membership, role: str) -> None:
    details = {"organisation": row.organisation.public_id, "member": row.user.email, "role": role}
    record_activity(ctx, action, organisation=row.organisation_id, details=details)
