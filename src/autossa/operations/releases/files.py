"""Files of releases in their storage (Django's storage API, alias `artifacts`): written, read in parts, swept.

Names in the storage are made here and nowhere else: nothing that somebody typed is ever part of a path. A file is
hashed and counted while it is written, piece by piece; what was not written whole is not there.
"""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO

import structlog
from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages
from django.utils.http import content_disposition_header

from autossa.operations.errors import Invalid, OperationError
from autossa.store import models
from autossa.store.ids import new_id

log = structlog.get_logger()

PIECE = 256 * 1024
"""Bytes that are in memory at once."""
_FOR_A_MINUTE = 60
_KEPT = timedelta(days=1)
"""How long a file without a row is left alone: it may be one that is being uploaded."""


class ArtifactTooLarge(Invalid):
    """The file is larger than {most} MB."""

    field = "file"


class ArtifactEmpty(Invalid):
    """The file is empty."""

    field = "file"


class ArtifactNotStored(OperationError):
    """The file could not be stored. Nothing was changed; the log of the server has the cause."""

    field = "file"


@dataclass(frozen=True, slots=True)
class Stored:
    """A file in the storage: its name there, its size in bytes, its SHA-256 in hexadecimal."""

    name: str
    size: int
    sha256: str


class _Hashed(File):  # type: ignore[type-arg]  # it takes none when it runs
    """A file that is read once, from its beginning to its end, hashed and counted on the way.

    A storage must not go back in it: what it read twice would count twice.
    """

    def __init__(self, content: IO[bytes], most: int) -> None:
        super().__init__(content, name="")
        self.digest, self.count = hashlib.sha256(), 0
        self._content, self._most = content, most

    def read(self, size: int | None = -1) -> bytes:
        """The next piece. Raises ArtifactTooLarge."""
        piece = self._content.read(PIECE if size is None or size < 0 else size)
        self.count += len(piece)
        if self.count > self._most:
            raise ArtifactTooLarge(most=self._most // 1_000_000)
        self.digest.update(piece)
        return piece

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """All of it, a piece at a time."""
        while piece := self.read(chunk_size or PIECE):
            yield piece

    def seekable(self) -> bool:
        """Not back; a storage asks before it tries."""
        return False

    def seek(self, offset: int, whence: int = 0) -> int:
        """To the beginning alone, where nothing was read yet."""
        if offset or whence or self.count:
            raise OSError("what is being uploaded is read once")
        return 0


def put(content: IO[bytes]) -> Stored:
    """Write a file under a fresh name, or nothing. Raises ArtifactTooLarge, ArtifactEmpty, ArtifactNotStored."""
    name, hashed = new_id().hex, _Hashed(content, settings.ARTIFACT_LIMIT)
    try:
        shelf().save(name, hashed)
        if not hashed.count:
            raise ArtifactEmpty
    except OperationError:
        remove(name)
        raise
    except Exception as error:  # a full disk, a bucket that does not answer: whatever it is, no half file stays
        log.exception("artifact not stored", size=hashed.count)
        remove(name)
        raise ArtifactNotStored from error
    except BaseException:
        remove(name)
        raise
    return Stored(name, hashed.count, hashed.digest.hexdigest())


def remove(name: str) -> None:
    """Delete a file; one that cannot be deleted now is swept later."""
    try:
        shelf().delete(name)
    except Exception:
        log.exception("artifact not deleted", stored=name)


def read_part(name: str, start: int, length: int) -> Iterator[bytes]:
    """So many bytes of a file from a place on, a piece at a time. Raises OSError where the file is not there."""
    with shelf().open(name) as opened:
        opened.seek(start)
        while length > 0 and (piece := opened.read(min(PIECE, length))):
            length -= len(piece)
            yield piece


def local_path(name: str) -> str | None:
    """Where a file is on this machine, None where the storage is elsewhere."""
    try:
        return shelf().path(name)
    except NotImplementedError:
        return None


def address_of(name: str, file_name: str) -> str:
    """An address of a bucket, signed by it, that gives a file under another name, never to be shown, for a minute."""
    asked = {
        "ResponseContentDisposition": content_disposition_header(True, file_name),
        "ResponseContentType": "application/octet-stream",
        "ResponseCacheControl": "no-store",
    }
    return shelf().url(name, parameters=asked, expire=_FOR_A_MINUTE)  # type: ignore[call-arg]  # as S3 storages do


def is_there(name: str) -> bool:
    """The storage has the file."""
    return shelf().exists(name)


def sweep(*, now: datetime) -> int:
    """Delete files that no row names, once they are a day old; how many. `now` is the real moment (aware)."""
    shelf_now, count = shelf(), 0
    for name in _names(shelf_now):
        if models.Artifact.objects.filter(stored=name).exists():
            continue
        with suppress(FileNotFoundError):  # another worker was quicker
            if shelf_now.get_modified_time(name) < now - _KEPT:
                remove(name)
                count += 1
    return count


def _names(of: Storage) -> list[str]:
    with suppress(FileNotFoundError):  # nothing was ever uploaded
        return list(of.listdir("")[1])
    return []


def shelf() -> Storage:
    """The storage of the files of releases, as the settings name it."""
    return storages["artifacts"]
