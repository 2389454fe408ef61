"""Keys for tests, in memory."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from autossa.gateways.signing.pem import public_half
from autossa.gateways.signing.protocol import KeyUnavailable, kid_of


class KeysInMemory:
    """Keys that end with the process; `seeds` (32 bytes each) make the first of them the same ones every time."""

    def __init__(self, *seeds: bytes) -> None:
        self._seeds = list(seeds)
        self.keys: dict[str, Ed25519PrivateKey] = {}

    def create(self) -> bytes:
        """Remember a new key."""
        seed = self._seeds.pop(0) if self._seeds else None
        key = Ed25519PrivateKey.from_private_bytes(seed) if seed else Ed25519PrivateKey.generate()
        public = public_half(key)
        self.keys[kid_of(public)] = key
        return public

    def private(self, kid: str) -> Ed25519PrivateKey:
        """One that is remembered. Raises KeyUnavailable."""
        if kid not in self.keys:
            raise KeyUnavailable(f"the private key {kid} is not here")
        return self.keys[kid]

    def forget(self, kid: str) -> None:
        """Forget it."""
        self.keys.pop(kid, None)


_SHARED = KeysInMemory()


def from_settings() -> KeysInMemory:
    """The same keys for all of a process."""
    return _SHARED
