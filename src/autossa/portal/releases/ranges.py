"""Which part of a file a request asks for (RFC 9110, 14): a single range of bytes, or all of it."""

import re
from dataclasses import dataclass

_RANGE = re.compile(r"bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*", re.IGNORECASE)


class NotSatisfiable(Exception):
    """The range begins after the end of the file, or has nothing in it."""


@dataclass(frozen=True, slots=True)
class Part:
    """From a byte on, so many."""

    start: int
    length: int

    def content_range(self, size: int) -> str:
        """What the answer says of it."""
        return f"bytes {self.start}-{self.start + self.length - 1}/{size}"


def asked_part(asked: str | None, condition: str | None, etag: str, size: int) -> Part | None:
    """The part that was asked for; None where all of the file is the answer. `condition` is the header If-Range.

    All of it is the answer, too, to several ranges, to what is no range, and where the file that somebody began with is
    another one. Raises NotSatisfiable.
    """
    found = _RANGE.fullmatch(asked or "")
    if found is None or (condition is not None and condition.strip() != etag):
        return None
    first, last = found.groups()
    if not first:
        return _last_bytes(int(last), size) if last else None
    start, end = int(first), min(int(last) if last else size - 1, size - 1)
    if last and int(last) < start:
        return None
    if start >= size:
        raise NotSatisfiable
    return Part(start, end - start + 1)


def _last_bytes(count: int, size: int) -> Part:
    if not count:
        raise NotSatisfiable
    return Part(max(0, size - count), min(count, size))
