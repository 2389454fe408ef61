"""Which file of a release somebody may download: one that may be installed with what their project has (rule 9)."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from autossa.queries.releases.entitlements import Asked, ask_for_device, ask_for_project
from autossa.store import models


def may_download(artifact: UUID, project: UUID, device: UUID | None, day: date) -> models.Artifact | None:
    """The row of a file that may be downloaded on the day, with its release; None otherwise, whatever the reason.

    For a device: when it may install the release. Without one: when any license of the project may, or a device that
    tries the product out.
    """
    row = models.Artifact.objects.select_related("release__product").filter(pk=artifact).first()
    if row is None:
        return None
    product, version = row.release.product.code, row.release.version
    present = models.Device.objects.present().filter(project=project)
    if device is not None:
        is_there = present.filter(pk=device).exists()
        return row if is_there and _may(ask_for_device(device, product, day), version, one=False) else None
    if _may(ask_for_project(project, product, day), version, one=True):
        return row
    trials = models.Trial.objects.running(day).filter(product=row.release.product_id)
    trying = present.filter(pk__in=trials.values("device"))
    may = any(
        _may(ask_for_device(key, product, day), version, one=False) for key in trying.values_list("id", flat=True)
    )
    return row if may else None


def _may(asked: Asked | None, version: str, *, one: bool) -> bool:
    """All of the licenses may install it, or at least `one` of them."""
    release = asked.release(version) if asked else None
    if asked is None or release is None:
        return False
    answers = asked.answers(release)
    return answers.anyone if one else answers.verdict.may_install


def artifacts_of(product: str, version: str) -> list[models.Artifact]:
    """The files of a published release, by name; none for one that is not there. Who may have them is asked by link."""
    return list(models.Artifact.objects.filter(release__in=_published(product, version)).order_by("file_name"))


def release_key(product: str, version: str) -> UUID | None:
    """A published release, by the code of its product."""
    return _published(product, version).values_list("id", flat=True).first()


def _published(product: str, version: str) -> "QuerySet[models.Release]":
    return models.Release.objects.published().filter(product__code=product, version=version)
