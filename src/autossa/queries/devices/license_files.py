"""License files as they were issued: read without a question whether they are genuine, they are our own rows."""

import base64
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from autossa.store import models
from autossa.store.ids import read_public_id

MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class FileRow:
    """A license file: of the project where it names no device. `is_newest`: none of a higher serial is about the same.

    `major` is the version of `product` whose publication made the portal issue it by itself.
    """

    id: str
    serial: int
    device: str
    issued_on: date
    expires_at: datetime
    confirmed_at: datetime | None
    product: str
    major: str
    is_newest: bool
    is_revoked: bool
    body: str


def list_files(project: UUID) -> tuple[FileRow, ...]:
    """The files of a project, the newest first, so many at most."""
    rows = models.LicenseFile.objects.filter(project=project).order_by("-serial")
    seen: set[UUID | None] = set()
    found = []
    for row in rows.select_related("device", "product", "key")[:MOST_LISTED]:
        found.append(_row(row, is_newest=row.device_id not in seen))
        seen.add(row.device_id)
    return tuple(found)


def find_file(project: UUID, public_id: str) -> FileRow | None:
    """One file of a project; None for what is none of its."""
    try:
        key = read_public_id(models.LicenseFile.PREFIX, public_id)
    except ValueError:
        return None
    rows = models.LicenseFile.objects.select_related("device", "product", "key")
    row = rows.filter(project=project, pk=key).first()
    if row is None:
        return None
    later = models.LicenseFile.objects.filter(project=project, device=row.device_id, serial__gt=row.serial)
    return _row(row, is_newest=not later.exists())


def device_names(project: UUID) -> tuple[tuple[str, str], ...]:
    """The present devices of a project: public ids and names, by name."""
    rows = models.Device.objects.present().filter(project=project).order_by("name")
    return tuple((row.public_id, row.name) for row in rows)


def claims_of(body: str) -> dict[str, Any]:
    """What a file of ours says."""
    part = body.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


def quantities_of(claims: dict[str, Any], device: str = "") -> dict[str, int]:
    """What a file says is on a device that it lists, or on its master; of its own one where none is named."""
    machines = {one["id"]: one for one in claims["devices"]}
    own = machines.get(device or claims["sub"], {})
    held = machines.get(own.get("parent"), own)
    return dict(map(tuple, held.get("activations", ())))


def _row(row: models.LicenseFile, *, is_newest: bool) -> FileRow:
    return FileRow(
        row.public_id,
        row.serial,
        row.device.name if row.device else "",
        row.issued_on,
        row.expires_at,
        row.confirmed_at,
        row.product.code if row.product else "",
        row.major,
        is_newest,
        row.key.revoked_at is not None,
        row.body,
    )
