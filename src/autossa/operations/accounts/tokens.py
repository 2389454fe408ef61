"""API tokens: shown once, hashed, with scopes and an expiry; revoked at once."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from autossa.domain.rights import TokenScope
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound, OperationError
from autossa.operations.one_time_secrets import make_secret
from autossa.operations.organisations.errors import NotAMember
from autossa.operations.validation import MAX_REFERENCE, read_line
from autossa.queries.access import TokenUse, use_of_token
from autossa.store import models

SCOPES = tuple(scope.value for scope in TokenScope)
MAX_LIFETIME = timedelta(days=366)
NOTED_EVERY = timedelta(minutes=1)


class UnknownScope(Invalid):
    """Select at least one of the scopes {scopes}."""

    field = "scopes"


class LifetimeTooLong(Invalid):
    """A token is valid for at most {days} days."""

    field = "lasts"


class TokenNameTaken(Invalid):
    """You already have a token with the name {name}."""

    field = "name"


class NotWhileImpersonating(Invalid):
    """No token is created while acting on behalf of somebody."""


class TokenNotFound(NotFound):
    """There is no such token."""


def create(
    *, user: UUID, organisation: UUID, name: str, scopes: Iterable[str], lasts: timedelta, ctx: ActionContext
) -> str:
    """A new token of a member for their organisation; it is shown once.

    Raises UnknownScope, LifetimeTooLong, NotAMember, NotWhileImpersonating, TokenNameTaken, Invalid for the name.
    """
    wanted = sorted(set(scopes))
    if not wanted or not set(wanted) <= set(SCOPES):
        raise UnknownScope(scopes=", ".join(SCOPES))
    name = read_line(name, "the name", MAX_REFERENCE)
    if not timedelta(0) < lasts <= MAX_LIFETIME:
        raise LifetimeTooLong(days=MAX_LIFETIME.days)
    if not models.Membership.objects.filter(user_id=user, organisation_id=organisation).exists():
        raise NotAMember
    if ctx.actor.acting_for is not None:
        raise NotWhileImpersonating
    secret, hashed = make_secret("autossa_")
    try:
        with transaction.atomic():
            row = models.ApiToken.objects.create(
                user_id=user,
                organisation_id=organisation,
                name=name,
                digest=hashed,
                hint=secret[-4:],
                scopes=wanted,
                created_at=ctx.now,
                expires_at=ctx.now + lasts,
            )
            details = {"token": row.public_id, "name": row.name, "scopes": wanted}
            record_activity(ctx, "make_token", organisation=organisation, details=details)
    except IntegrityError:
        raise TokenNameTaken(name=name) from None
    return secret


class TokenNotValid(OperationError):
    """This token is not valid, or it was revoked. Send one as: Authorization: Bearer autossa_…"""


class ScopeMissing(OperationError):
    """This token lacks the scope {scope}. Create one that has it."""


def sign_in(*, secret: str, today: date, now: datetime) -> TokenUse:
    """Who a token speaks for, and in which scopes; its use is noted, once a minute.

    Raises TokenNotValid alike for all that is not right.
    """
    found = use_of_token(secret, now, today) if secret else None
    if found is None:
        raise TokenNotValid
    if found.last_used_at is None or found.last_used_at <= now - NOTED_EVERY:
        stale = Q(last_used_at=None) | Q(last_used_at__lte=now - NOTED_EVERY)
        models.ApiToken.objects.filter(stale, pk=found.key).update(last_used_at=now)
    return found


def revoke(*, token: UUID, user: UUID, ctx: ActionContext) -> None:
    """Revoke a token of one's own, at once. Raises TokenNotFound."""
    _revoke(models.ApiToken.objects.filter(pk=token, user_id=user), ctx)


def revoke_as_owner(*, token: UUID, organisation: UUID, ctx: ActionContext) -> None:
    """An owner revokes a token that anybody created for the organisation, at once. Raises TokenNotFound."""
    _revoke(models.ApiToken.objects.filter(pk=token, organisation_id=organisation), ctx)


def end_all(*, user: UUID, ctx: ActionContext) -> int:
    """Revoke every token of a person, at once: their password is a new one; how many."""
    with transaction.atomic():
        rows = list(models.ApiToken.objects.select_for_update().filter(user_id=user, revoked_at=None))
        for row in rows:
            _revoke(models.ApiToken.objects.filter(pk=row.pk), ctx)
    return len(rows)


def _revoke(found: QuerySet[models.ApiToken], ctx: ActionContext) -> None:
    with transaction.atomic():
        row = found.filter(revoked_at=None).first()
        if row is None or not found.filter(revoked_at=None).update(revoked_at=ctx.now):
            raise TokenNotFound
        details = {"token": row.public_id, "name": row.name}
        record_activity(ctx, "revoke_token", organisation=row.organisation_id, details=details)
