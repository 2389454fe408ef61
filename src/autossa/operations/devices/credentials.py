"""What a device signs in with: a secret of 256 bits, or a code that somebody types on it once to get one.

Both are shown once and kept as hashes. A device has one secret at a time: a new one revokes the former at once.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from autossa.domain.limits import Deed
from autossa.operations import limits
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.devices.found import DeviceNotFound, about
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.one_time_secrets import digest, make_secret
from autossa.store import models

PREFIX = "autossa_device_"
CODE_LASTS = timedelta(minutes=30)
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that a reader mistakes for another
_CODE = 10


class NoCredential(Invalid):
    """The device has no secret that could be revoked."""


class CodeNotUsable(NotFound):
    """This code is unknown, was used already, or is too old. Make another one in the portal."""

    field = "code"


@dataclass(frozen=True, slots=True)
class ShownCode:
    """A code as it is shown, once, and the moment after which it is worth nothing."""

    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Admitted:
    """The device that typed a code: its public id, and the secret that it keeps."""

    device: str
    secret: str


def issue(*, device: UUID, ctx: ActionContext) -> str:
    """A new secret for a device, shown once; the former one is revoked. Raises DeviceNotFound."""
    with transaction.atomic():
        return _issue(_locked(device), ctx)


def revoke(*, device: UUID, ctx: ActionContext) -> None:
    """The device signs in no more, at once; codes that wait for it are worth nothing. What is installed goes on.

    Raises DeviceNotFound, NoCredential.
    """
    with transaction.atomic():
        row = _locked(device)
        if not _revoke(row, ctx):
            raise NoCredential
        record_activity(ctx, "revoke_device_secret", project=row.project_id, details=about(row))


def end(*, device: models.Device, ctx: ActionContext) -> None:
    """A device that is gone signs in no more; within the transaction of whoever takes it away."""
    _revoke(device, ctx)


def make_code(*, device: UUID, ctx: ActionContext) -> ShownCode:
    """A code to type on the device within half an hour; it takes the place of one that still waits.

    Raises DeviceNotFound.
    """
    code = "".join(secrets.choice(_LETTERS) for _ in range(_CODE))
    with transaction.atomic():
        row = _locked(device)
        _void_codes(row, ctx)
        until = ctx.now + CODE_LASTS
        models.DeviceCode.objects.create(device=row, digest=digest(code), created_at=ctx.now, expires_at=until)
        record_activity(ctx, "make_device_code", project=row.project_id, details=about(row))
    return ShownCode(f"{code[:5]}-{code[5:]}", until)


def redeem(*, code: str, ctx: ActionContext) -> Admitted:
    """The device's secret for a code that was typed on it. Raises CodeNotUsable alike for whatever is not right.

    Wrong ones are counted before they are looked at. Raises LimitReached after some of them.
    """
    counted = limits.count(Deed.WRONG_CODE, ctx)
    typed = "".join(sign for sign in code.upper() if sign.isascii() and sign.isalnum())
    with transaction.atomic():
        found = models.DeviceCode.objects.filter(digest=digest(typed)).values_list("device", flat=True).first()
        row = None if found is None else _present(found)
        used = models.DeviceCode.objects.filter(digest=digest(typed), used_at=None, expires_at__gt=ctx.now)
        if row is None or not used.update(used_at=_not_before_made(ctx)):
            raise CodeNotUsable
        secret = _issue(row, ctx)
    limits.take_back(counted)
    return Admitted(row.public_id, secret)


def _issue(row: models.Device, ctx: ActionContext) -> str:
    _revoke(row, ctx)
    secret, hashed = make_secret(PREFIX)
    models.DeviceCredential.objects.create(device=row, digest=hashed, hint=secret[-4:], created_at=ctx.now)
    record_activity(ctx, "issue_device_secret", project=row.project_id, details=about(row))
    return secret


def _revoke(row: models.Device, ctx: ActionContext) -> bool:
    _void_codes(row, ctx)
    standing = models.DeviceCredential.objects.filter(device=row, revoked_at=None)
    return bool(standing.update(revoked_at=_not_before_made(ctx)))


def _void_codes(row: models.Device, ctx: ActionContext) -> None:
    models.DeviceCode.objects.filter(device=row, used_at=None, expires_at__gt=ctx.now).update(
        used_at=_not_before_made(ctx)
    )


def _not_before_made(ctx: ActionContext) -> Greatest:
    """Now, or when it was made where that machine's clock is ahead of this one's."""
    return Greatest(Value(ctx.now), F("created_at"))


def _locked(device: UUID) -> models.Device:
    row = _present(device)
    if row is None:
        raise DeviceNotFound
    return row


def _present(device: UUID) -> models.Device | None:
    return models.Device.objects.present().select_for_update().filter(pk=device).first()
