"""Keys that sign license files: made, replaced, revoked. The database has their public halves alone."""

from django.db import connection, transaction

from autossa.gateways.signing.protocol import KeyUnavailable, kid_of
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.devices.signing import NoSigningKey, SigningKeyUnavailable, keys
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.validation import MAX_REASON, read_text
from autossa.queries.devices.signing_keys import current_kid
from autossa.store import models

_LOCK = "SELECT pg_advisory_xact_lock(%s)"
_OF_KEYS = 0x5516


class SigningKeyThere(Invalid):
    """Key {kid} signs already; it can be rotated."""


class SigningKeyKnown(Invalid):
    """Key {kid} is known already: give AUTOSSA_SIGNING_KEY a new one first, behind the one that signs now."""


class SigningKeyNotFound(NotFound):
    """There is no key {kid}."""


class SigningKeyRevoked(Invalid):
    """Key {kid} is revoked already."""


class SigningKeySigns(Invalid):
    """Key {kid} signs at present; rotate it first, then revoke it."""


def new(*, ctx: ActionContext) -> str:
    """The first key; its kid. Raises SigningKeyThere, SigningKeyKnown, SigningKeyUnavailable."""
    with transaction.atomic():
        if (current := _current()) is not None:
            raise SigningKeyThere(kid=current)
        kid = _make(ctx)
        record_activity(ctx, "make_signing_key", details={"kid": kid})
    return kid


def ensure(*, ctx: ActionContext) -> str:
    """The key that signs; the first one is made where there is none. Raises as `new`."""
    return current_kid() or new(ctx=ctx)


def rotate(*, ctx: ActionContext) -> str:
    """A new key signs; the former signs no more, and is believed until it is revoked. The kid of the new one.

    The private half of the former is deleted, unless it is in the environment.
    Raises NoSigningKey, SigningKeyKnown, SigningKeyUnavailable.
    """
    with transaction.atomic():
        former = _current()
        if former is None:
            raise NoSigningKey
        kid = _make(ctx)
        models.SigningKey.objects.filter(retired_at=None).exclude(pk=kid).update(retired_at=ctx.now)
        record_activity(ctx, "rotate_signing_key", details={"kid": kid, "former": former})
        transaction.on_commit(lambda: keys().forget(former))
    return kid


def revoke(*, kid: str, reason: str, ctx: ActionContext) -> None:
    """Believe a key no more: it is not listed, and what it signed is refused by who reads the list.

    Raises SigningKeyNotFound, SigningKeyRevoked, SigningKeySigns, and as `read_text`.
    """
    reason = read_text(reason, "the reason", MAX_REASON, field="reason")
    with transaction.atomic():
        current = _current()
        row = models.SigningKey.objects.filter(pk=kid).first()
        if row is None:
            raise SigningKeyNotFound(kid=kid)
        if row.revoked_at is not None:
            raise SigningKeyRevoked(kid=kid)
        if kid == current:
            raise SigningKeySigns(kid=kid)
        row.revoked_at, row.revocation, row.retired_at = ctx.now, reason, row.retired_at or ctx.now
        row.save(update_fields=["revoked_at", "revocation", "retired_at"])
        record_activity(ctx, "revoke_signing_key", details={"kid": kid, "reason": reason})
        transaction.on_commit(lambda: keys().forget(kid))


def _current() -> str | None:
    """The key that signs; who asks here at once waits for the other."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [_OF_KEYS])
    return current_kid()


def _make(ctx: ActionContext) -> str:
    try:
        public = keys().create()
    except KeyUnavailable as error:
        raise SigningKeyUnavailable(why=str(error)) from None
    kid = kid_of(public)
    if models.SigningKey.objects.filter(pk=kid).exists():
        raise SigningKeyKnown(kid=kid)
    models.SigningKey.objects.create(kid=kid, public=public, created_at=ctx.now)
    return kid
