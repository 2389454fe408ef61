"""API tokens as their makers and owners see them; never the token itself, which is kept nowhere."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from autossa.store import models


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token that was made: its name, the last letters of it, what it may do, until when."""

    id: str
    name: str
    maker: str
    organisation: str
    hint: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    is_expired: bool


def tokens_of(user: UUID, now: datetime) -> tuple[TokenRow, ...]:
    """A person's own tokens that are not revoked, newest first."""
    return _rows(models.ApiToken.objects.filter(user=user), now)


def tokens_for(organisation: UUID, now: datetime) -> tuple[TokenRow, ...]:
    """The tokens that anybody made for an organisation and that are not revoked, newest first."""
    return _rows(models.ApiToken.objects.filter(organisation=organisation), now)


def _rows(found: QuerySet[models.ApiToken], now: datetime) -> tuple[TokenRow, ...]:
    rows = found.filter(revoked_at=None).select_related("user", "organisation").order_by("-created_at", "-id")
    return tuple(
        TokenRow(
            id=row.public_id,
            name=row.name,
            maker=str(row.user),
            organisation=row.organisation.name,
            hint=row.hint,
            scopes=tuple(row.scopes),
            created_at=row.created_at,
            expires_at=row.expires_at,
            last_used_at=row.last_used_at,
            is_expired=row.expires_at <= now,
        )
        for row in rows
    )
