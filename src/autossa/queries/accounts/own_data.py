"""A copy of everything that is kept about a person, as they can ask for it (GDPR, articles 15 and 20)."""

from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import QuerySet

from autossa.store import models
from autossa.store.ids import public_id


def own_data(user: UUID) -> dict[str, Any]:
    """By kind: account, roles, what they log in with and from where, what they did.

    Secrets are no part of it: of what proves who somebody is it names the kind and when it was made.
    """
    person = models.User.objects.get(pk=user)
    contacts = models.Contact.objects.filter(email=person.email)
    invited = models.Invitation.objects.filter(email=person.email)
    return {
        "account": {
            "id": person.public_id,
            "name": person.name,
            "email": person.email,
            "language": person.language,
            "created": person.created_at,
            "last_log_in": person.last_login,
        },
        "roles": _rows(
            models.Membership.objects.filter(user=user),
            organisation="organisation__name",
            role="role",
            since="created_at",
        ),
        "contact_of": _rows(contacts, organisation="organisation__name", purpose="purpose", name="name"),
        "invitations_to_you": _rows(invited, organisation="organisation__name", role="role", created="created_at"),
        "invitations_by_you": _rows(
            models.Invitation.objects.filter(invited_by=user), email="email", role="role", created="created_at"
        ),
        **_ways_in(user),
        "acted_for": _rows(
            models.Acting.objects.filter(user=user),
            organisation="organisation__name",
            reason="reason",
            since="started_at",
        ),
        "activity": [
            {**row, "project": public_id("prj", row["project"]) if row["project"] else None}
            for row in _rows(
                models.Activity.objects.filter(actor=user).order_by("id"),
                at="at",
                name="actor_name",
                address="address",
                action="action",
                project="project",
                details="details",
            )
        ],
    }


def _ways_in(user: UUID) -> dict[str, Any]:
    """What somebody logs in with, and from where they did."""
    return {
        "second_factors": _rows(
            Authenticator.objects.filter(user_id=user), kind="type", created="created_at", last_used="last_used_at"
        ),
        "sessions": _rows(
            UserSession.objects.filter(user_id=user),
            begun="created_at",
            last_seen="last_seen_at",
            address="ip",
            browser="user_agent",
        ),
        "devices": _rows(
            models.Device.objects.filter(user=user),
            browser="agent",
            address="address",
            first="first_at",
            last="last_at",
        ),
        "api_tokens": _rows(
            models.ApiToken.objects.filter(user=user),
            name="name",
            organisation="organisation__name",
            created="created_at",
            expires="expires_at",
            last_used="last_used_at",
            revoked="revoked_at",
        ),
    }


def _rows(found: QuerySet[Any], **named: str) -> list[dict[str, Any]]:
    """The rows with our names for their columns."""
    return [dict(zip(named, row, strict=True)) for row in found.values_list(*named.values())]
