"""Where files of documents are kept (Django's storage API, alias `documents`): by what is in them, read whole."""

import hashlib
from contextlib import suppress

from django.core.files.storage import Storage, storages


def digest(content: bytes) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def path_of(sha256: str) -> str:
    """Where a file of that digest is kept: never part of it is anything that somebody typed."""
    return f"{sha256[:2]}/{sha256}"


def read(path: str) -> bytes | None:
    """A file as it is now, None where the storage has none."""
    with suppress(FileNotFoundError), shelf().open(path) as opened:
        return bytes(opened.read())
    return None


def shelf() -> Storage:
    """The storage of documents, as the settings name it."""
    return storages["documents"]
