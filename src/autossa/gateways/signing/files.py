"""Private keys as files that only this account can read, and from the environment, which comes first."""

import os
import re
import stat
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from autossa.gateways.signing import pem
from autossa.gateways.signing.protocol import KeyUnavailable, kid_of

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
_OTHERS = 0o077
_KID = re.compile(r"[A-Za-z0-9_-]{43}")
_MOST_BYTES = 10_000


class KeyFiles:
    """`<kid>.pem` in a folder; `given` are keys of the environment, where a new one is the last of them.

    What others could read is not used: the folder has 0700, each file 0600.
    """

    def __init__(self, folder: Path, given: str = "") -> None:
        self._folder = folder
        self._given = given
        self._read: dict[str, Ed25519PrivateKey] = {}

    def create(self) -> bytes:
        """The last key of the environment; without any a new one, in a file of its own. Raises KeyUnavailable."""
        if self._given:
            return pem.public_half(list(self._of_environment().values())[-1])
        key = Ed25519PrivateKey.generate()
        public = pem.public_half(key)
        self._write(kid_of(public), pem.write(key))
        return public

    def private(self, kid: str) -> Ed25519PrivateKey:
        """The key, parsed once. Raises KeyUnavailable."""
        found = self._read.get(kid)
        if found is None:
            found = self._read[kid] = self._of_environment().get(kid) or self._of_file(kid)
        return found

    def forget(self, kid: str) -> None:
        """Delete its file; one of the environment is somebody else's to take away."""
        self._read.pop(kid, None)
        self._path(kid).unlink(missing_ok=True)

    def _of_environment(self) -> dict[str, Ed25519PrivateKey]:
        if not self._given:
            return {}
        keys = pem.read_all(self._given, "AUTOSSA_SIGNING_KEY")
        return {kid_of(pem.public_half(key)): key for key in keys}

    def _of_file(self, kid: str) -> Ed25519PrivateKey:
        path = self._path(kid)
        self._check_folder()
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        except FileNotFoundError:
            raise KeyUnavailable(f"the private key {kid} is not here: neither {path} nor AUTOSSA_SIGNING_KEY") from None
        except OSError as error:
            raise KeyUnavailable(f"{path} cannot be read: {error.strerror}") from None
        with os.fdopen(descriptor, "rb") as file:
            _refuse_readable(path, os.fstat(descriptor))
            key = pem.read(file.read(_MOST_BYTES), str(path))
        if kid_of(pem.public_half(key)) != kid:
            raise KeyUnavailable(f"{path} holds another key than its name says")
        return key

    def _write(self, kid: str, content: bytes) -> None:
        try:
            self._folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            self._check_folder()
            descriptor = os.open(self._path(kid), os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(descriptor)
        except OSError as error:
            raise KeyUnavailable(f"{self._folder} cannot be written: {error.strerror}") from None

    def _check_folder(self) -> None:
        try:
            found = self._folder.stat()
        except OSError as error:
            raise KeyUnavailable(f"{self._folder} cannot be read: {error.strerror}") from None
        _refuse_readable(self._folder, found)

    def _path(self, kid: str) -> Path:
        if not _KID.fullmatch(kid):
            raise KeyUnavailable("that is no kid of a key")
        return self._folder / f"{kid}.pem"


def _refuse_readable(path: Path, found: os.stat_result) -> None:
    """Raises KeyUnavailable for what anybody but this account can use."""
    if found.st_mode & _OTHERS or found.st_uid not in (os.geteuid(), 0):
        wanted = "0700" if stat.S_ISDIR(found.st_mode) else "0600"
        raise KeyUnavailable(f"{path} is open to other accounts, and is not used; give it mode {wanted}")


@cache
def _keys(folder: str, given: str) -> KeyFiles:
    return KeyFiles(Path(folder), given)


def from_settings() -> KeyFiles:
    """The keys as the settings say; one object for a process, so that each key is read once."""
    return _keys(settings.SIGNING_FOLDER, settings.SIGNING_KEY)
