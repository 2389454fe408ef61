"""License files: issued, refreshed, confirmed by the device; manifests of releases (rule 9)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from autossa.documents.licenses.claims import (
    LICENSE_TYP,
    RELEASE_TYP,
    ArtifactFacts,
    Issue,
    license_claims,
    release_claims,
    said,
)
from autossa.domain.devices.license_files import FileFacts
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.decide import locked
from autossa.operations.devices.found import about
from autossa.operations.devices.signing import sign_claims, signing_kid
from autossa.operations.errors import Invalid, NotFound
from autossa.queries.as_of import as_of
from autossa.queries.devices.license_files import claims_of, quantities_of
from autossa.queries.devices.terms import device_terms
from autossa.queries.releases.file_facts import facts_of_device, facts_of_project, facts_of_release
from autossa.store import models
from autossa.store.ids import new_id, public_id

KEPT_DAYS = 30
"""For so long a file is given again that says the same; a device that asks each day does not get one each day."""

FURTHEST_AHEAD = 10_000
"""By how much the serial that a device has seen may be ahead of ours: after the database came from a backup."""


class DeviceNotInProject(NotFound):
    """There is no such device in the project."""


class ReleaseNotPublished(NotFound):
    """There is no such release, or it is a draft."""


class SerialTooFarAhead(Invalid):
    """The device says that it has seen serial {seen}; the newest of the project is {newest}."""

    field = "serial"


class LicenseFileNotFound(NotFound):
    """There is no license file with serial {serial} for this device."""


class ConfirmedOtherwise(Invalid):
    """The device counts other licenses than file {serial} says: {counted}, not {expected}."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A license file: its id, serial and text, and whether it was issued just now."""

    key: UUID
    public_id: str
    serial: int
    body: str
    issued_on: date
    expires_at: datetime
    is_new: bool


@dataclass(frozen=True, slots=True)
class Major:
    """The major version of a product whose publication made the portal issue a file by itself."""

    product: UUID
    product_code: str
    version: str


def issue(
    *,
    project: UUID,
    ctx: ActionContext,
    device: UUID | None = None,
    major: Major | None = None,
    nonce: str = "",
    seen: int = 0,
) -> Issued:
    """A new file of a project, or of one of its devices, with a serial above all others of the project.

    `nonce` is said in it; `seen` is the highest serial that the device has seen, which the new one is above.
    Raises ProjectNotFound, DeviceNotInProject, SerialTooFarAhead, NoSigningKey, SigningKeyUnavailable, DayToCome,
    DayBeforeLast.
    """
    with transaction.atomic():
        facts, row = _facts(project, device, ctx)
        return _issue(project, row, facts, ctx, major, nonce, seen)


def refresh(*, project: UUID, ctx: ActionContext, device: UUID | None = None, nonce: str = "", seen: int = 0) -> Issued:
    """The newest file where it still says what is so, else a new one; raises as `issue`.

    It is given again within KEPT_DAYS, and half of its own days, while its key signs, nothing it says has changed, and
    no day that it names has come since; with a `nonce` only to the request that it was issued for.
    """
    with transaction.atomic():
        facts, row = _facts(project, device, ctx)
        newest = _of(project, device).order_by("-serial").first()
        if newest is not None and newest.serial >= seen and _still_says(newest, facts, nonce, ctx):
            return _issued(newest, is_new=False)
        return _issue(project, row, facts, ctx, None, nonce, seen)


def confirm(
    *, project: UUID, device: UUID, serial: int, quantities: Mapping[str, int] | None, ctx: ActionContext
) -> None:
    """The device has the file of that serial; `quantities` are what it counts of each license now, if it says.

    None of a license is the same as not to name it. Raises DeviceNotInProject, LicenseFileNotFound, ConfirmedOtherwise.
    """
    with transaction.atomic():
        locked(project, ctx)
        row = _of(project, device).filter(serial=serial).first()
        if row is None:
            raise LicenseFileNotFound(serial=serial)
        expected = quantities_of(claims_of(row.body))
        counted = expected if quantities is None else {code: number for code, number in quantities.items() if number}
        if counted != expected:
            raise ConfirmedOtherwise(serial=serial, counted=_listed(counted), expected=_listed(expected))
        if row.confirmed_at is None:
            row.confirmed_at = max(ctx.now, row.issued_at)
            row.save(update_fields=["confirmed_at"])
            record_activity(ctx, "confirm_license_file", project=project, details=_about(row))


def manifest(*, release: UUID, ctx: ActionContext, kid: str | None = None) -> str:
    """The signed manifest of a published release as of today. Raises ReleaseNotPublished, and as `sign_claims`."""
    row = models.Release.objects.select_related("product").filter(pk=release).first()
    facts = facts_of_release(row, ctx.today) if row else None
    if facts is None:
        raise ReleaseNotPublished
    rows = models.Artifact.objects.filter(release=release).order_by("file_name")
    artifacts = [ArtifactFacts(one.file_name, one.platform, one.edition, one.size, one.sha256) for one in rows]
    return sign_claims(claims=release_claims(facts, artifacts, settings.BASE_URL), typ=RELEASE_TYP, kid=kid)


def _facts(project: UUID, device: UUID | None, ctx: ActionContext) -> tuple[FileFacts, models.Device | None]:
    """The facts under the project's lock, and the device. Raises DeviceNotInProject, and as `locked`."""
    found = as_of(locked(project, ctx), ctx.today).project
    if device is None:
        return facts_of_project(project, found, ctx.today), None
    row = models.Device.objects.present().filter(project=project, pk=device).first()
    if row is None:
        raise DeviceNotInProject
    return facts_of_device(row, found, ctx.today), row


def _issue(
    project: UUID,
    device: models.Device | None,
    facts: FileFacts,
    ctx: ActionContext,
    major: Major | None,
    nonce: str,
    seen: int,
) -> Issued:
    newest = models.LicenseFile.objects.filter(project=project).aggregate(newest=Max("serial"))["newest"] or 0
    if seen > newest + FURTHEST_AHEAD:
        raise SerialTooFarAhead(seen=seen, newest=newest)
    key, kid, serial = new_id(), signing_kid(), max(newest, seen) + 1
    subject = device.public_id if device else public_id(models.Project.PREFIX, project)
    days, file = device_terms().file_days, public_id(models.LicenseFile.PREFIX, key)
    given = Issue(settings.BASE_URL, subject, file, serial, ctx.now, days, nonce)
    row = models.LicenseFile.objects.create(
        id=key,
        project_id=project,
        device=device,
        serial=serial,
        key_id=kid,
        product_id=major.product if major else None,
        major=major.version if major else "",
        body=sign_claims(claims=license_claims(facts, given), typ=LICENSE_TYP, kid=kid),
        issued_on=ctx.today,
        issued_at=ctx.now,
        expires_at=given.expires_at,
    )
    because = {"product": major.product_code, "major": major.version} if major else {}
    record_activity(ctx, "issue_license_file", project=project, details=_about(row) | because)
    return _issued(row, is_new=True)


def _still_says(row: models.LicenseFile, facts: FileFacts, nonce: str, ctx: ActionContext) -> bool:
    claims = claims_of(row.body)
    if claims.get("nonce", "") != nonce or row.key_id != signing_kid():
        return False
    half_of_its_life = row.issued_at + (row.expires_at - row.issued_at) / 2
    if not timedelta() <= ctx.today - row.issued_on <= timedelta(days=KEPT_DAYS) or ctx.now > half_of_its_life:
        return False
    now = said(facts)
    then = {name: claims.get(name) for name in now}
    is_same = then | {"as_of": now["as_of"]} == now and claims["iss"] == settings.BASE_URL
    return is_same and not any(claims["as_of"] < day <= now["as_of"] for day in _days(now))


def _days(value: Any) -> list[str]:
    """Every day that claims name, but for that of the file: on it an answer may turn."""
    if isinstance(value, str):
        return [value] if len(value) == len("2026-01-31") and value[4:8:3] == "--" else []
    parts = [one for name, one in value.items() if name != "as_of"] if isinstance(value, dict) else value
    return [day for one in parts for day in _days(one)] if isinstance(parts, list) else []


def _of(project: UUID, device: UUID | None) -> Any:
    return models.LicenseFile.objects.filter(project=project, device=device)


def _issued(row: models.LicenseFile, *, is_new: bool) -> Issued:
    return Issued(row.pk, row.public_id, row.serial, row.body, row.issued_on, row.expires_at, is_new)


def _about(row: models.LicenseFile) -> dict[str, Any]:
    return {"serial": row.serial, **(about(row.device) if row.device else {})}


def _listed(quantities: Mapping[str, int]) -> str:
    return ", ".join(f"{number} × {code}" for code, number in sorted(quantities.items())) or "–"
