"""The public halves of the keys that sign: which one signs now, which ones still verify."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from autossa.gateways.signing.protocol import jwk_of
from autossa.store import models


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key: since when it is there, signs no more, and is no longer believed, with the reason for that."""

    kid: str
    created_at: datetime
    retired_at: datetime | None
    revoked_at: datetime | None
    revocation: str
    signs: bool

    @property
    def state(self) -> str:
        """Its code: signs, retired or revoked."""
        return "revoked" if self.revoked_at else "signs" if self.signs else "retired"


def current_kid() -> str | None:
    """The key that signs now: the newest that is not retired."""
    rows = models.SigningKey.objects.filter(retired_at=None).order_by("-created_at", "kid")
    return rows.values_list("kid", flat=True).first()


def list_keys() -> tuple[KeyRow, ...]:
    """All keys there ever were, the newest first."""
    current = current_kid()
    return tuple(
        KeyRow(row.kid, row.created_at, row.retired_at, row.revoked_at, row.revocation, row.kid == current)
        for row in models.SigningKey.objects.order_by("-created_at", "kid")
    )


def jwks() -> dict[str, list[dict[str, str]]]:
    """What is published: each key that is not revoked, the newest first, as a JSON Web Key Set."""
    return _key_set(models.SigningKey.objects.filter(revoked_at=None))


def every_key() -> tuple[dict[str, list[dict[str, str]]], dict[str, str]]:
    """All keys there ever were as a key set, and why those that are revoked are."""
    rows = models.SigningKey.objects.all()
    return _key_set(rows), dict(rows.exclude(revoked_at=None).values_list("kid", "revocation"))


def _key_set(rows: QuerySet[models.SigningKey]) -> dict[str, list[dict[str, str]]]:
    return {
        "keys": [
            {"alg": "EdDSA", "kid": kid, "use": "sig", **jwk_of(bytes(public))}
            for kid, public in rows.order_by("-created_at", "kid").values_list("kid", "public")
        ]
    }
