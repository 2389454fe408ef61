"""API tokens: shown once, hashed, with scopes and an expiry; revoked at once."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.one_time_secrets import digest, make_secret
from autossa.queries.access import Account, account_of_token
from autossa.store import models

SCOPES = ("read", "licenses", "contracts", "billing")
LONGEST = timedelta(days=366)
NOTED_EVERY = timedelta(minutes=1)


def make(
    *, user: UUID, organisation: UUID, name: str, scopes: Iterable[str], lasts: timedelta, ctx: ActionContext
) -> str:
    """A new token of a member for their organisation; it is shown once. Raises Invalid."""
    wanted = sorted(set(scopes))
    if not wanted or not set(wanted) <= set(SCOPES):
        raise Invalid(f"choose at least one scope of {', '.join(SCOPES)}")
    if not name.strip():
        raise Invalid("give the token a name, so that you know it again")
    if not timedelta(0) < lasts <= LONGEST:
        raise Invalid(f"a token lasts at most {LONGEST.days} days")
    if not models.Membership.objects.filter(user_id=user, organisation_id=organisation).exists():
        raise NotFound("you are not a member of this organisation")
    if ctx.actor.acting_for is not None:
        raise Invalid("no token is made while acting on behalf of somebody")
    secret, hashed = make_secret("autossa_")
    try:
        with transaction.atomic():
            row = models.ApiToken.objects.create(
                user_id=user,
                organisation_id=organisation,
                name=name.strip(),
                digest=hashed,
                hint=secret[-4:],
                scopes=wanted,
                created_at=ctx.now,
                expires_at=ctx.now + lasts,
            )
            details = {"token": row.public_id, "name": row.name, "scopes": wanted}
            record_activity(ctx, "make_token", organisation=organisation, details=details)
    except IntegrityError:
        raise Invalid(f"there is a token {name.strip()} already") from None
    return secret


def sign_in(*, secret: str, scope: str, today: date, now: datetime) -> Account | None:
    """Who a token speaks for, as `queries.access.account_of_token`; its use is noted, once a minute."""
    account = account_of_token(secret, scope, now, today)
    if account is not None:
        stale = Q(last_used_at=None) | Q(last_used_at__lte=now - NOTED_EVERY)
        models.ApiToken.objects.filter(stale, digest=digest(secret)).update(last_used_at=now)
    return account


def revoke(*, token: UUID, user: UUID, ctx: ActionContext) -> None:
    """Revoke a token of one's own, at once. Raises NotFound."""
    _revoke(models.ApiToken.objects.filter(pk=token, user_id=user), ctx)


def revoke_as_owner(*, token: UUID, organisation: UUID, ctx: ActionContext) -> None:
    """An owner revokes a token that anybody made for the organisation, at once. Raises NotFound."""
    _revoke(models.ApiToken.objects.filter(pk=token, organisation_id=organisation), ctx)


def _revoke(found: QuerySet[models.ApiToken], ctx: ActionContext) -> None:
    with transaction.atomic():
        row = found.filter(revoked_at=None).first()
        if row is None or not found.filter(revoked_at=None).update(revoked_at=ctx.now):
            raise NotFound("there is no such token")
        details = {"token": row.public_id, "name": row.name}
        record_activity(ctx, "revoke_token", organisation=row.organisation_id, details=details)
