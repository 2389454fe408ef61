"""What stands before the first element of an XML file: a document type is refused before its parser reads it."""

import io
from typing import IO
from xml.parsers import expat

from autossa.domain.billing.bank.faults import FileFault, FileRefused
from autossa.gateways.bank.files import Watched

_CHUNK = 4096
_LONGEST = 65_536


class _Begun(Exception):
    """The first element was reached."""


def refuse_document_types(stream: Watched) -> IO[bytes]:
    """The stream from its beginning. Raises FileRefused with a document type, and without XML in its first 64 KiB.

    expat, which reports a document type before it reads what is in it, sees no more than up to the first element.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = _begin
    begun = b""
    try:
        while len(begun) < _LONGEST:
            chunk = stream.read(_CHUNK)
            begun += chunk
            parser.Parse(chunk, not chunk)
            if not chunk:
                break
    except _Begun:
        return _Joined(begun, stream)
    except (expat.ExpatError, LookupError) as error:
        raise FileRefused(FileFault.DAMAGED, line=getattr(error, "lineno", 0)) from error
    raise FileRefused(FileFault.DAMAGED)


def _refuse(*_: object) -> None:
    raise FileRefused(FileFault.HAS_DTD)


def _begin(*_: object) -> None:
    raise _Begun


class _Joined(io.BytesIO):
    """What was read already, then the rest."""

    def __init__(self, begun: bytes, stream: Watched) -> None:
        super().__init__(begun)
        self._rest = stream

    def read(self, size: int | None = -1, /) -> bytes:
        """The next bytes; none at the end."""
        return super().read(size) or self._rest.read(-1 if size is None else size)
