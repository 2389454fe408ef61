"""Secret addresses of calendars: made, shown once, revoked at once; only their hash is kept."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from autossa.operations.accounts.tokens import NotWhileImpersonating
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.one_time_secrets import make_secret
from autossa.queries.accounts.calendars import CalendarFeed, read_feed
from autossa.store import models

MOST = 50
NOTED_EVERY = timedelta(hours=1)


class CalendarNotFound(NotFound):
    """There is no such calendar address."""


class TooManyCalendars(Invalid):
    """You have {most} calendar addresses. Revoke one first."""


def create(*, user: UUID, project: UUID | None, ctx: ActionContext) -> str:
    """A secret for the calendar of somebody's projects, or of one that they may see; it is shown once.

    Raises TooManyCalendars, NotWhileImpersonating.
    """
    if ctx.actor.acting_for is not None:
        raise NotWhileImpersonating
    secret, hashed = make_secret()
    with transaction.atomic():
        models.User.objects.select_for_update().get(pk=user)
        if models.CalendarFeed.objects.filter(user=user, revoked_at=None).count() >= MOST:
            raise TooManyCalendars(most=MOST)
        row = models.CalendarFeed.objects.create(
            user_id=user, project_id=project, digest=hashed, hint=secret[-4:], created_at=ctx.now
        )
        record_activity(ctx, "make_calendar", details={"calendar": row.public_id})
    return secret


def revoke(*, calendar: UUID, user: UUID, ctx: ActionContext) -> None:
    """Revoke an address of one's own, at once. Raises CalendarNotFound."""
    with transaction.atomic():
        found = models.CalendarFeed.objects.filter(pk=calendar, user=user, revoked_at=None)
        row = found.select_for_update().first()
        if row is None:
            raise CalendarNotFound
        found.update(revoked_at=ctx.now)
        record_activity(ctx, "revoke_calendar", details={"calendar": row.public_id})


def read(*, secret: str, ctx: ActionContext) -> CalendarFeed:
    """The calendar behind an address; that it was read is noted, once an hour. Raises CalendarNotFound."""
    found = read_feed(secret, ctx.today, ctx.now)
    if found is None:
        raise CalendarNotFound
    stale = Q(read_at=None) | Q(read_at__lte=ctx.now - NOTED_EVERY)
    models.CalendarFeed.objects.filter(stale, pk=found.key).update(read_at=ctx.now)
    return found
