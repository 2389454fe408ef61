"""Files of releases: added, and removed as long as the release is a draft (rule 9).

The file is written first, under a fresh name; the row follows in the transaction. When the row fails, the file goes;
when the process dies in between, the sweep of the night finds a file that no row names.
"""

import re
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import IO
from uuid import UUID

from django.db import DatabaseError, transaction

from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.releases import files
from autossa.operations.releases.releases import NotADraft, ReleaseNotFound, WithdrawnAlready, locked
from autossa.operations.validation import MAX_CODE, MAX_NAME, read_line
from autossa.store import models

_FILE_NAME = re.compile(r"[^./\\][^/\\]*")


class ArtifactNotFound(NotFound):
    """There is no such file."""


class FileNameNotAllowed(Invalid):
    """A file name has no slash or backslash and does not begin with a dot, as {name} does."""

    field = "file"


class FileNameTaken(Invalid):
    """Release {version} has a file {name} already."""

    field = "file"


def add(
    *,
    release: UUID,
    content: IO[bytes],
    file_name: str,
    ctx: ActionContext,
    platform: str = "",
    edition: str = "",
) -> UUID:
    """A file of a release, read once from where `content` stands; also of one that is out, not of a withdrawn one.

    Raises ReleaseNotFound, WithdrawnAlready, FileNameNotAllowed, FileNameTaken, and as `files.put`, `read_line`.
    """
    given = _Given(file_name, platform, edition)
    _check(models.Release.objects.filter(pk=release).first(), given)  # before a long upload is stored
    stored = files.put(content)
    try:
        with transaction.atomic():
            row = locked(release)
            _check(row, given)
            artifact = row.artifacts.create(
                file_name=given.file_name,
                platform=given.platform,
                edition=given.edition,
                size=stored.size,
                sha256=stored.sha256,
                stored=stored.name,
                uploaded_at=ctx.now,
            )
            record_activity(ctx, "add_artifact", details=_about(row, artifact))
    except BaseException:
        with suppress(DatabaseError):  # a commit of which nobody heard may have kept the row: the sweep will know
            if not models.Artifact.objects.filter(stored=stored.name).exists():
                files.remove(stored.name)
        raise
    return artifact.id


def remove(*, artifact: UUID, ctx: ActionContext) -> None:
    """Remove a file of a draft; what is out stays as it was signed. Raises ArtifactNotFound, NotADraft."""
    with transaction.atomic():
        found = models.Artifact.objects.filter(pk=artifact).values_list("release", flat=True).first()
        if found is None:
            raise ArtifactNotFound
        release = locked(found)
        ctx.check_seen()
        if release.published_at is not None:
            raise NotADraft(version=release.version)
        row = release.artifacts.filter(pk=artifact).first()
        if row is None:  # somebody else was quicker
            raise ArtifactNotFound
        details = _about(release, row)
        row.delete()
        transaction.on_commit(partial(files.remove, row.stored))
        record_activity(ctx, "remove_artifact", details=details)


def sweep(*, now: datetime) -> int:
    """Delete files that no release has (any more), see `files.sweep`."""
    return files.sweep(now=now)


class _Given:
    """What was said about a file, cleaned. Raises as `read_line`, FileNameNotAllowed."""

    def __init__(self, file_name: str, platform: str, edition: str) -> None:
        self.file_name = read_line(file_name, "the file name", MAX_NAME, field="file")
        self.platform = read_line(platform, "the platform", MAX_CODE, required=False, field="platform")
        self.edition = read_line(edition, "the edition", MAX_CODE, required=False, field="edition")
        if not _FILE_NAME.fullmatch(self.file_name):
            raise FileNameNotAllowed(name=self.file_name)


def _check(release: models.Release | None, given: _Given) -> None:
    if release is None:
        raise ReleaseNotFound
    if release.withdrawn_on is not None:
        raise WithdrawnAlready(version=release.version, day=release.withdrawn_on)
    if release.artifacts.filter(file_name=given.file_name).exists():
        raise FileNameTaken(version=release.version, name=given.file_name)


def _about(release: models.Release, row: models.Artifact) -> dict[str, str | int]:
    of_release = {"product": release.product.code, "version": release.version}
    return {**of_release, "file": row.file_name, "size": row.size, "sha256": row.sha256}
