"""What somebody holds in their hands: is this text genuine, is it the newest, what does it say?"""

import base64
import json
from dataclasses import dataclass, replace
from typing import Any

from autossa.documents.licenses import offline
from autossa.documents.licenses.claims import LICENSE_TYP, RELEASE_TYP, Claims
from autossa.operations.context import ActionContext
from autossa.queries.devices.signing_keys import every_key
from autossa.store import models
from autossa.store.ids import read_public_id

MAX_LETTERS = 100_000


@dataclass(frozen=True, slots=True)
class Checked:
    """What a text is. `kind` is `license`, `release`, or empty for what is neither; `kid` the key that it names.

    `is_genuine`: a key of ours signed exactly this. `revoked` is why its key is no longer believed. Of a license file:
    whether its time has passed, the newest serial for whom it is, whether the device has confirmed it, whose it is.
    """

    kind: str
    is_genuine: bool
    claims: Claims
    kid: str = ""
    is_key_known: bool = False
    revoked: str = ""
    is_stale: bool = False
    newest: int | None = None
    is_confirmed: bool = False
    project: str = ""
    name: str = ""
    device: str = ""

    @property
    def is_newest(self) -> bool:
        """No file of a higher serial was issued for the same device, or the same project."""
        return self.newest is not None and self.claims.get("serial") == self.newest


def check_text(*, text: str, ctx: ActionContext) -> Checked:
    """What a pasted text is, wherever its lines were broken; nothing is written."""
    packed = "".join(text.split())[:MAX_LETTERS]
    header, claims = _parts(packed)
    kind = {LICENSE_TYP: "license", RELEASE_TYP: "release"}.get(str(header.get("typ")), "")
    keys, revoked = every_key()
    kid = str(header.get("kid", ""))
    try:
        claims = offline.read(packed, str(header.get("typ")), keys) if kind else {}
        is_genuine = bool(kind)
    except offline.NotGenuine:
        is_genuine = False
    known = any(one["kid"] == kid for one in keys["keys"])
    found = Checked(kind, is_genuine, claims, kid, known, revoked.get(kid, ""))
    return _with_row(found, ctx) if is_genuine and kind == "license" else found


def _with_row(found: Checked, ctx: ActionContext) -> Checked:
    """With what the portal knows of a genuine license file."""
    key = read_public_id(models.LicenseFile.PREFIX, found.claims["jti"])
    row = models.LicenseFile.objects.filter(pk=key).select_related("project", "device").first()
    found = replace(found, is_stale=int(ctx.now.timestamp()) >= found.claims["exp"])
    if row is None:  # the database is older than the file
        return found
    of_same = models.LicenseFile.objects.filter(project=row.project_id, device=row.device_id).order_by("-serial")
    return replace(
        found,
        newest=of_same.values_list("serial", flat=True).first(),
        is_confirmed=row.confirmed_at is not None,
        project=row.project.public_id,
        name=row.project.name,
        device=row.device.name if row.device else "",
    )


def _parts(packed: str) -> tuple[dict[str, Any], Claims]:
    """Header and claims as they are written, whoever wrote them; empty where they cannot be read."""
    found: list[dict[str, Any]] = []
    for part in [*packed.split("."), "", ""][:2]:
        try:
            said = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        except (ValueError, RecursionError):
            said = {}
        found.append(said if isinstance(said, dict) else {})
    return found[0], found[1]
