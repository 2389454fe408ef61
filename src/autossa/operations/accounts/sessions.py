"""Sessions of people who are signed in: ended one by one or all, and the devices they began on."""

from datetime import datetime, timedelta
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction

from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import NotFound
from autossa.operations.one_time_secrets import digest, make_secret
from autossa.operations.outbox import tell
from autossa.store import models

STAFF_LASTS = timedelta(hours=12)
"""How long a session of the vendor's staff lasts at most, who see the data of many; others: KEEP_SESSIONS."""
_LOG_IN_GRACE = timedelta(hours=1)  # a log-in notes its session a moment before it is stored


class SessionNotFound(NotFound):
    """There is no such session."""


def end(*, user: UUID, session: int, ctx: ActionContext) -> None:
    """End one session of a person, at once. Raises SessionNotFound when it is not theirs."""
    with transaction.atomic():
        row = UserSession.objects.filter(pk=session, user_id=user).first()
        if row is None:
            raise SessionNotFound
        row.end()
        record_activity(ctx, "end_session")


def end_others(*, user: UUID, key: str | None, ctx: ActionContext) -> int:
    """End all sessions of a person but the one with the key; how many."""
    with transaction.atomic():
        rows = list(UserSession.objects.filter(user_id=user).exclude(session_key=key or ""))
        for row in rows:
            row.end()
        if rows:
            record_activity(ctx, "end_other_sessions", details={"quantity": len(rows)})
    return len(rows)


def clear_expired(*, now: datetime) -> int:
    """Delete the sessions that have expired, and leave them out of people's lists; how many rows that were."""
    with transaction.atomic():
        for row in UserSession.objects.filter(created_at__lt=now - settings.KEEP_SESSIONS):
            row.end()
        expired, _ = Session.objects.filter(expire_date__lt=now).delete()
        left = UserSession.objects.filter(created_at__lt=now - _LOG_IN_GRACE)
        listed, _ = left.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return int(expired + listed)


def note_seen(*, key: str, moment: datetime) -> None:
    """Remember that a session was used."""
    UserSession.objects.filter(session_key=key).update(last_seen_at=moment)


def note_device(*, user: UUID, secret: str | None, device: str, ctx: ActionContext) -> str:
    """Remember the device of a log-in; gives the secret to keep on it. A new one is told to the person by mail.

    The very first one is none to worry about: the account was created on it.
    """
    known = models.Browser.objects.filter(user_id=user, digest=digest(secret or ""))
    with transaction.atomic():
        if secret and known.update(agent=device, address=ctx.actor.address, last_at=ctx.now):
            return secret
        is_first = not models.Browser.objects.filter(user_id=user).exists()
        secret, hashed = make_secret()
        models.Browser.objects.create(
            user_id=user, digest=hashed, agent=device, address=ctx.actor.address, first_at=ctx.now, last_at=ctx.now
        )
        if not is_first:
            payload = {"user": str(user), "at": ctx.now.isoformat(), "device": device, "address": ctx.actor.address}
            tell("mail.new_device", payload, ctx)
    return secret
