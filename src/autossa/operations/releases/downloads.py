"""Downloads of releases by links that expire: who made one may install it, and may still when it is opened (rule 9).

A link is a signed text and nothing that is stored: which file, for which project and device, made when and by whom.
Whoever has it may use it for as long as it lasts, and as its maker keeps the right to it, so that a machine can, too; a
machine's own link names its device.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db import transaction

from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext, Actor
from autossa.operations.decide import ProjectNotFound
from autossa.operations.errors import NotFound
from autossa.operations.releases import files
from autossa.queries.access import load_account, may_see
from autossa.queries.releases.downloads import artifacts_of, may_download
from autossa.store import models
from autossa.store.ids import public_id

LASTS = timedelta(minutes=15)
_SALT = "autossa.releases.downloads"
_COUNTED = "download_artifact"


class LinkExpired(NotFound):
    """This link was valid for {minutes} minutes. Open the page of the project again for a new one."""


class NothingToDownload(NotFound):
    """There is no such file, or it may not be installed there (any more)."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file that may be downloaded now: its name, its size in bytes, its SHA-256."""

    file_name: str
    size: int
    sha256: str
    stored: str

    def part(self, start: int, length: int) -> Iterator[bytes]:
        """So many of its bytes from a place on, piece by piece. Raises OSError where the storage has lost it."""
        return files.read_part(self.stored, start, length)

    def local_path(self) -> str | None:
        """Where it is on this machine, for a server that sends files itself; None where a bucket keeps it."""
        return files.local_path(self.stored)

    def elsewhere(self) -> str:
        """An address of the bucket that gives this file, under its name, for a minute."""
        return files.address_of(self.stored, self.file_name)


@dataclass(frozen=True, slots=True)
class _Link:
    """What a link says; `by` is who made it: name, user, and for whom they acted."""

    artifact: UUID
    project: UUID
    device: UUID | None
    made: int
    nonce: str
    user: UUID | None
    acting_for: UUID | None


def make_link(*, artifact: UUID, project: UUID, device: UUID | None, ctx: ActionContext) -> str:
    """The text of a link to a file, for a project or a device of it, valid for 15 minutes from `ctx.now`.

    It is for whoever may see the project: that is asked at the door. Raises NothingToDownload where no license, and
    no device that tries the product out, may install the release on `ctx.today`.
    """
    if may_download(artifact, project, device, ctx.today) is None:
        raise NothingToDownload
    return _link(artifact, project, device, ctx)


def make_links(
    *, product: str, version: str, project: UUID, device: UUID, ctx: ActionContext
) -> list[tuple[models.Artifact, str]]:
    """Each file of a release with its link, for a device, which is asked about once; else as `make_link`."""
    rows = artifacts_of(product, version)
    if not rows or may_download(rows[0].id, project, device, ctx.today) is None:
        raise NothingToDownload
    return [(row, _link(row.id, project, device, ctx)) for row in rows]


def open_link(*, token: str, ctx: ActionContext, is_counted: bool = True) -> Download:
    """The file of a link, when it is genuine, young enough, and the release may still be installed there.

    Whoever made it may still see the project; a device may still sign in. The first time that a link is opened is kept
    in the activity log of the project; parts of the same download are not. `is_counted`: false where nothing is sent.
    Raises LinkExpired, NothingToDownload.
    """
    link = _read(token)
    made = datetime.fromtimestamp(link.made, UTC)
    if not made - LASTS <= ctx.now < made + LASTS:  # one of the future was made by a clock that was set back since
        raise LinkExpired(minutes=int(LASTS.total_seconds() // 60))
    by = _maker(link, ctx)
    row = may_download(link.artifact, link.project, link.device, ctx.today)
    if row is None or not files.is_there(row.stored):
        raise NothingToDownload
    if is_counted:
        _count(link, row, made, ActionContext(by, ctx.today, ctx.now))
    return Download(row.file_name, row.size, row.sha256, row.stored)


def _count(link: _Link, row: models.Artifact, made: datetime, ctx: ActionContext) -> None:
    """One row for a link, however many parts it is fetched in, and at once."""
    details = {
        "product": row.release.product.code,
        "version": row.release.version,
        "file": row.file_name,
        "link": link.nonce,
    }
    counted = models.Activity.objects.filter(project=link.project, at__gte=made - LASTS, action=_COUNTED)
    told = counted.filter(details__link=link.nonce)
    if told.exists():  # all parts but the first: they wait for nobody
        return
    with transaction.atomic():
        if not models.Project.objects.select_for_update().filter(pk=link.project).exists():
            raise ProjectNotFound
        if not told.exists():
            record_activity(ctx, "download_artifact", project=link.project, details=details)


def _maker(link: _Link, ctx: ActionContext) -> Actor:
    """Who made the link, at the address that uses it; a device by its id, since its name is anybody's choice.

    Raises NothingToDownload for whoever has lost the right to it since.
    """
    if link.user is not None:
        account = load_account(link.user, ctx.today, ctx.now)
        if account is None or not may_see(account, link.project, ctx.today):
            raise NothingToDownload
        return Actor(account.name, link.user, link.acting_for, ctx.actor.address)
    if link.device is None:
        return Actor(ctx.actor.name, address=ctx.actor.address)
    if not models.DeviceCredential.objects.filter(device=link.device, revoked_at=None).exists():
        raise NothingToDownload
    return Actor(f"Device {public_id(models.Device.PREFIX, link.device)}", address=ctx.actor.address)


def _link(artifact: UUID, project: UUID, device: UUID | None, ctx: ActionContext) -> str:
    actor, made = ctx.actor, int(ctx.now.timestamp())
    return _signed(_Link(artifact, project, device, made, secrets.token_hex(8), actor.user, actor.acting_for))


def _signed(link: _Link) -> str:
    keys = (link.artifact, link.project, link.device, link.user, link.acting_for)
    return Signer(salt=_SALT).sign_object([link.made, link.nonce, *(key.hex if key else "" for key in keys)])


def _read(token: str) -> _Link:
    """What a genuine link says. Raises NothingToDownload."""
    try:
        made, nonce, *keys = Signer(salt=_SALT).unsign_object(token)
        artifact, project, device, user, acting_for = (UUID(key) if key else None for key in keys)
    except (BadSignature, ValueError):  # what is signed reads well, so it is not even that
        raise NothingToDownload from None
    if artifact is None or project is None:
        raise NothingToDownload
    return _Link(artifact, project, device, made, nonce, user, acting_for)
