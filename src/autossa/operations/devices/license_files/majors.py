"""A new major version is out: covered projects get the license file for it by themselves, and are told (rule 9)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import structlog
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from autossa.domain.releases.catalogue import Channel
from autossa.operations.context import ActionContext
from autossa.operations.devices.files import Major, issue
from autossa.operations.outbox import tell
from autossa.queries.devices.signing_keys import current_kid
from autossa.queries.releases.entitlements import ask_for_project
from autossa.store import models

TASK = "license_files"
LOOKED_BACK = timedelta(days=30)
"""How long after its day a major is still new: who is covered later asks for a file."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class NewMajor:
    """The release that begins a major version."""

    major: Major
    release_version: str


def major_of(version: str) -> str:
    """The leading number of a version, "14" of "14r2.1"; empty without one."""
    digits = len(version) - len(version.lstrip("0123456789"))
    return version[:digits].lstrip("0") or version[: min(digits, 1)]


def run(*, ctx: ActionContext, progress: Callable[[int], None] = lambda _: None) -> int:
    """Issue what is due, a project a transaction; how many files. Safe to repeat, and to stop anywhere.

    `progress` is told how many there are after each, and may raise to stop. Without a key nothing is issued.
    """
    found = list(new_majors(ctx.today))
    if found and current_kid() is None:
        log.warning("no license files: there is no key that signs")
        return 0
    count = 0
    for new in found:
        for project in _covered(new.major, ctx.today):
            count += _issue_once(project, new, ctx)
            progress(count)
    return count


def new_majors(day: date) -> Iterator[NewMajor]:
    """Each product's majors whose first release for everybody came out in the last days."""
    rows = models.Release.objects.published().filter(channel=Channel.STABLE.value, released_on__lte=day)
    first: dict[tuple[UUID, str], models.Release] = {}
    for row in rows.select_related("product").order_by("released_on", "id"):
        first.setdefault((row.product_id, major_of(row.version)), row)
    for (product, version), row in first.items():
        is_withdrawn = row.withdrawn_on is not None and row.withdrawn_on <= day
        if version and row.released_on > day - LOOKED_BACK and not is_withdrawn:
            yield NewMajor(Major(product, row.product.code, version), row.version)


def _covered(major: Major, day: date) -> Iterable[UUID]:
    """Projects that are covered on the day, with a license of the product, without the file, in order."""
    types = models.ProductType.objects.filter(product=major.product).values("license_type")
    alive = models.LicenseLine.objects.alive(day).filter(project=OuterRef("pk"), license__license_type__in=types)
    covered = models.Coverage.objects.filter(project=OuterRef("pk"), days__contains=day)
    issued = models.LicenseFile.objects.filter(project=OuterRef("pk"), product=major.product, major=major.version)
    found = models.Project.objects.filter(Exists(alive), Exists(covered)).exclude(Exists(issued)).order_by("id")
    return found.values_list("id", flat=True).iterator(chunk_size=1000)


def _issue_once(project: UUID, new: NewMajor, ctx: ActionContext) -> int:
    """1 where it was issued: some license may install it, and nobody else was quicker."""
    asked = ask_for_project(project, new.major.product_code, ctx.today)
    release = asked.release(new.release_version) if asked else None
    if asked is None or release is None or not asked.answers(release).anyone:
        return 0
    try:
        with transaction.atomic():
            issued = issue(project=project, major=new.major, ctx=ctx)
            about = {"file": str(issued.key), "version": new.release_version}
            tell("mail.license_file_issued", about, ctx, project)
    except IntegrityError:
        return 0
    return 1
