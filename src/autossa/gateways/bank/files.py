"""What was uploaded, as streams of XML: one file, or those of a zip archive, never more than the limits."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from autossa.domain.billing.bank.faults import FileFault, FileRefused

MOST_BYTES = 20_000_000
"""Of an uploaded file, and of each file that is in one."""
MOST_UNPACKED = 600_000_000
"""Of everything in an archive together."""
MOST_FILES = 5_000
"""In an archive: ten years, a statement a day."""
MOST_TAGS = 200_000
"""Between two payments or heads of statements: a person's file has some fifty."""

_ZIP = b"PK\x03\x04"
_PACKED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED = 0x1


_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)
"""What Python raises for archives that are damaged; NotImplementedError, for what it cannot unpack, is one of them."""


@contextmanager
def _damaged() -> Iterator[None]:
    """Around one call of `zipfile`, not around what is done with its bytes."""
    try:
        yield
    except _BROKEN as error:
        raise FileRefused(FileFault.DAMAGED) from error


class Watched(io.RawIOBase):
    """A stream that is read once, and no further than it may be: `left` bytes, and so many tags without a payment."""

    def __init__(self, stream: BinaryIO, left: int, fault: FileFault) -> None:
        super().__init__()
        self._stream, self._left, self._fault, self._tags = stream, left, fault, 0
        self.read_so_far = 0

    def readable(self) -> bool:
        """Yes: that is all it is."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes. Raises FileRefused beyond the limits."""
        with _damaged():
            found = self._stream.read(size if size >= 0 else self._left + 1)
        self._left -= len(found)
        self.read_so_far += len(found)
        self._tags += found.count(b"<")
        if self._left < 0 or self._tags > MOST_TAGS:
            raise FileRefused(self._fault)
        return found

    def came_on(self) -> None:
        """A payment was read."""
        self._tags = 0


def streams(upload: BinaryIO) -> Iterator[tuple[str, Watched]]:
    """The XML files of an upload with their names ("" for one that is no archive), each to be read before the next.

    `upload` can be read from any place (seekable). An archive's other files are left out. Raises FileRefused.
    """
    size = upload.seek(0, io.SEEK_END)
    upload.seek(0)
    if size > MOST_BYTES:
        raise FileRefused(FileFault.TOO_LARGE)
    is_archive = upload.read(len(_ZIP)) == _ZIP
    upload.seek(0)
    if not is_archive:
        yield "", Watched(upload, MOST_BYTES, FileFault.TOO_LARGE)
        return
    with _damaged():
        archive = zipfile.ZipFile(upload)
    with archive:
        yield from _members(archive)


def _members(archive: zipfile.ZipFile) -> Iterator[tuple[str, Watched]]:
    listed = [member for member in archive.infolist() if _is_statement(member)]
    if not listed:
        raise FileRefused(FileFault.NO_STATEMENT)
    if len(listed) > MOST_FILES:
        raise FileRefused(FileFault.UNPACKS_TOO_LARGE)
    left = MOST_UNPACKED
    for member in sorted(listed, key=lambda one: one.filename):
        name = member.filename.rpartition("/")[2]
        if member.flag_bits & _ENCRYPTED or member.compress_type not in _PACKED:
            raise FileRefused(FileFault.DAMAGED, file=name)
        with _damaged():
            opened = archive.open(member)
        with opened as file:
            watched = Watched(file, min(MOST_BYTES, left), FileFault.UNPACKS_TOO_LARGE)  # type: ignore[arg-type]
            yield name, watched
            left -= watched.read_so_far


def _is_statement(member: zipfile.ZipInfo) -> bool:
    name = member.filename
    return name.lower().endswith(".xml") and not member.is_dir() and not name.startswith("__MACOSX/")
