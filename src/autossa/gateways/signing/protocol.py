"""What a place of private keys promises, and what may be wrong with it."""

import base64
import hashlib
import json
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PUBLIC_BYTES = 32


class KeyUnavailable(Exception):
    """The private key cannot be had; the text says why, and nothing of the key."""


class SigningKeys(Protocol):
    """Private Ed25519 keys by their kid."""

    def create(self) -> bytes:
        """A key to sign with from now on, kept; its public half (32 bytes). Raises KeyUnavailable."""

    def private(self, kid: str) -> Ed25519PrivateKey:
        """The key, read once for a process. Raises KeyUnavailable."""

    def forget(self, kid: str) -> None:
        """Delete a key that signs no more; nothing where it is not there."""


def kid_of(public: bytes) -> str:
    """The RFC 7638 thumbprint (SHA-256, base64url) of a public Ed25519 key."""
    members = json.dumps(jwk_of(public), separators=(",", ":"), sort_keys=True)
    return _base64url(hashlib.sha256(members.encode("ascii")).digest())


def jwk_of(public: bytes) -> dict[str, str]:
    """What a public Ed25519 key must have as a JWK (RFC 8037)."""
    return {"crv": "Ed25519", "kty": "OKP", "x": _base64url(public)}


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
