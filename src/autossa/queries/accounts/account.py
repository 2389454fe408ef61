"""Accounts of people: their second factor, their sessions, and what a link in a mail leads to."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from autossa.queries.one_time_secrets import digest
from autossa.queries.organisations.inviting import may_still_invite
from autossa.queries.organisations.people import inviter
from autossa.store import models


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session that is open."""

    id: int
    agent: str
    address: str
    begun_at: datetime
    seen_at: datetime
    is_current: bool


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """An invitation that can be accepted."""

    organisation: str
    role: str
    email: str
    inviter: str
    has_account: bool


@dataclass(frozen=True, slots=True)
class OpenRegistration:
    """A registration that waits for its confirmation."""

    email: str
    name: str
    company: str


def has_second_factor(user: UUID) -> bool:
    """An authenticator app or a passkey is set up; recovery codes alone are none."""
    found = Authenticator.objects.filter(user_id=user, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
    return bool(found.exists())


def name_and_language(user: UUID) -> dict[str, str]:
    """What somebody is called, and the language they read in."""
    person = models.User.objects.get(pk=user)
    return {"name": person.name, "language": person.language}


def open_sessions(user: UUID, key: str | None) -> list[SessionRow]:
    """A person's open sessions, the present one first."""
    person = models.User.objects.get(pk=user)
    rows = [
        SessionRow(s.pk, s.user_agent, s.ip, s.created_at, s.last_seen_at, s.session_key == key)
        for s in UserSession.objects.purge_and_list(person)
    ]
    return sorted(rows, key=lambda row: (not row.is_current, -row.seen_at.timestamp()))


def find_invitation(secret: str, now: datetime, day: date) -> OpenInvitation | None:
    """What an invitation's link leads to, while it can be accepted."""
    row = (
        models.Invitation.objects.filter(
            digest=digest(secret),
            accepted_at=None,
            withdrawn_at=None,
            expires_at__gt=now,
            organisation__suspended_on=None,
        )
        .select_related("organisation", "invited_by")
        .first()
    )
    if row is None or not may_still_invite(row, day, now):
        return None
    has_account = models.User.objects.filter(email=row.email).exists()
    return OpenInvitation(row.organisation.name, row.role, row.email, inviter(row), has_account)


def find_registration(secret: str, now: datetime) -> OpenRegistration | None:
    """What a confirmation's link leads to, while it holds and the address has no account."""
    row = models.Registration.objects.filter(digest=digest(secret), confirmed_at=None, expires_at__gt=now).first()
    if row is None or models.User.objects.filter(email=row.email).exists():
        return None
    return OpenRegistration(row.email, row.name, row.company)
